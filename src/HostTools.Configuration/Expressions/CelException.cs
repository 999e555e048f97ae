namespace HostTools.Configuration.Expressions;

/// <summary>Carries every mistake found while an expression or template was parsed and checked.</summary>
public sealed class CelException(IReadOnlyList<CelProblem> problems)
    : Exception(string.Join('\n', problems.Select(static p => p.Message)))
{
    /// <summary>The mistakes in the order of their offsets; never empty.</summary>
    public IReadOnlyList<CelProblem> Problems { get; } = problems;
}
