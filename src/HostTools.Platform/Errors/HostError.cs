namespace HostTools.Platform;

/// <summary>One failure: what failed, on what, why, and the fix. Made by a factory whose name is <paramref name="Id"/>.</summary>
/// <param name="Id">Stable identifier, for example <c>UnknownOption</c>.</param>
/// <param name="Kind">Sort of failure.</param>
/// <param name="Message">One or more sentences without the place; ends with a full stop.</param>
/// <param name="Target">The thing the user named, for scripts that look at the error.</param>
public sealed record HostError(string Id, ErrorKind Kind, string Message, object? Target = null)
{
    /// <summary>Where the cause was written; null when it is no text's fault.</summary>
    public Origin? Origin { get; init; }

    /// <summary>Text of the line at <see cref="Origin"/>, without its line end; null when unknown.</summary>
    public string? SourceLine { get; init; }

    /// <summary>Further places with a note each, for example both sides of a conflict.</summary>
    public IReadOnlyList<RelatedOrigin> Related { get; init; } = [];

    /// <summary>The exception underneath, for verbose output; null when there was none.</summary>
    public Exception? Cause { get; init; }

    /// <summary>The message with its place in front: <c>hosts/den/default.yaml:3:9: …</c>.</summary>
    public override string ToString() => Origin is { } origin ? $"{origin}: {Message}" : Message;
}

/// <summary>A place that belongs to an error, with what stands there.</summary>
public sealed record RelatedOrigin(Origin Origin, string Note);
