using System.Text;
using System.Text.RegularExpressions;

namespace HostTools.Commands.Framework;

/// <summary>A name with PowerShell's wildcards <c>*</c>, <c>?</c> and <c>[…]</c>; case does not matter.</summary>
public sealed class NamePattern
{
    private readonly Regex? _regex;

    /// <summary>Reads a pattern.</summary>
    public NamePattern(string text)
    {
        Text = text;
        HasWildcards = text.AsSpan().ContainsAny('*', '?', '[');
        if (HasWildcards)
            _regex = new Regex(Translate(text), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline);
    }

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>Whether it may match several names; one that does not must match something.</summary>
    public bool HasWildcards { get; }

    /// <summary>Whether a name is meant.</summary>
    public bool IsMatch(string name) => _regex?.IsMatch(name) ?? name.Equals(Text, StringComparison.OrdinalIgnoreCase);

    /// <summary>Says that nothing matches. A wildcard that fits nothing is no failure, but people at a terminal shall not wonder.</summary>
    internal void NoteNothing(CommandContext context, string what) => context.Note($"No {what} matches '{Text}'.");

    private static string Translate(string text)
    {
        var regex = new StringBuilder("\\A");
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            int end = c == '[' ? text.IndexOf(']', i + 1) : -1;
            if (end > i + 1)
            {
                regex.Append('[').Append(text[(i + 1)..end].Replace(@"\", @"\\").Replace("^", @"\^")).Append(']');
                i = end;
            }
            else
            {
                regex.Append(c switch { '*' => ".*", '?' => ".", _ => Regex.Escape(c.ToString()) });
            }
        }

        return regex.Append("\\z").ToString();
    }
}
