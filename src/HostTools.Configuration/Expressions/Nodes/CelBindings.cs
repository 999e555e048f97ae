using HostTools.Platform;

namespace HostTools.Configuration.Expressions.Nodes;

/// <summary><c>cel.bind(name, value, result)</c>.</summary>
internal sealed class BindNode(int slot, CelNode value, CelNode body, int start, int end) : CelNode(start, end)
{
    public override object? Evaluate(CelFrame frame)
    {
        frame.Step(this);
        frame.Slots[slot] = value.Evaluate(frame);
        return body.Evaluate(frame);
    }
}

/// <summary><c>o.optMap(x, e)</c> and <c>o.optFlatMap(x, e)</c>: computes with the value of an optional, if it has one.</summary>
internal sealed class OptionalMapNode(bool isFlat, CelNode target, int slot, CelNode body, int start, int end) : CelNode(start, end)
{
    public override object? Evaluate(CelFrame frame)
    {
        frame.Step(this);
        string name = isFlat ? "optFlatMap" : "optMap";
        object? over = target.Evaluate(frame);
        if (over is not CelOptional optional)
        {
            throw over is Secret secret
                ? CelSecrets.Used(target, secret)
                : target.Error(CelErrors.WrongType, $"{name}() is a method of an optional, not of {CelValue.WithArticle(over)}.");
        }

        if (!optional.HasValue)
            return CelOptional.None;
        frame.Slots[slot] = optional.Value;
        object? result = body.Evaluate(frame);
        if (!isFlat)
            return CelOptional.Of(result);
        return result as CelOptional ?? throw body.Error(CelErrors.WrongType, $"optFlatMap() computes an optional, not {CelValue.WithArticle(result)}. Use optMap().");
    }
}

/// <summary><c>list.sortBy(x, key)</c>: the elements in the order of the keys; equal keys keep their order.</summary>
internal sealed class SortByNode(CelNode target, int slot, CelNode body, int start, int end) : CelNode(start, end)
{
    public override object? Evaluate(CelFrame frame)
    {
        frame.Step(this);
        object? over = target.Evaluate(frame);
        if (over is not ICelList list)
        {
            throw over is Secret secret
                ? CelSecrets.Used(target, secret)
                : target.Error(CelErrors.WrongType, $"sortBy() is a method of a list, not of {CelValue.WithArticle(over)}.");
        }

        object?[] items = new object?[list.Count];
        object?[] keys = new object?[list.Count];
        for (int i = 0; i < items.Length; i++)
        {
            frame.Step(this);
            frame.Slots[slot] = items[i] = list[i];
            keys[i] = body.Evaluate(frame);
        }

        return CelSorting.Sort(this, frame, items, keys);
    }
}
