namespace HostTools.Platform;

/// <summary>Carries one or more <see cref="HostError"/> to the command that was asked; never shown with a stack trace.</summary>
public sealed class HostToolsException(IReadOnlyList<HostError> errors)
    : Exception(string.Join('\n', errors.Select(static e => e.ToString())), errors.Count > 0 ? errors[0].Cause : null)
{
    /// <summary>Carries a single error.</summary>
    public HostToolsException(HostError error)
        : this([error])
    {
    }

    /// <summary>All errors of the phase that failed, sorted by file and line; never empty.</summary>
    public IReadOnlyList<HostError> Errors { get; } = errors;
}
