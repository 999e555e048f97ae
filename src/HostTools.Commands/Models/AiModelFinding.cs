using HostTools.Models.Scanning;

namespace HostTools.Commands;

/// <summary>Something that is wrong with an AI model, or that is not known of it.</summary>
/// <param name="Model">Name of the model, or the path that was looked at.</param>
/// <param name="Severity">How bad it is: Note, Warning or Error.</param>
/// <param name="Rule">What was looked for, for example <c>pickle.dangerous-global</c>; <c>file.not-scanned</c> where nobody could look.</param>
/// <param name="File">Path inside the model; empty when it is about the whole.</param>
/// <param name="Message">What was found, and what it can do.</param>
public sealed record AiModelFinding(string Model, FindingSeverity Severity, string Rule, string File, string Message)
{
    /// <summary>Member of an archive that it is in; null for the file itself.</summary>
    public string? Member { get; init; }

    /// <summary>Bytes from the start of the file or of the member; null when it is about all of it.</summary>
    public long? Offset { get; init; }

    /// <summary>What stands there, in short; may be empty.</summary>
    public string Evidence { get; init; } = string.Empty;

    /// <summary>What to do about it.</summary>
    public string Fix { get; init; } = string.Empty;

    /// <summary>The file, the member and the offset in one text.</summary>
    public string Place => string.Concat(File, Member is null ? null : $"!{Member}", Offset is { } offset ? $"@{offset}" : null);

    internal static AiModelFinding Of(string model, Finding finding) => new(model, finding.Severity, finding.Rule, finding.File, finding.Message)
    {
        Member = finding.Member,
        Offset = finding.Offset,
        Evidence = finding.Evidence,
        Fix = finding.Fix,
    };
}
