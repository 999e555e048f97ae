using HostTools.Platform;

namespace HostTools.Configuration;

/// <summary>What came of evaluating a host: a configuration, or all its errors.</summary>
/// <param name="Config">The configuration; null when there are errors.</param>
/// <param name="Errors">Every error found, sorted by file, line and column.</param>
/// <param name="Warnings">Warnings, also when there are errors.</param>
public sealed record HostEvaluation(HostConfig? Config, IReadOnlyList<HostError> Errors, IReadOnlyList<HostError> Warnings)
{
    /// <summary>Names of the host's variants, in ordinal order; none where the host could not be read.</summary>
    public IReadOnlyList<string> Variants { get; init; } = [];

    /// <summary>The configuration.</summary>
    /// <exception cref="HostToolsException">With all errors, when there are any.</exception>
    public HostConfig Require() => Config ?? throw new HostToolsException(Errors);
}
