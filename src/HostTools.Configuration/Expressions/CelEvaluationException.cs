namespace HostTools.Configuration.Expressions;

/// <summary>An error value of an expression: a missing key, a type that does not fit, an overflow, a budget used up.</summary>
/// <remarks>
/// <c>||</c>, <c>&amp;&amp;</c>, <c>all</c> and <c>exists</c> absorb it where the other operand decides, as CEL demands.
/// Failures of the configuration below (cycles, conflicts) are other exceptions and are never absorbed.
/// </remarks>
public sealed class CelEvaluationException(string id, string message, int offset, int length) : Exception(message)
{
    /// <summary>Stable identifier, for example <c>ExpressionNoSuchKey</c>.</summary>
    public string Id { get; } = id;

    /// <summary>Where the failing part starts in the text that was parsed, in UTF-16 characters.</summary>
    public int Offset { get; } = offset;

    /// <summary>Length of the failing part in characters.</summary>
    public int Length { get; } = length;

    /// <summary>A budget is a limit of the whole evaluation: no operator may make up for it.</summary>
    internal bool CanBeAbsorbed => Id != CelErrors.BudgetExceeded;
}
