namespace HostTools.Models.Scanning.Pickle;

/// <summary>The memo: dense where the numbers are, as every writer has them, a dictionary where they jump.</summary>
internal sealed class PickleMemo(int limit)
{
    private readonly Dictionary<long, PickleValue> _far = [];
    private PickleValue[] _near = [];
    private int _nearEnd;

    /// <summary>How many different numbers were put; MEMOIZE uses it as the next number.</summary>
    public int Count { get; private set; }

    public void Put(long index, PickleValue value)
    {
        if (Count >= limit)
            throw new PickleLimitException("the memo of the pickle has too many values");
        if (index == _nearEnd && !_far.ContainsKey(index))
        {
            if (_nearEnd == _near.Length)
                Array.Resize(ref _near, Math.Max(16, _near.Length * 2));
            _near[_nearEnd++] = value;
            Count++;
        }
        else if (index >= 0 && index < _nearEnd)
        {
            _near[index] = value;
        }
        else
        {
            if (!_far.ContainsKey(index))
                Count++;
            _far[index] = value;
        }
    }

    public bool TryGet(long index, out PickleValue value)
    {
        if (index >= 0 && index < _nearEnd)
        {
            value = _near[index];
            return true;
        }

        return _far.TryGetValue(index, out value);
    }
}
