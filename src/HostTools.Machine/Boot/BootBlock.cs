using System.Text;

namespace HostTools.Machine.Boot;

/// <summary>Named blocks of ours between marker lines in a file that is otherwise somebody else's. Works on bytes: nothing else changes.</summary>
/// <remarks>
/// A file whose last line has no end gets one before the block, and the block's last line says so: it goes with the block, unless somebody
/// wrote something behind. A block's line ends are those of the file.
/// </remarks>
internal static class BootBlock
{
    private const string BeginMark = "# BEGIN hosttools ";
    private const string EndMark = "# END hosttools ";

    // Behind the last marker line of a block that brought an end to the line before it.
    private const string LineEndNote = " (the line before had no end)";

    /// <summary>Numbers of the lines that are in one of our blocks.</summary>
    public static HashSet<int> LinesIn(BootText text)
    {
        var lines = new HashSet<int>();
        string? open = null;
        foreach (BootLine line in text.Lines)
        {
            if (line.Text.StartsWith(BeginMark, StringComparison.Ordinal))
                open = line.Text[BeginMark.Length..];
            if (open is not null)
                lines.Add(line.Number);
            if (open is not null && IsEnd(line, open))
                open = null;
        }

        return lines;
    }

    /// <summary>The lines of a block with plain line ends; null when there is none.</summary>
    /// <exception cref="FormatException">Its markers are not one pair in order.</exception>
    public static string? Read(byte[] bytes, string name) =>
        Find(bytes, name) is { } at ? Encoding.UTF8.GetString(bytes, at.Inner, at.InnerEnd - at.Inner).Replace("\r", string.Empty, StringComparison.Ordinal) : null;

    /// <summary>The file, which has no such block, with one of these lines.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="name">The block's.</param>
    /// <param name="lines">With plain line ends.</param>
    /// <param name="at">Offset of the line before which it is put; -1 for the end.</param>
    public static byte[] With(byte[] bytes, string name, string lines, int at)
    {
        string newline = UsesCarriageReturns(bytes) ? "\r\n" : "\n";
        string block = $"{BeginMark}{name}\n{lines}{EndMark}{name}".Replace("\n", newline, StringComparison.Ordinal);
        if (at >= 0)
            return [.. bytes.AsSpan(0, at), .. Encoding.UTF8.GetBytes(block + newline), .. bytes.AsSpan(at)];
        bool isOpen = bytes.Length > 0 && bytes[^1] != '\n';
        return [.. bytes, .. Encoding.UTF8.GetBytes(isOpen ? newline + block + LineEndNote + newline : block + newline)];
    }

    /// <summary>The file without the block.</summary>
    /// <exception cref="FormatException">Its markers are not one pair in order.</exception>
    public static byte[] Without(byte[] bytes, string name) =>
        Cut(bytes, name) is { } cut ? [.. bytes.AsSpan(0, cut.Start), .. bytes.AsSpan(cut.Start + cut.Length)] : bytes;

    /// <summary>What removing the block takes out of the file; null when there is none.</summary>
    /// <exception cref="FormatException">Its markers are not one pair in order.</exception>
    public static (int Start, int Length)? Cut(byte[] bytes, string name)
    {
        if (Find(bytes, name) is not { } at)
            return null;
        int start = at.Start;
        if (at.BroughtLineEnd && at.End == bytes.Length && start > 0)
            start -= start > 1 && bytes[start - 2] == '\r' ? 2 : 1;
        return (start, at.End - start);
    }

    private static Place? Find(byte[] bytes, string name)
    {
        BootLine[] marks = [.. BootText.Parse(bytes).Lines.Where(line => line.Text == BeginMark + name || IsEnd(line, name))];
        return marks switch
        {
            [] => null,
            [{ } begin, { } end] when begin.Text == BeginMark + name && IsEnd(end, name) =>
                new Place(begin.Offset, begin.End, end.Offset, end.End, end.Text.EndsWith(LineEndNote, StringComparison.Ordinal)),
            _ => throw new FormatException($"has the marker lines of the block '{name}' more than once or in disorder"),
        };
    }

    private static bool IsEnd(BootLine line, string name) => line.Text == EndMark + name || line.Text == EndMark + name + LineEndNote;

    private static bool UsesCarriageReturns(byte[] bytes) => Array.IndexOf(bytes, (byte)'\n') is > 0 and var at && bytes[at - 1] == '\r';

    private readonly record struct Place(int Start, int Inner, int InnerEnd, int End, bool BroughtLineEnd);
}
