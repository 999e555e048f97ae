namespace HostTools.Models.Scanning.Pickle;

/// <summary>
/// The stack with its marks. A lenient one, for pickles whose beginning is not known, gives unknown values where the real one would fail.
/// </summary>
internal sealed class PickleStack(bool isLenient, int limit)
{
    private readonly List<int> _marks = [];
    private PickleValue[] _values = new PickleValue[64];
    private int _count;

    public int Count => _count;

    /// <summary>Values above the last mark, or all of them.</summary>
    private int Floor => _marks.Count > 0 ? _marks[^1] : 0;

    public void Push(PickleValue value)
    {
        if (_count == _values.Length)
        {
            if (_count >= limit)
                throw new PickleLimitException("the pickle has too many values at once");
            Array.Resize(ref _values, Math.Min(limit, _count * 2));
        }

        _values[_count++] = value;
    }

    public PickleValue Pop()
    {
        if (_count > Floor)
            return _values[--_count];
        return isLenient ? PickleValue.Unknown : throw new PickleBrokenException("the stack is empty");
    }

    public PickleValue Peek()
    {
        if (_count > Floor)
            return _values[_count - 1];
        return isLenient ? PickleValue.Unknown : throw new PickleBrokenException("the stack is empty");
    }

    public void Mark()
    {
        if (_marks.Count >= limit)
            throw new PickleLimitException("the pickle has too many marks");
        _marks.Add(_count);
    }

    /// <summary>POP: takes the last value, or the mark when nothing is above it.</summary>
    public void Drop()
    {
        if (_count > Floor)
            _count--;
        else if (_marks.Count > 0)
            _marks.RemoveAt(_marks.Count - 1);
        else if (!isLenient)
            throw new PickleBrokenException("the stack is empty");
    }

    /// <summary>Takes everything above the last mark, and the mark; where it began is known only when there was a mark.</summary>
    public PickleItems PopToMark(out bool hadMark)
    {
        hadMark = _marks.Count > 0;
        if (!hadMark && !isLenient)
            throw new PickleBrokenException("there is no mark");
        var items = new PickleItems();
        int floor = Floor;
        for (int i = floor; i < _count; i++)
            items.Add(_values[i]);
        _count = floor;
        if (hadMark)
            _marks.RemoveAt(_marks.Count - 1);
        return items;
    }
}

/// <summary>The real machine would stop here, too.</summary>
internal sealed class PickleBrokenException(string why) : Exception(why);

/// <summary>A limit of ours is reached.</summary>
internal sealed class PickleLimitException(string why) : Exception(why);
