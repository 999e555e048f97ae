namespace HostTools.Virtualization;

/// <summary>Which processors of the host a machine runs on.</summary>
/// <param name="Vcpus">For each of its processors the one of the host; threads of one core beside each other.</param>
/// <param name="Host">Those that do its other work.</param>
public sealed record VmPins(IReadOnlyList<int> Vcpus, IReadOnlyList<int> Host)
{
    /// <summary>They do not share one cache: no group of cores is large enough.</summary>
    public bool IsSplit { get; init; }
}
