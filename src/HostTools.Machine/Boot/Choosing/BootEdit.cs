using System.Text;

namespace HostTools.Machine.Boot;

/// <summary>Changes one line of a file, or adds one; every other byte stays.</summary>
internal static class BootEdit
{
    /// <summary>The file with a line in the place of another, which keeps its blanks in front and its end.</summary>
    public static BootChange Replace(string path, byte[] bytes, BootLine line, string text)
    {
        if (line.Text == text)
            return new BootChange([]);
        string raw = Encoding.UTF8.GetString(line.Raw.Span);
        int start = raw.Length - raw.TrimStart(' ', '\t').Length;
        string end = raw.EndsWith("\r\n", StringComparison.Ordinal) ? "\r\n" : raw.EndsWith('\n') ? "\n" : string.Empty;
        byte[] content = [.. bytes.AsSpan(0, line.Offset), .. Encoding.UTF8.GetBytes(raw[..start] + text + end), .. bytes.AsSpan(line.End)];
        return new BootChange([$"  {path}", $"- {line.Text}", $"+ {text}"]) { File = path, Content = content };
    }

    /// <summary>The file with a line in front of all others.</summary>
    public static BootChange AddFirst(string path, byte[] bytes, string text) =>
        new([$"  {path}", $"+ {text}"]) { File = path, Content = [.. Encoding.UTF8.GetBytes(text + NewLine(bytes)), .. bytes] };

    /// <summary>The file with a line behind all others.</summary>
    public static BootChange AddLast(string path, byte[] bytes, string text)
    {
        string newline = NewLine(bytes);
        string before = bytes.Length > 0 && bytes[^1] != '\n' ? newline : string.Empty;
        return new BootChange([$"  {path}", $"+ {text}"]) { File = path, Content = [.. bytes, .. Encoding.UTF8.GetBytes(before + text + newline)] };
    }

    private static string NewLine(byte[] bytes) => Array.IndexOf(bytes, (byte)'\n') is > 0 and var at && bytes[at - 1] == '\r' ? "\r\n" : "\n";
}
