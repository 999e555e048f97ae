using HostTools.Platform;

namespace HostTools.Configuration;

/// <summary>A value could not be had. Kept by the option that failed and passed on to whatever reads it, so it is reported once.</summary>
internal sealed class EvaluationFailure(IReadOnlyList<HostError> errors) : Exception(errors[0].Message)
{
    public EvaluationFailure(HostError error)
        : this([error])
    {
    }

    public IReadOnlyList<HostError> Errors { get; } = errors;
}
