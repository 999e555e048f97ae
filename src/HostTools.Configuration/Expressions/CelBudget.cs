namespace HostTools.Configuration.Expressions;

/// <summary>What an evaluation may still use up: steps of work, and the size of the values it makes.</summary>
/// <remarks>One budget serves one evaluation, or several in a row that shall share the limits; it is not thread-safe.</remarks>
public sealed class CelBudget(long steps = CelBudget.DefaultSteps, long size = CelBudget.DefaultSize)
{
    /// <summary>Steps an evaluation gets unless told otherwise.</summary>
    public const long DefaultSteps = 1_000_000;

    /// <summary>Size an evaluation may produce unless told otherwise: characters and bytes count 1, elements of lists and maps 16.</summary>
    public const long DefaultSize = 16 * 1024 * 1024;

    /// <summary>Steps left; negative once the budget is used up.</summary>
    public long Steps { get; private set; } = steps;

    /// <summary>Size left; negative once the budget is used up.</summary>
    public long Size { get; private set; } = size;

    internal bool TrySpendSteps(long count) => (Steps -= count) >= 0;

    internal bool TrySpendSize(long count) => (Size -= count) >= 0;
}
