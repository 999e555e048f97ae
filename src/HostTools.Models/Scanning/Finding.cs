namespace HostTools.Models.Scanning;

/// <summary>How bad a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing; a file with notes alone is clean.</summary>
    Note,

    /// <summary>Unusual, or code that runs only when somebody asks for it.</summary>
    Warning,

    /// <summary>Loading the file may run foreign code, read foreign files, or break the program that reads it.</summary>
    Error,
}

/// <summary>One thing that a scan found in a model.</summary>
/// <param name="Rule">Stable identifier of the rule, for example <c>pickle.dangerous-global</c>; <see cref="ScanRules.All"/> lists them.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="File">Path inside the model, with forward slashes.</param>
/// <param name="Message">What was found, and what it can do; one sentence.</param>
public sealed record Finding(string Rule, FindingSeverity Severity, string File, string Message)
{
    /// <summary>The member of an archive, as <c>archive/data.pkl</c>, further ones behind an exclamation mark; null for the file itself.</summary>
    public string? Member { get; init; }

    /// <summary>Bytes from the start of the file or, where there is one, of the member; null when it concerns the whole.</summary>
    public long? Offset { get; init; }

    /// <summary>What stands there, at most 120 characters, without control characters and without what looks like a token; may be empty.</summary>
    public string Evidence { get; init; } = string.Empty;

    /// <summary>What to do about it.</summary>
    public string Fix { get; init; } = string.Empty;

    /// <summary>Place and message: <c>model.pt!data.pkl@12: …</c>.</summary>
    public override string ToString() => $"{Place}: {Message}";

    /// <summary>The file, the member and the offset in one text.</summary>
    public string Place => string.Concat(File, Member is null ? null : $"!{Member}", Offset is { } offset ? $"@{offset}" : null);
}
