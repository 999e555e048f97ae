using System.Globalization;
using System.Text;

namespace HostTools.Configuration.Expressions.Functions;

/// <summary>Paths and words as Unix tools spell them.</summary>
internal static class CelPaths
{
    /// <summary>As dirname(1): <c>/a/b/</c> gives <c>/a</c>, <c>a</c> gives <c>.</c>.</summary>
    public static string Directory(string path)
    {
        string trimmed = path.TrimEnd('/');
        if (trimmed.Length == 0)
            return path.Length > 0 ? "/" : ".";
        int slash = trimmed.LastIndexOf('/');
        if (slash < 0)
            return ".";
        string parent = trimmed[..slash].TrimEnd('/');
        return parent.Length > 0 ? parent : "/";
    }

    /// <summary>As basename(1): <c>/a/b/</c> gives <c>b</c>.</summary>
    public static string BaseName(string path)
    {
        string trimmed = path.TrimEnd('/');
        return trimmed.Length == 0 ? (path.Length > 0 ? "/" : "") : trimmed[(trimmed.LastIndexOf('/') + 1)..];
    }

    /// <summary>One word for a POSIX shell; left as it is when nothing in it is special.</summary>
    public static string ShellQuote(string word)
    {
        bool isPlain = word.Length > 0 && word.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or ':' or '=' or '@' or '%' or '+' or ',');
        return isPlain ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    /// <summary>As systemd-escape(1), with <c>--path</c> for paths; null for a path that has no name.</summary>
    public static string? SystemdEscape(string text, bool isPath)
    {
        if (isPath)
        {
            string[] steps = text.Split('/', StringSplitOptions.RemoveEmptyEntries);
            steps = Array.FindAll(steps, static step => step != ".");
            if (Array.Exists(steps, static step => step == ".."))
                return null;
            if (steps.Length == 0)
                return "-";
            text = string.Join('/', steps);
        }

        var escaped = new StringBuilder();
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            char c = (char)b;
            bool isPlain = char.IsAsciiLetterOrDigit(c) || c is ':' or '_' || (c == '.' && escaped.Length > 0);
            if (c == '/')
                escaped.Append('-');
            else if (isPlain)
                escaped.Append(c);
            else
                escaped.Append(CultureInfo.InvariantCulture, $"\\x{b:x2}");
        }

        return escaped.ToString();
    }
}
