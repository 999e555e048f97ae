using HostTools.Platform;

namespace HostTools.Configuration.Expressions.Nodes;

/// <summary>An element that is read from its list or map when the variable of a macro is first used.</summary>
internal sealed class CelLazyElement
{
    private ICelList? _list;
    private ICelMap? _map;
    private object _at = 0L;

    public CelLazyElement At(ICelList list, int index)
    {
        (_list, _at) = (list, (long)index);
        return this;
    }

    public CelLazyElement At(ICelMap map, object key)
    {
        (_map, _at) = (map, key);
        return this;
    }

    public object? Read()
    {
        if (_list != null)
            return _list[(int)(long)_at];
        _map!.TryGetValue(_at, out object? value);
        return value;
    }
}

/// <summary>Goes over a list or map for a macro, with one variable or two.</summary>
internal abstract class ComprehensionNode(CelNode range, int first, int second, int start, int end) : CelNode(start, end)
{
    public CelNode Range => range;

    /// <summary>The error for what has no elements; null for a list or a map.</summary>
    public CelEvaluationException? Mismatch(object? over) => over switch
    {
        ICelList or ICelMap => null,
        Secret secret => CelSecrets.Used(range, secret),
        _ => range.Error(CelErrors.WrongType, $"A macro goes over a list or a map, not over {CelValue.WithArticle(over)}.{Hint(over)}"),
    };

    public sealed override object? Evaluate(CelFrame frame)
    {
        frame.Step(this);
        object? over = range.Evaluate(frame);
        object state = Begin();
        var lazy = new CelLazyElement();
        switch (over)
        {
            case ICelList list:
                int count = list.Count;
                for (int i = 0; i < count; i++)
                {
                    frame.Step(this);
                    frame.Slots[second < 0 ? first : second] = list is CelList known ? known[i] : lazy.At(list, i);
                    if (second >= 0)
                        frame.Slots[first] = (long)i;
                    if (!Next(frame, (long)i, state))
                        break;
                }

                break;
            case ICelMap map:
                foreach (object key in map.Keys)
                {
                    frame.Step(this);
                    frame.Slots[first] = key;
                    if (second >= 0)
                        frame.Slots[second] = lazy.At(map, key);
                    if (!Next(frame, key, state))
                        break;
                }

                break;
            default:
                // A list and a map are all there is to go over.
                throw Mismatch(over)!;
        }

        return Finish(state);
    }

    protected abstract object Begin();

    /// <summary>One turn; false ends the loop.</summary>
    protected abstract bool Next(CelFrame frame, object key, object state);

    protected abstract object? Finish(object state);

    private static string Hint(object? over) => over switch
    {
        null => " Test it for null first.",
        long => " Numbers from 0 come from lists.range(n).",
        CelOptional => " Take the value out of the optional with orValue([]).",
        _ => "",
    };
}

/// <summary><c>all</c> and <c>exists</c>: the first element that decides wins, also over elements that fail.</summary>
internal sealed class QuantifierNode(bool isExists, CelNode range, int first, int second, CelNode body, int start, int end)
    : ComprehensionNode(range, first, second, start, end)
{
    protected override object Begin() => new State();

    protected override bool Next(CelFrame frame, object key, object state)
    {
        try
        {
            bool decided = CelTruth.Of(body, body.Evaluate(frame), isExists ? "exists" : "all") == isExists;
            ((State)state).Decided = decided;
            return !decided;
        }
        catch (CelEvaluationException error) when (error.CanBeAbsorbed)
        {
            ((State)state).Failure ??= error;
            frame.Absorbed(this);
            return true;
        }
    }

    protected override object? Finish(object state)
    {
        var result = (State)state;
        if (!result.Decided && result.Failure != null)
            throw result.Failure;
        return CelValue.Of(result.Decided == isExists);
    }

    private sealed class State
    {
        public bool Decided { get; set; }

        public CelEvaluationException? Failure { get; set; }
    }
}

/// <summary><c>exists_one</c> and <c>existsOne</c>: whether exactly one element fits; all are looked at.</summary>
internal sealed class ExistsOneNode(CelNode range, int first, int second, CelNode body, int start, int end)
    : ComprehensionNode(range, first, second, start, end)
{
    protected override object Begin() => new int[1];

    protected override bool Next(CelFrame frame, object key, object state)
    {
        if (CelTruth.Of(body, body.Evaluate(frame), "exists_one"))
            ((int[])state)[0]++;
        return true;
    }

    protected override object? Finish(object state) => CelValue.Of(((int[])state)[0] == 1);
}

/// <summary><c>map</c>, <c>filter</c> and <c>transformList</c>: a list of what is computed for the elements that pass.</summary>
internal sealed class TransformListNode(CelNode range, int first, int second, CelNode? filter, CelNode body, int start, int end)
    : ComprehensionNode(range, first, second, start, end)
{
    protected override object Begin() => new List<object?>();

    protected override bool Next(CelFrame frame, object key, object state)
    {
        if (filter != null && !CelTruth.Of(filter, filter.Evaluate(frame), "filter"))
            return true;
        frame.ProduceElements(this, 1);
        ((List<object?>)state).Add(body.Evaluate(frame));
        return true;
    }

    protected override object? Finish(object state) => CelList.From((List<object?>)state);
}

/// <summary><c>transformMap</c>: a map with the same keys and computed values.</summary>
internal sealed class TransformMapNode(CelNode range, int first, int second, CelNode? filter, CelNode body, int start, int end)
    : ComprehensionNode(range, first, second, start, end)
{
    protected override object Begin() => new CelMap();

    protected override bool Next(CelFrame frame, object key, object state)
    {
        if (filter != null && !CelTruth.Of(filter, filter.Evaluate(frame), "transformMap"))
            return true;
        frame.ProduceElements(this, 1);
        ((CelMap)state).Add(key, body.Evaluate(frame));
        return true;
    }

    protected override object? Finish(object state) => state;
}

/// <summary><c>transformMapEntry</c>: a map of the entries that are computed for each element.</summary>
internal sealed class TransformEntryNode(CelNode range, int first, int second, CelNode? filter, CelNode body, int start, int end)
    : ComprehensionNode(range, first, second, start, end)
{
    protected override object Begin() => new CelMap();

    protected override bool Next(CelFrame frame, object key, object state)
    {
        if (filter != null && !CelTruth.Of(filter, filter.Evaluate(frame), "transformMapEntry"))
            return true;
        object? made = body.Evaluate(frame);
        if (made is not ICelMap entries)
            throw body.Error(CelErrors.WrongType, $"transformMapEntry() takes a map of new entries such as {{key: value}}, not {CelValue.WithArticle(made)}.");
        foreach (object entry in entries.Keys)
        {
            frame.ProduceElements(this, 1);
            entries.TryGetValue(entry, out object? value);
            if (!((CelMap)state).TryAdd(entry, value))
                throw body.Error(CelErrors.BadValue, $"The key {Syntax.CelDisplay.Key(entry)} is in the map twice.");
        }

        return true;
    }

    protected override object? Finish(object state) => state;
}
