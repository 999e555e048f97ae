using HostTools.Models.Scanning;

namespace HostTools.Models.Validation.Checks;

/// <summary>Judges what the scanner found.</summary>
internal static class ScanCheck
{
    public static Verdict Run(ScanReport report)
    {
        Finding[] errors = [.. report.Findings.Where(static finding => finding.Severity == FindingSeverity.Error)];
        int warnings = report.Findings.Count(static finding => finding.Severity == FindingSeverity.Warning);
        if (errors.Length > 0)
            return Verdict.Failed($"{errors[0].Place}: {errors[0].Message}{(errors.Length > 1 ? $" {errors.Length - 1} more findings." : string.Empty)}", errors.Select(static finding => finding.File).Distinct());
        return report.Files.Count == 0 ? Verdict.NotApplicable("The model has no files.")
            : Verdict.Passed(warnings > 0 ? $"Nothing dangerous was found, and {warnings} unusual things." : "Nothing dangerous was found.");
    }

    /// <summary>A result of its own for what could not be looked into: never clean, and never silent.</summary>
    public static ValidatorResult? NotScanned(ScanReport report, FailureAction action)
    {
        string[] files = [.. report.Files.Where(static file => file.NotScanned.Count > 0).Select(static file => file.File)];
        return files.Length == 0 ? null
            : new ValidatorResult("notScanned", ValidationVerdict.Failed, action, $"{Verdict.List(files)} could not be looked into: {report.Files.First(static file => file.NotScanned.Count > 0).NotScanned[0]}.") { Files = files };
    }
}
