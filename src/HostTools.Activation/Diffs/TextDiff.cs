using System.Globalization;
using System.Text;
using DiffPlex;
using DiffPlex.Model;

namespace HostTools.Activation;

/// <summary>Unified text diffs for people; what is not text or too large is told in one line.</summary>
public static class TextDiff
{
    /// <summary>Content above this is not compared line by line.</summary>
    public const int MaximumSize = 256 << 10;

    private const int Context = 3;
    private const int MaximumLines = 2000;

    /// <summary>The difference between two contents; null stands for content that is absent, or too large to have been read.</summary>
    public static string? Between(byte[]? old, byte[]? now, string path, long oldSize, long newSize)
    {
        if ((old is null && oldSize > 0) || (now is null && newSize > 0) || oldSize > MaximumSize || newSize > MaximumSize)
            return Summary("large", oldSize, newSize);
        old ??= [];
        now ??= [];
        if (old.AsSpan().SequenceEqual(now))
            return null;
        return Decode(old) is { } before && Decode(now) is { } after ? Unified(before, after, path) : Summary("binary", oldSize, newSize);
    }

    private static string Summary(string sort, long oldSize, long newSize) => oldSize == 0
        ? string.Create(CultureInfo.InvariantCulture, $"({sort} content, {newSize} bytes)")
        : string.Create(CultureInfo.InvariantCulture, $"({sort} content, {oldSize} bytes become {newSize})");

    private static string? Decode(byte[] bytes)
    {
        if (bytes.AsSpan().Contains((byte)0))
            return null;
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static string Unified(string old, string now, string path)
    {
        string[] oldLines = Lines(old);
        string[] newLines = Lines(now);
        DiffResult result = new Differ().CreateCustomDiffs(
            string.Join('\n', oldLines), string.Join('\n', newLines), false, static lines => lines.Length == 0 ? [] : lines.Split('\n'));
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"--- {path}\n+++ {path}\n");
        IList<DiffBlock> blocks = result.DiffBlocks;
        for (int first = 0; first < blocks.Count;)
        {
            int last = first;
            while (last + 1 < blocks.Count && blocks[last + 1].DeleteStartA - (blocks[last].DeleteStartA + blocks[last].DeleteCountA) <= 2 * Context)
                last++;
            AppendHunk(text, blocks, first, last, oldLines, newLines);
            first = last + 1;
        }

        return Shortened(text.ToString().TrimEnd('\n'));
    }

    private static string Shortened(string diff)
    {
        string[] lines = diff.Split('\n');
        return lines.Length <= MaximumLines
            ? diff
            : string.Create(CultureInfo.InvariantCulture, $"{string.Join('\n', lines[..MaximumLines])}\n(and {lines.Length - MaximumLines} more lines)");
    }

    private static void AppendHunk(StringBuilder text, IList<DiffBlock> blocks, int first, int last, string[] oldLines, string[] newLines)
    {
        int oldStart = Math.Max(0, blocks[first].DeleteStartA - Context);
        int oldEnd = Math.Min(oldLines.Length, blocks[last].DeleteStartA + blocks[last].DeleteCountA + Context);
        int newStart = blocks[first].InsertStartB - (blocks[first].DeleteStartA - oldStart);
        int newEnd = blocks[last].InsertStartB + blocks[last].InsertCountB + (oldEnd - blocks[last].DeleteStartA - blocks[last].DeleteCountA);
        text.Append(CultureInfo.InvariantCulture,
            $"@@ -{Start(oldStart, oldEnd)},{oldEnd - oldStart} +{Start(newStart, newEnd)},{newEnd - newStart} @@\n");
        int at = oldStart;
        for (int i = first; i <= last; i++)
        {
            DiffBlock block = blocks[i];
            for (; at < block.DeleteStartA; at++)
                AppendLine(text, ' ', oldLines[at]);
            for (; at < block.DeleteStartA + block.DeleteCountA; at++)
                AppendLine(text, '-', oldLines[at]);
            for (int line = 0; line < block.InsertCountB; line++)
                AppendLine(text, '+', newLines[block.InsertStartB + line]);
        }

        for (; at < oldEnd; at++)
            AppendLine(text, ' ', oldLines[at]);
    }

    private static int Start(int start, int end) => start == end ? start : start + 1;

    /// <summary>Control characters are shown, so that content cannot drive the terminal it is looked at in.</summary>
    private static void AppendLine(StringBuilder text, char sign, string line)
    {
        text.Append(sign);
        foreach (char c in line)
            text.Append(c == '\t' || !char.IsControl(c) ? c.ToString() : c == '\u007F' ? "^?" : c < ' ' ? "^" + (char)(c + '@') : "?");
        text.Append('\n');
    }

    /// <summary>Lines of a text; a last line without an end says so, a file without content has none.</summary>
    private static string[] Lines(string text)
    {
        if (text.Length == 0)
            return [];
        string[] lines = text.Split('\n');
        if (lines[^1].Length == 0)
            return lines[..^1];
        lines[^1] += " \\ no newline at the end";
        return lines;
    }
}
