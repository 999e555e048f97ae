using HostTools.Models.Scanning;

namespace HostTools.Models.Validation;

/// <summary>The report of a validation as findings: what the scanner found, what it could not look into, and what validators do not accept.</summary>
public static class ValidationFindings
{
    private const string Prefix = "check.";

    /// <summary>Of a model that lost bytes in the store.</summary>
    public static ScanRule BytesMissing { get; } = new("store.bytes-missing", FindingSeverity.Error,
        "Bytes of the model are not in the store any more.", "Install or apply the model again.");

    /// <summary>Of a model whose bytes somebody wrote to.</summary>
    public static ScanRule BytesChanged { get; } = new("store.bytes-changed", FindingSeverity.Error,
        "Bytes of the model in the store are not those of its hash any more.", "Install or apply the model again: what is wrong is fetched anew.");

    /// <summary>Of a model whose links or files somebody else changed.</summary>
    public static ScanRule ViewChanged { get; } = new("view.changed", FindingSeverity.Warning,
        "What was made so that programs find the model is not as it was made.", "Repair-AiModel (hosttools model repair) makes it again; what is somebody else's stays.");

    /// <summary>Every rule that a report may have, the scanner's among them, ordered by identifier.</summary>
    public static IReadOnlyList<ScanRule> Rules { get; } =
    [
        .. ValidatorCatalog.All.Select(static item => new ScanRule(RuleOf(item.Name), item.OnFailure is FailureAction.Warn ? FindingSeverity.Warning : FindingSeverity.Error, item.Description, "Get another version of the model, or leave the check out."))
            .Concat(ScanRules.All).Append(BytesMissing).Append(BytesChanged).Append(ViewChanged).OrderBy(static rule => rule.Id, StringComparer.Ordinal),
    ];

    /// <summary>All that a report says against a model; what is not known is a finding, too.</summary>
    /// <param name="plan">What was to be checked.</param>
    /// <param name="report">What came of it.</param>
    /// <param name="asked">Validators that somebody named: when what they need is not here, that is a warning.</param>
    public static IReadOnlyList<Finding> Of(ValidationPlan plan, ValidationReport report, IEnumerable<string> asked)
    {
        HashSet<string> named = [.. asked];
        return [.. report.Scan?.Findings ?? [], .. Gaps(plan, report), .. report.Results.Where(result => !IsSaid(result, report)).SelectMany(result => Of(result, named.Contains(result.Name)))];
    }

    private static IEnumerable<Finding> Gaps(ValidationPlan plan, ValidationReport report)
    {
        if (report.Scan is { } scan)
            return plan.OnNotScanned is FailureAction.Abort ? scan.Gaps.Select(static gap => gap with { Severity = FindingSeverity.Error }) : scan.Gaps;
        return report.Results.Any(static result => result.IsFailure && result.Name == "pickleScan")
            ? []
            : [ScanReport.GapOf(string.Empty, "nothing that was asked for looks into files") with { Severity = FindingSeverity.Note }];
    }

    private static bool IsSaid(ValidatorResult result, ValidationReport report) => report.Scan is not null && result.Name is "pickleScan" or "notScanned";

    private static IEnumerable<Finding> Of(ValidatorResult result, bool isAsked)
    {
        if (SeverityOf(result, isAsked) is not { } severity)
            yield break;
        ScanRule? rule = Rules.FirstOrDefault(known => known.Id == RuleOf(result.Name));
        string message = result.Verdict is ValidationVerdict.NotAvailable ? $"Not checked: {result.Message}" : result.Message;
        foreach (string file in result.Files.DefaultIfEmpty(string.Empty))
            yield return new Finding(RuleOf(result.Name), severity, file, message) { Fix = rule?.Fix ?? string.Empty };
    }

    private static FindingSeverity? SeverityOf(ValidatorResult result, bool isAsked) => result.Verdict switch
    {
        ValidationVerdict.Failed or ValidationVerdict.TimedOut when result.OnFailure is FailureAction.Abort => FindingSeverity.Error,
        ValidationVerdict.Failed when result.OnFailure is FailureAction.Skip => FindingSeverity.Note,
        ValidationVerdict.Failed or ValidationVerdict.TimedOut => FindingSeverity.Warning,
        ValidationVerdict.NotAvailable => isAsked ? FindingSeverity.Warning : FindingSeverity.Note,
        _ => null,
    };

    private static string RuleOf(string validator) => Prefix + (ValidatorCatalog.Find(validator)?.ShortName ?? validator);
}
