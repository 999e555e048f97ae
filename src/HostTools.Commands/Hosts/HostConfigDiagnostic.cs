using HostTools.Commands.Framework;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Something wrong with a host's configuration.</summary>
/// <param name="HostName">The host.</param>
/// <param name="Severity">Whether it stops the host from being evaluated.</param>
/// <param name="Id">Stable identifier, for example <c>UnknownOption</c>.</param>
/// <param name="Message">What is wrong and how to put it right.</param>
public sealed record HostConfigDiagnostic(string HostName, DiagnosticSeverity Severity, string Id, string Message)
{
    /// <summary>The variant of the host it is wrong with; null for the host itself.</summary>
    public string? Variant { get; init; }

    /// <summary>File relative to the tree; null when it is no file's fault.</summary>
    public string? File { get; init; }

    /// <summary>Line, from 1; null without a file.</summary>
    public int? Line { get; init; }

    /// <summary>Column in characters, from 1; null without a file.</summary>
    public int? Column { get; init; }

    /// <summary>Text of the line; null when unknown.</summary>
    public string? SourceLine { get; init; }

    /// <summary>Further places with a note each.</summary>
    public IReadOnlyList<RelatedOrigin> Related { get; init; } = [];

    /// <summary>Place, severity, id and message, the line with a caret, related places: as compilers write it.</summary>
    public override string ToString() => Line is null
        ? $"{HostName}{(Variant is null ? string.Empty : $" ({Variant})")}: {Severity.ToString().ToLowerInvariant()} {Id}: {Message}"
        : ErrorText.Of(new HostError(Id, ErrorKind.InvalidInput, $"{Severity.ToString().ToLowerInvariant()} {Id}: {Message}")
        {
            Origin = new Origin(File!, Line.Value, Column!.Value),
            SourceLine = SourceLine,
            Related = Related,
        });

    internal static HostConfigDiagnostic Of(string hostName, string? variant, DiagnosticSeverity severity, HostError error) =>
        new(hostName, severity, error.Id, error.Message)
        {
            Variant = variant,
            File = error.Origin?.File,
            Line = error.Origin?.Line,
            Column = error.Origin?.Column,
            SourceLine = error.SourceLine,
            Related = error.Related,
        };
}

/// <summary>How bad it is.</summary>
public enum DiagnosticSeverity
{
    /// <summary>The host cannot be evaluated.</summary>
    Error,

    /// <summary>The host can be evaluated, but perhaps not as meant.</summary>
    Warning,
}
