namespace HostTools.Models.Scanning;

/// <summary>What a scan can say about a file or a model. Only the first of the three means that it was looked through.</summary>
public enum ScanState
{
    /// <summary>Looked through completely, and nothing worse than a note was found.</summary>
    Clean,

    /// <summary>Something was found.</summary>
    Findings,

    /// <summary>At least a part could not be looked into. Never to be taken for clean.</summary>
    NotScanned,
}

/// <summary>The result for one file.</summary>
/// <param name="File">Path inside the model, with forward slashes.</param>
/// <param name="Kind">What the file is by its content, for example <c>safetensors</c>, <c>pickle</c>, <c>zip</c>, <c>data</c>.</param>
/// <param name="Findings">In the order in which they were found.</param>
/// <param name="NotScanned">Why parts could not be looked into; empty when everything was.</param>
public sealed record FileReport(string File, string Kind, IReadOnlyList<Finding> Findings, IReadOnlyList<string> NotScanned)
{
    /// <summary>What the file and its parts are, ordered; an archive has its members' formats here, too.</summary>
    public IReadOnlyList<string> Formats { get; init; } = [];

    /// <summary>Findings come before what was not scanned: both lists say the rest.</summary>
    public ScanState State =>
        Findings.Any(static finding => finding.Severity > FindingSeverity.Note) ? ScanState.Findings
        : NotScanned.Count > 0 ? ScanState.NotScanned
        : ScanState.Clean;
}

/// <summary>The result for a whole model.</summary>
/// <param name="Files">One entry for each file, ordered by path.</param>
public sealed record ScanReport(IReadOnlyList<FileReport> Files)
{
    /// <summary>All findings, ordered by file.</summary>
    public IEnumerable<Finding> Findings => Files.SelectMany(static file => file.Findings);

    /// <summary>What could not be looked into, as findings of the rule <c>file.not-scanned</c>, ordered by file.</summary>
    public IEnumerable<Finding> Gaps => Files.Count == 0
        ? [GapOf(string.Empty, "the model has no files")]
        : Files.SelectMany(static file => file.NotScanned.Select(why => GapOf(file.File, why)));

    /// <summary>The worst that any file has: findings, then not scanned, then clean. A model without files was not scanned.</summary>
    public ScanState State =>
        Files.Any(static file => file.State == ScanState.Findings) ? ScanState.Findings
        : Files.Count == 0 || Files.Any(static file => file.State == ScanState.NotScanned) ? ScanState.NotScanned
        : ScanState.Clean;

    internal static Finding GapOf(string file, string why) => new(FileRules.NotScanned.Id, FileRules.NotScanned.Severity, file, $"Not scanned: {why}.") { Fix = FileRules.NotScanned.Fix };
}
