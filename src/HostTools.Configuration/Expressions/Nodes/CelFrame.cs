namespace HostTools.Configuration.Expressions.Nodes;

/// <summary>One evaluation under way: its scope, its budget, and the values of macro variables.</summary>
internal sealed class CelFrame(string text, ICelScope scope, CelBudget budget, int slots)
{
    private const int AbsorbedErrorCost = 200;
    private const int ElementSize = 16;

    public string Text { get; } = text;

    public ICelScope Scope { get; } = scope;

    public object?[] Slots { get; } = slots == 0 ? [] : new object?[slots];

    /// <summary>Counts a piece of work.</summary>
    public void Step(CelNode node, long count = 1)
    {
        if (!budget.TrySpendSteps(count))
            throw node.Error(CelErrors.BudgetExceeded, "The expression takes too many steps. Let it go over fewer elements, or compute less in each.");
    }

    /// <summary>Counts characters or bytes that are about to be made.</summary>
    public void Produce(CelNode node, long size)
    {
        if (!budget.TrySpendSize(size))
            throw node.Error(CelErrors.BudgetExceeded, "The expression produces too much data. Let it build fewer or shorter values.");
    }

    /// <summary>Counts elements that are about to be made: each takes the room of some characters, even when it is a mere number.</summary>
    public void ProduceElements(CelNode node, long count) => Produce(node, count * ElementSize);

    /// <summary>Errors are slow to throw, so that a loop of absorbed ones has to end early.</summary>
    public void Absorbed(CelNode node) => Step(node, AbsorbedErrorCost);
}
