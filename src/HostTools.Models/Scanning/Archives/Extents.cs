namespace HostTools.Models.Scanning.Archives;

/// <summary>Ranges of a file that belong to something.</summary>
internal sealed class Extents
{
    private readonly List<(long Start, long End)> _ranges = [];

    public void Add(long start, long end)
    {
        if (end > start)
            _ranges.Add((start, end));
    }

    /// <summary>Where two of them first share a byte; null when none do.</summary>
    public long? Overlap
    {
        get
        {
            long end = 0;
            foreach ((long start, long last) in Sorted())
            {
                if (start < end)
                    return start;
                end = last;
            }

            return null;
        }
    }

    /// <summary>What lies between them, up to a length.</summary>
    public IEnumerable<(long Start, long End)> Gaps(long length)
    {
        long end = 0;
        foreach ((long start, long last) in Sorted())
        {
            if (start > end)
                yield return (end, Math.Min(start, length));
            end = Math.Max(end, last);
        }

        if (end < length)
            yield return (end, length);
    }

    private List<(long Start, long End)> Sorted()
    {
        _ranges.Sort();
        return _ranges;
    }
}
