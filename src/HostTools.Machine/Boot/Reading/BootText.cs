using System.Text;

namespace HostTools.Machine.Boot;

/// <summary>A text file in lines, each with its bytes as they are.</summary>
internal sealed class BootText
{
    private readonly List<BootLine> _lines = [];

    private BootText(bool hasMark) => HasByteOrderMark = hasMark;

    /// <summary>Lines in order.</summary>
    public IReadOnlyList<BootLine> Lines => _lines;

    /// <summary>The file begins with the mark of UTF-8, which programs of Windows like to write. It is part of the first line.</summary>
    public bool HasByteOrderMark { get; }

    public static BootText Parse(byte[] bytes)
    {
        var text = new BootText(bytes.AsSpan().StartsWith("\uFEFF"u8));
        for (int at = 0; at < bytes.Length;)
        {
            int end = Array.IndexOf(bytes, (byte)'\n', at);
            int next = end < 0 ? bytes.Length : end + 1;
            text._lines.Add(new BootLine(bytes.AsMemory(at, next - at), text._lines.Count + 1, at));
            at = next;
        }

        return text;
    }
}

/// <summary>One line with its end.</summary>
/// <param name="Raw">Its bytes, the end of the line included.</param>
/// <param name="Number">From 1.</param>
/// <param name="Offset">Of its first byte in the file.</param>
internal sealed record BootLine(ReadOnlyMemory<byte> Raw, int Number, int Offset)
{
    /// <summary>Its text without the end and without blanks around it.</summary>
    public string Text { get; } = Encoding.UTF8.GetString(Raw.Span).Trim(' ', '\t', '\r', '\n');

    /// <summary>Offset of the byte after it.</summary>
    public int End => Offset + Raw.Length;
}
