namespace HostTools.Models.Scanning;

/// <summary>What a scanner looks for.</summary>
/// <param name="Id">Stable identifier, <c>area.name</c>.</param>
/// <param name="Severity">How bad a finding of it is.</param>
/// <param name="Summary">What it means, one sentence.</param>
/// <param name="Fix">What to do about it, one sentence.</param>
public sealed record ScanRule(string Id, FindingSeverity Severity, string Summary, string Fix);

/// <summary>The rules of all scanners.</summary>
public static class ScanRules
{
    /// <summary>Every rule, ordered by identifier.</summary>
    public static IReadOnlyList<ScanRule> All { get; } =
    [
        .. new[]
        {
            FileRules.All, Pickle.PickleRules.All, Archives.ArchiveRules.All, Tensors.TensorRules.All, Graphs.GraphRules.All, Code.CodeRules.All,
        }.SelectMany(static rules => rules).OrderBy(static rule => rule.Id, StringComparer.Ordinal),
    ];
}
