using System.Text;

namespace HostTools.Activation;

/// <summary>A block of our lines between two marker lines in a file that is otherwise somebody else's. Works on bytes: nothing else changes.</summary>
/// <remarks>
/// A file whose last line has no end keeps that: the block then follows a line end of ours and has none itself, which is also how
/// removing it knows what to take away. The block's line ends are those of the file.
/// </remarks>
internal sealed class BlockText
{
    private readonly byte[] _file;
    private readonly int _start;
    private readonly int _end;

    private BlockText(byte[] file, int start, int end) => (_file, _start, _end) = (file, start, end);

    /// <summary>The file has a block.</summary>
    public bool IsPresent => _start >= 0;

    /// <summary>The lines between the markers with plain line ends; empty when there is no block.</summary>
    public byte[] Inner { get; private init; } = [];

    /// <summary>First marker line.</summary>
    public static string Begin(string prefix) => $"{prefix} BEGIN hosttools";

    /// <summary>Last marker line.</summary>
    public static string End(string prefix) => $"{prefix} END hosttools";

    /// <summary>Content that would be taken for a marker cannot be put between them.</summary>
    public static bool HasMarker(ReadOnlySpan<byte> content, string prefix)
    {
        string text = Encoding.UTF8.GetString(content);
        return text.Split('\n').Any(line => line.TrimEnd('\r') == Begin(prefix) || line.TrimEnd('\r') == End(prefix));
    }

    /// <summary>Finds the block; null when the markers are not exactly one pair in order.</summary>
    public static BlockText? Parse(byte[] file, string prefix)
    {
        byte[] begin = Encoding.UTF8.GetBytes(Begin(prefix));
        byte[] end = Encoding.UTF8.GetBytes(End(prefix));
        int first = -1;
        int inner = -1;
        int innerEnd = -1;
        int last = -1;
        for (int at = 0; at < file.Length;)
        {
            int lineEnd = Array.IndexOf(file, (byte)'\n', at);
            int next = lineEnd < 0 ? file.Length : lineEnd + 1;
            ReadOnlySpan<byte> line = file.AsSpan(at, (lineEnd < 0 ? file.Length : lineEnd) - at).TrimEnd((byte)'\r');
            if (line.SequenceEqual(begin))
            {
                if (first >= 0)
                    return null;
                (first, inner) = (at, next);
            }
            else if (line.SequenceEqual(end))
            {
                if (first < 0 || last >= 0)
                    return null;
                (innerEnd, last) = (at, next);
            }

            at = next;
        }

        if (first >= 0 != last >= 0)
            return null;
        return first < 0
            ? new BlockText(file, -1, -1)
            : new BlockText(file, first, last) { Inner = [.. file.AsSpan(inner, innerEnd - inner).ToArray().Where(static b => b != '\r')] };
    }

    /// <summary>The file with the block set to these lines.</summary>
    public byte[] With(ReadOnlySpan<byte> content, string prefix)
    {
        string newline = UsesCarriageReturns() ? "\r\n" : "\n";
        string inner = Encoding.UTF8.GetString(content).Replace("\r\n", "\n", StringComparison.Ordinal);
        if (inner.Length > 0 && !inner.EndsWith('\n'))
            inner += "\n";
        string block = $"{Begin(prefix)}\n{inner}{End(prefix)}".Replace("\n", newline, StringComparison.Ordinal);
        if (IsPresent)
        {
            bool hasEnd = _end > 0 && _file[_end - 1] == '\n';
            return [.. _file.AsSpan(0, _start), .. Encoding.UTF8.GetBytes(hasEnd ? block + newline : block), .. _file.AsSpan(_end)];
        }

        bool isOpen = _file.Length > 0 && _file[^1] != '\n';
        return [.. _file, .. Encoding.UTF8.GetBytes(isOpen ? newline + block : block + newline)];
    }

    /// <summary>The file without the block.</summary>
    public byte[] Without()
    {
        if (!IsPresent)
            return _file;
        int start = _start;
        // A block without a line end at the end of the file brought the line end before it.
        if (_end == _file.Length && _file[^1] != '\n' && start > 0)
            start -= start > 1 && _file[start - 2] == '\r' ? 2 : 1;
        return [.. _file.AsSpan(0, start), .. _file.AsSpan(_end)];
    }

    private bool UsesCarriageReturns() => Array.IndexOf(_file, (byte)'\n') is > 0 and var at && _file[at - 1] == '\r';
}
