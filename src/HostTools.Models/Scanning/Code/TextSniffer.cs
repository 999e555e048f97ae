using System.Text;
using System.Text.RegularExpressions;

namespace HostTools.Models.Scanning.Code;

/// <summary>Tells apart what is written in text.</summary>
internal static partial class TextSniffer
{
    private const int Looked = 16384;

    public static ContentKind Identify(ByteReader bytes)
    {
        bytes.Position = 0;
        ReadOnlySpan<byte> head = bytes.Peek(Looked);
        if (head.StartsWith("\uFEFF"u8))
            head = head[3..];
        if (head.StartsWith("#!"u8))
            return head[..Math.Min(head.Length, 128)].IndexOf("python"u8) >= 0 ? ContentKind.PythonSource : ContentKind.Script;
        ReadOnlySpan<byte> trimmed = head.TrimStart(" \t\r\n"u8);
        if (trimmed is [(byte)'{', ..] && trimmed[1..].TrimStart(" \t\r\n"u8) is [(byte)'"' or (byte)'}', ..])
            return ContentKind.Json;
        if (trimmed is [(byte)'[', ..] && trimmed[1..].TrimStart(" \t\r\n"u8) is [(byte)'"' or (byte)'{' or (byte)'[' or (byte)']' or (>= (byte)'0' and <= (byte)'9'), ..])
            return ContentKind.Json;
        string text = Encoding.UTF8.GetString(head);
        if (IsTemplate(text))
            return ContentKind.Template;
        return IsPython(text) ? ContentKind.PythonSource : ContentKind.Text;
    }

    private static bool IsTemplate(string text) =>
        (text.Contains("{%", StringComparison.Ordinal) || (text.Contains("{{", StringComparison.Ordinal) && text.Contains("}}", StringComparison.Ordinal))) &&
        (text.AsSpan().TrimStart() is ['{', '{' or '%' or '#', ..] || !IsProse(text));

    /// <summary>Prose that quotes code has fences around it, or data about itself in front.</summary>
    private static bool IsProse(string text) => text.Contains("```", StringComparison.Ordinal) || text.StartsWith("---\n", StringComparison.Ordinal);

    private static bool IsPython(string text)
    {
        if (IsProse(text))
            return false;
        int strong = Definition().Count(text), imports = Import().Count(text);
        return strong > 0 || imports > 1 || (imports == 1 && (text.Contains('(', StringComparison.Ordinal) || text.Length < 200)) || OneLine().IsMatch(text);
    }

    [GeneratedRegex(@"^\s*((async )?def [A-Za-z_]\w*\(.*\).*:|class [A-Za-z_]\w*(\(.*\))?:|if __name__ == .+:|@[A-Za-z_][\w.]*(\(.*\))?$|(exec|eval|__import__)\(.*\)\s*$)", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Definition();

    [GeneratedRegex(@"^\s*(import [A-Za-z_][\w.]*( as \w+)?(, *[A-Za-z_][\w.]*( as \w+)?)*|from \.*[A-Za-z_.][\w.]* import [\w*(, ]+)\s*(#.*|;.*)?$", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Import();

    [GeneratedRegex(@"^import [A-Za-z_][\w.]*;", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex OneLine();
}
