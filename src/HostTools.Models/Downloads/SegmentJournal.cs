using System.Globalization;
using System.Text;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>
/// Remembers beside a part which of its segments are whole: a line that says what the part is of, then one byte for each segment. A byte is written
/// after the segment it stands for, so a process that is killed loses what it was just fetching and nothing else. What the disk may have lost with
/// the machine is not believed: after another boot only what was flushed counts.
/// </summary>
internal sealed class SegmentJournal : IDisposable
{
    private const byte Absent = (byte)'.';
    private const byte Written = (byte)'w';
    private const byte Flushed = (byte)'f';
    private const int Private = 0x180;
    private const int LongestHead = 4096;

    private readonly FileStream _file;
    private readonly int _head;
    private readonly byte[] _states;
    private readonly Lock _lock = new();

    private SegmentJournal(FileStream file, int head, byte[] states) => (_file, _head, _states) = (file, head, states);

    /// <summary>Segments that are whole.</summary>
    public IEnumerable<int> Done => Enumerable.Range(0, _states.Length).Where(index => _states[index] != Absent);

    /// <summary>Opens the journal of a part, or begins a new one when it is of something else.</summary>
    /// <param name="root">Where it is.</param>
    /// <param name="path">Its path.</param>
    /// <param name="identity">What the part is of: hash or validator.</param>
    /// <param name="plan">How it is divided.</param>
    /// <param name="size">Bytes of the whole file.</param>
    /// <param name="partSize">Bytes of the part as it lies there; what is beyond is not believed.</param>
    public static SegmentJournal Open(Root root, string path, string identity, SegmentPlan plan, long size, long partSize)
    {
        FileStream file = root.OpenOrCreate(path, Private);
        try
        {
            string same = string.Create(CultureInfo.InvariantCulture, $"hosttools-part 1 {size} {plan.Segment} {Convert.ToHexStringLower(Encoding.UTF8.GetBytes(identity))} ");
            byte[] head = Encoding.ASCII.GetBytes($"{same}{Unsettled.CurrentBootId}\n");
            byte[] states = Read(file, same, plan, partSize) ?? [.. Enumerable.Repeat(Absent, plan.Count)];
            file.SetLength(0);
            RandomAccess.Write(file.SafeFileHandle, head, 0);
            RandomAccess.Write(file.SafeFileHandle, states, head.Length);
            return new SegmentJournal(file, head.Length, states);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Bytes that a journal says are whole, without looking whether they are of the right thing.</summary>
    public static long BytesIn(ReadOnlySpan<byte> journal)
    {
        int line = journal.IndexOf((byte)'\n');
        string[] words = line < 0 ? [] : Encoding.ASCII.GetString(journal[..line]).Split(' ');
        return words.Length > 3 && long.TryParse(words[3], NumberStyles.None, CultureInfo.InvariantCulture, out long segment)
            ? (journal[(line + 1)..].Length - (long)journal[(line + 1)..].Count(Absent)) * segment
            : 0;
    }

    /// <summary>A segment is whole.</summary>
    public void Mark(int index)
    {
        lock (_lock)
        {
            _states[index] = Written;
            RandomAccess.Write(_file.SafeFileHandle, [Written], _head + index);
        }
    }

    /// <summary>Makes sure that what is whole now is still there after a crash of the machine.</summary>
    public void Flush(FileStream part)
    {
        int[] whole = [.. Done];
        RandomAccess.FlushToDisk(part.SafeFileHandle);
        lock (_lock)
        {
            foreach (int index in whole)
                _states[index] = Flushed;
            RandomAccess.Write(_file.SafeFileHandle, _states, _head);
        }

        RandomAccess.FlushToDisk(_file.SafeFileHandle);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static byte[]? Read(FileStream file, string same, SegmentPlan plan, long partSize)
    {
        if (file.Length > LongestHead + plan.Count)
            return null;
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        int line = Array.IndexOf(bytes, (byte)'\n');
        if (line < 0 || bytes.Length != line + 1 + plan.Count || !Encoding.ASCII.GetString(bytes, 0, line).StartsWith(same, StringComparison.Ordinal))
            return null;
        bool isSameBoot = Encoding.ASCII.GetString(bytes, same.Length, line - same.Length) is { Length: > 0 } boot && boot == Unsettled.CurrentBootId;
        byte[] states = bytes[(line + 1)..];
        for (int index = 0; index < states.Length; index++)
        {
            bool isBelieved = states[index] == Flushed || (states[index] == Written && isSameBoot);
            if (!isBelieved || plan.EndOf(index) > partSize)
                states[index] = Absent;
        }

        return states;
    }
}
