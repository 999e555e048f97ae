namespace HostTools.Configuration.Expressions.Nodes;

/// <summary>A part of an expression ready for evaluation: names are resolved, macros are expanded, functions are found.</summary>
internal abstract class CelNode(int start, int end)
{
    public int Start { get; } = start;

    public int End { get; } = end;

    public abstract object? Evaluate(CelFrame frame);

    public CelEvaluationException Error(string id, string message) => new(id, message, Start, End - Start);
}

internal sealed class ConstantNode(object? value, int start, int end) : CelNode(start, end)
{
    public object? Value { get; } = value;

    public override object? Evaluate(CelFrame frame) => Value;
}

/// <summary>A variable of a macro.</summary>
internal sealed class SlotNode(int slot, int start, int end) : CelNode(start, end)
{
    public override object? Evaluate(CelFrame frame)
    {
        object? value = frame.Slots[slot];
        return value is CelLazyElement lazy ? frame.Slots[slot] = lazy.Read() : value;
    }
}

/// <summary>A root name; where nothing was said about roots, also the name of a type.</summary>
internal sealed class RootNode(string name, int start, int end) : CelNode(start, end)
{
    public override object? Evaluate(CelFrame frame)
    {
        frame.Step(this);
        if (frame.Scope.TryResolve(name, out object? value))
            return value;
        return CelTypes.Find(name) ?? throw Error(
            CelErrors.UnknownName,
            $"There is no '{name}' here.{CelHints.Subtraction(frame.Text, Start, End)}");
    }
}

/// <summary>A call of what does not exist, where that was not to be reported before evaluation.</summary>
internal sealed class UnknownFunctionNode(string message, int start, int end) : CelNode(start, end)
{
    public override object? Evaluate(CelFrame frame) => throw Error(CelErrors.UnknownFunction, message);
}
