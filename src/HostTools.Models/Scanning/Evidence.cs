using System.Text;
using System.Text.RegularExpressions;
using HostTools.Platform;

namespace HostTools.Models.Scanning;

/// <summary>Makes what a file says fit to be shown: short, printable, and without what looks like a token.</summary>
internal static partial class Evidence
{
    public const int MaxLength = 120;

    /// <summary>The text with control characters escaped, tokens hidden, cut to <see cref="MaxLength"/>.</summary>
    public static string Of(string text)
    {
        string hidden = Token().Replace(KnownSecrets.Hide(text.Length > 4096 ? text[..4096] : text), "(hidden)");
        var shown = new StringBuilder();
        foreach (char c in hidden)
        {
            string piece = c is (>= ' ' and <= '~') or '…' ? c.ToString() : c is '\n' ? "\\n" : c is '\t' ? "\\t" : $"\\u{(int)c:x4}";
            if (shown.Length + piece.Length >= MaxLength)
                return shown.Append('…').ToString();
            shown.Append(piece);
        }

        return shown.ToString();
    }

    /// <summary>The same for a member of an archive or a key, between quotes.</summary>
    public static string Quoted(string text) => $"'{Of(text)}'";

    /// <summary>Tokens of services by their shape.</summary>
    [GeneratedRegex(@"hf_[A-Za-z0-9]{20,}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|sk-[A-Za-z0-9_-]{20,}|AKIA[0-9A-Z]{16}|xox[abpr]-[A-Za-z0-9-]{10,}|glpat-[A-Za-z0-9_-]{20}|-----BEGIN [A-Z ]*PRIVATE KEY-----", RegexOptions.NonBacktracking)]
    public static partial Regex Token();
}
