using HostTools.Platform;

namespace HostTools.Configuration.Expressions.Nodes;

/// <summary><c>[a, ?b]</c>.</summary>
internal sealed class ListNode(CelNode[] elements, bool[]? optional, int start, int end) : CelNode(start, end)
{
    public override object? Evaluate(CelFrame frame)
    {
        frame.Step(this);
        frame.ProduceElements(this, elements.Length);
        if (optional != null)
            return WithOptionals(frame, optional);
        object?[] items = new object?[elements.Length];
        for (int i = 0; i < items.Length; i++)
            items[i] = elements[i].Evaluate(frame);
        return CelList.From(items);
    }

    private CelList WithOptionals(CelFrame frame, bool[] optionals)
    {
        List<object?> items = [];
        for (int i = 0; i < elements.Length; i++)
        {
            object? value = elements[i].Evaluate(frame);
            if (!optionals[i])
                items.Add(value);
            else if (MapNode.Optional(elements[i], value) is { HasValue: true } present)
                items.Add(present.Value);
        }

        return CelList.From(items);
    }
}

/// <summary><c>{k: v, ?k: v}</c>.</summary>
internal sealed class MapNode(CelNode[] keys, CelNode[] values, bool[]? optional, int start, int end) : CelNode(start, end)
{
    public override object? Evaluate(CelFrame frame)
    {
        frame.Step(this);
        frame.ProduceElements(this, 2 * keys.Length);
        var map = new CelMap(keys.Length);
        for (int i = 0; i < keys.Length; i++)
        {
            object key = Key(keys[i], keys[i].Evaluate(frame));
            object? value = values[i].Evaluate(frame);
            if (optional != null && optional[i])
            {
                if (Optional(values[i], value) is not { HasValue: true } present)
                    continue;
                value = present.Value;
            }

            if (!map.TryAdd(key, value))
                throw keys[i].Error(CelErrors.BadValue, $"The key {Syntax.CelDisplay.Key(key)} is in the map twice.");
        }

        return map;
    }

    public static object Key(CelNode node, object? value) => value switch
    {
        string or long or ulong or bool => value,
        Secret secret => throw CelSecrets.Used(node, secret),
        _ => throw node.Error(CelErrors.WrongType, $"A key is a string, int, uint or bool, not {CelValue.WithArticle(value)}."),
    };

    public static CelOptional Optional(CelNode node, object? value) => value as CelOptional ?? throw node.Error(
        CelErrors.WrongType, $"After '?' stands an optional, not {CelValue.WithArticle(value)}. Write it without '?', or as a.?b.");
}
