namespace HostTools.Models.Validation.Checks;

/// <summary>What a check came to.</summary>
internal sealed record Verdict(ValidationVerdict Kind, string Message)
{
    private const int MostFiles = 100;

    public IReadOnlyList<string> Files { get; init; } = [];

    public int? ExitCode { get; init; }

    public static Verdict Passed(string message) => new(ValidationVerdict.Passed, message);

    public static Verdict Failed(string message, IEnumerable<string>? files = null) => new(ValidationVerdict.Failed, message) { Files = [.. (files ?? []).Take(MostFiles)] };

    public static Verdict NotAvailable(string message) => new(ValidationVerdict.NotAvailable, message);

    public static Verdict NotApplicable(string message) => new(ValidationVerdict.NotApplicable, message);

    /// <summary>Up to three names, and how many more there are.</summary>
    public static string List(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(3).Select(Scanning.Evidence.Quoted)) + (names.Count > 3 ? $" and {names.Count - 3} more" : string.Empty);
}
