using System.Buffers;

namespace HostTools.Models.Scanning.Pickle;

/// <summary>
/// Looks for pickles that do not stand at the start of a file: a loader may seek to them, and the real machine runs what comes before a broken
/// end. A place counts when what stands there, taken as opcodes, calls something forbidden.
/// </summary>
internal static class PickleSearch
{
    private const int MostOpcodes = 4096;
    private const int LongestName = 256;

    // Opcodes in all: what looks like thousands of beginnings is a file made against us.
    private const long Budget = 20_000_000;

    /// <summary>First bytes from which an import can be reached: PROTO, GLOBAL, INST, and text for STACK_GLOBAL.</summary>
    private static readonly SearchValues<byte> s_first = SearchValues.Create(0x80, (byte)'(', (byte)'c', (byte)'i', 0x8C, (byte)'X', (byte)'V', (byte)'S', (byte)'U');

    public static void Scan(FileScan scan, ByteReader bytes, long start)
    {
        long opcodes = 0;
        for (long position = start; position < bytes.Length;)
        {
            scan.Token.ThrowIfCancellationRequested();
            bytes.Position = position;
            ReadOnlySpan<byte> part = bytes.Peek(32768);
            long next = position + part.Length;
            int overlap = next < bytes.Length ? Math.Min(LongestName, part.Length - 1) : 0;
            for (int i = 0; i < part.Length - overlap;)
            {
                int found = part[i..(part.Length - overlap)].IndexOfAny(s_first);
                if (found < 0)
                    break;
                i += found;
                if (!MayBegin(part[i..]))
                {
                    i++;
                    continue;
                }

                if (Try(scan, bytes, position + i, ref opcodes))
                    return;
                if (opcodes > Budget)
                {
                    scan.NotScanned("too much of the file looks like pickles; the rest was not searched");
                    return;
                }

                // The machine used the buffer.
                bytes.Position = position;
                part = bytes.Peek(32768);
                i++;
            }

            position = next - overlap;
            if (overlap == 0)
                break;
        }
    }

    /// <summary>A pickle that shows its beginning is run as Python would; of others only clear calls count: prose may look like opcodes.</summary>
    private static bool Try(FileScan scan, ByteReader bytes, long start, ref long opcodes)
    {
        bytes.Position = start;
        var machine = new PickleMachine(scan, bytes, isLenient: bytes.Peek(1)[0] != 0x80);
        PickleEnd end = machine.Run(start, MostOpcodes);
        opcodes += end.Opcodes + 1;
        if (!end.HasForbiddenCalls || !(machine.Findings.HasDangerousCalls || (end.Outcome == PickleOutcome.Stopped && end.Opcodes > 5)))
            return false;
        scan.Report(PickleRules.Hidden, start, $"A pickle stands at byte {start}, behind other data.");
        machine.Findings.ReportTo(scan);
        return true;
    }

    /// <summary>Cheap and certain tests that leave little of ordinary data.</summary>
    private static bool MayBegin(ReadOnlySpan<byte> bytes) => bytes[0] switch
    {
        0x80 => bytes is [_, <= 5, _, ..],
        (byte)'c' or (byte)'i' => IsName(bytes[1..], out int used) && IsName(bytes[(1 + used)..], out _),
        0x8C or (byte)'U' => bytes.Length > 2 && bytes[1] is > 0 and < 128 && bytes.Length > 2 + bytes[1] && IsIdentifier(bytes.Slice(2, bytes[1])),
        (byte)'X' => bytes is [_, > 0 and < 128, 0, 0, 0, ..] && bytes.Length > 5 + bytes[1] && IsIdentifier(bytes.Slice(5, bytes[1])),
        (byte)'V' => IsName(bytes[1..], out _),
        (byte)'S' => bytes.Length > 4 && bytes[1] is (byte)'\'' or (byte)'"' && IsQuoted(bytes[1..]),
        (byte)'(' => bytes.Length > 1 && bytes[1] is not (byte)'(' && MayBegin(bytes[1..]),
        _ => false,
    };

    private static bool IsQuoted(ReadOnlySpan<byte> bytes)
    {
        int end = bytes[..Math.Min(bytes.Length, LongestName)].IndexOf((byte)'\n');
        return end > 2 && bytes[end - 1] == bytes[0] && IsIdentifier(bytes[1..(end - 1)]);
    }

    private static bool IsName(ReadOnlySpan<byte> bytes, out int used)
    {
        int end = bytes[..Math.Min(bytes.Length, LongestName)].IndexOf((byte)'\n');
        used = end + 1;
        return end > 0 && IsIdentifier(bytes[..end]);
    }

    /// <summary>Letters, digits, underscores and dots, not beginning with a digit.</summary>
    private static bool IsIdentifier(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || char.IsAsciiDigit((char)bytes[0]))
            return false;
        foreach (byte b in bytes)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b is not ((byte)'_' or (byte)'.'))
                return false;
        }

        return true;
    }
}
