using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace HostTools.Machine.Adoption;

/// <summary>Names and texts as a person would write them in a configuration tree.</summary>
internal static partial class TreeText
{
    private static readonly HashSet<string> s_words = new(StringComparer.OrdinalIgnoreCase) { "null", "true", "false", "yes", "no", "on", "off", "y", "n" };

    /// <summary>A text as a scalar: without quotes where nothing can be misread.</summary>
    public static string Scalar(string text) => PlainScalar().IsMatch(text) && !s_words.Contains(text) ? text : Quoted(text);

    /// <summary>A name as a key: with quotes where dots would split it.</summary>
    public static string Key(string name) => PlainKey().IsMatch(name) && !s_words.Contains(name) ? name : Quoted(name);

    /// <summary>Texts as a list on one line.</summary>
    public static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Scalar))}]";

    /// <summary>What a comment can hold: one line without control characters.</summary>
    public static string Comment(string text) => string.Concat(text.Select(static letter => char.IsControl(letter) ? ' ' : letter));

    /// <summary>Permission bits.</summary>
    public static string Mode(int mode) => Convert.ToString(mode, 8).PadLeft(4, '0');

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char letter in text.Replace("${{", "$${{", StringComparison.Ordinal))
        {
            if (letter is '"' or '\\')
                quoted.Append('\\').Append(letter);
            else if (char.IsControl(letter) || letter is '\u2028' or '\u2029' or '\uFEFF' || char.IsSurrogate(letter))
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
            else
                quoted.Append(letter);
        }

        return quoted.Append('"').ToString();
    }

    [GeneratedRegex(@"^(\./)?[A-Za-z/_][A-Za-z0-9_/@.+=:-]*(?<!:)$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainScalar();

    [GeneratedRegex("^[A-Za-z/_][A-Za-z0-9_/@-]*$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainKey();
}
