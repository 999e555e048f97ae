using HostTools.Models.Scanning;
using HostTools.Platform;

namespace HostTools.Models.Validation;

/// <summary>What a validator came to.</summary>
public enum ValidationVerdict
{
    /// <summary>The model is as the validator wants it.</summary>
    Passed,

    /// <summary>It is not.</summary>
    Failed,

    /// <summary>The validator took too long and was stopped; counts as failed.</summary>
    TimedOut,

    /// <summary>What the validator needs is not here, for example a program or a key. Says nothing about the model.</summary>
    NotAvailable,

    /// <summary>The validator has nothing to look at in this model.</summary>
    NotApplicable,
}

/// <summary>The result of one validator.</summary>
/// <param name="Name">The validator.</param>
/// <param name="Verdict">What it came to.</param>
/// <param name="OnFailure">What a failure does.</param>
/// <param name="Message">Why, in one sentence or two.</param>
public sealed record ValidatorResult(string Name, ValidationVerdict Verdict, FailureAction OnFailure, string Message)
{
    /// <summary>Files that the message is about; empty when it is about the whole.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>How a command ended; 124 when it was stopped, null where none ran.</summary>
    public int? ExitCode { get; init; }

    /// <summary>It failed, or was stopped.</summary>
    public bool IsFailure => Verdict is ValidationVerdict.Failed or ValidationVerdict.TimedOut;

    /// <summary>Because of it, the model is refused.</summary>
    public bool Refuses => IsFailure && OnFailure == FailureAction.Abort;
}

/// <summary>The results of all validators of a model.</summary>
/// <param name="Results">In the order in which they ran.</param>
public sealed record ValidationReport(IReadOnlyList<ValidatorResult> Results)
{
    /// <summary>What the scanner found; null when it did not run.</summary>
    public ScanReport? Scan { get; init; }

    /// <summary>The model may be linked.</summary>
    public bool IsAccepted => !Results.Any(static result => result.Refuses);

    /// <summary>Sentences about what failed without refusing the model, and about what could not be validated.</summary>
    public IEnumerable<string> Warnings => Results
        .Where(static result => (result.IsFailure && result.OnFailure == FailureAction.Warn) || result.Verdict == ValidationVerdict.NotAvailable)
        .Select(static result => $"{result.Name}: {result.Message}");

    /// <summary>Throws when the model is refused.</summary>
    /// <exception cref="HostToolsException">ModelRefused.</exception>
    public void Require(string model)
    {
        if (!IsAccepted)
            throw new HostToolsException(ModelErrors.ModelRefused(model, [.. Results.Where(static result => result.Refuses).Select(static result => $"{result.Name}: {result.Message}")]));
    }
}
