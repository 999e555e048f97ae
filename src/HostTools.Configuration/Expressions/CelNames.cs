using System.Text;

namespace HostTools.Configuration.Expressions;

/// <summary>Spelling of names: which need quotes.</summary>
internal static class CelNames
{
    public static bool IsIdentifierStart(char c) => char.IsAsciiLetter(c) || c == '_';

    public static bool IsIdentifierPart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    public static bool IsIdentifier(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || !IsIdentifierStart(name[0]))
            return false;
        foreach (char c in name)
        {
            if (!IsIdentifierPart(c))
                return false;
        }

        return true;
    }

    /// <summary>Characters that a backquoted selector may hold.</summary>
    public static bool IsQuotablePart(char c) => IsIdentifierPart(c) || c is '-' or '.' or '/' or ' ' or ':' or '@' or '+';

    public static string Path(string root, IReadOnlyList<string> segments)
    {
        if (segments.Count == 0)
            return root;
        var text = new StringBuilder(root);
        foreach (string segment in segments)
            AppendSelector(text, segment);
        return text.ToString();
    }

    public static string Selector(string name)
    {
        var text = new StringBuilder();
        AppendSelector(text, name);
        return text.ToString();
    }

    private static void AppendSelector(StringBuilder text, string name)
    {
        if (IsIdentifier(name))
            text.Append('.').Append(name);
        else if (name.Length > 0 && name.All(IsQuotablePart))
            text.Append(".`").Append(name).Append('`');
        else
            text.Append("[\"").Append(name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append("\"]");
    }
}
