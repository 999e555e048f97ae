namespace HostTools.Configuration.Expressions;

/// <summary>What an evaluation may still use up: steps of work, and characters or elements it produces.</summary>
/// <remarks>One budget serves one evaluation, or several in a row that shall share the limits; it is not thread-safe.</remarks>
public sealed class CelBudget(long steps = CelBudget.DefaultSteps, long size = CelBudget.DefaultSize)
{
    /// <summary>Steps an evaluation gets unless told otherwise.</summary>
    public const long DefaultSteps = 1_000_000;

    /// <summary>Characters, bytes and elements an evaluation may produce unless told otherwise.</summary>
    public const long DefaultSize = 16 * 1024 * 1024;

    /// <summary>Steps left; negative once the budget is used up.</summary>
    public long Steps { get; private set; } = steps;

    /// <summary>Characters, bytes and elements left; negative once the budget is used up.</summary>
    public long Size { get; private set; } = size;

    internal bool TrySpendSteps(long count) => (Steps -= count) >= 0;

    internal bool TrySpendSize(long count) => (Size -= count) >= 0;
}
