namespace HostTools.Models;

/// <summary>Which segments of a file are here, which are being fetched, and which are next: always the first ones, so that hashing can follow. Thread-safe.</summary>
/// <param name="size">Bytes of the file.</param>
/// <param name="segment">Bytes of a segment; the last may be shorter.</param>
/// <param name="watermark">Moved when there is no gap before it.</param>
internal sealed class SegmentPlan(long size, int segment, Watermark watermark)
{
    private const byte Free = 0;
    private const byte Taken = 1;
    private const byte Done = 2;

    private readonly Lock _lock = new();
    private readonly byte[] _states = new byte[(size + segment - 1) / segment];
    private int _first;

    /// <summary>How many segments there are.</summary>
    public int Count => _states.Length;

    /// <summary>Bytes of a segment.</summary>
    public int Segment => segment;

    /// <summary>Where a segment begins.</summary>
    public long StartOf(int index) => (long)index * segment;

    /// <summary>Where a segment ends.</summary>
    public long EndOf(int index) => Math.Min(StartOf(index + 1), size);

    /// <summary>All are here.</summary>
    public bool IsComplete
    {
        get
        {
            lock (_lock)
                return _first == _states.Length;
        }
    }

    /// <summary>Takes the next segments that nobody has, at most so many in a row; 0 when there are none.</summary>
    public int Take(int most, out int index)
    {
        lock (_lock)
        {
            index = Array.IndexOf(_states, Free, _first);
            if (index < 0)
                return 0;
            int count = 0;
            while (count < most && index + count < _states.Length && _states[index + count] == Free)
                _states[index + count++] = Taken;
            return count;
        }
    }

    /// <summary>A segment is written.</summary>
    public void Complete(int index)
    {
        lock (_lock)
        {
            _states[index] = Done;
            while (_first < _states.Length && _states[_first] == Done)
                _first++;
            watermark.MoveTo(Math.Min(StartOf(_first), size));
        }
    }
}
