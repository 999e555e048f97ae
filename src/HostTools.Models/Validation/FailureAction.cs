namespace HostTools.Models.Validation;

/// <summary>What happens when a model does not pass a validator.</summary>
public enum FailureAction
{
    /// <summary>The model is refused.</summary>
    Abort,

    /// <summary>The model is taken, with a warning.</summary>
    Warn,

    /// <summary>The model is taken; the result is kept in the report.</summary>
    Skip,
}
