using HostTools.Platform;

namespace HostTools.Models.Validation;

/// <summary>Validation as it is set for all models, or for one. What is null is not said here.</summary>
public sealed record ValidationOptions
{
    /// <summary>Validate at all; default true.</summary>
    public bool? Enable { get; init; }

    /// <summary>Settings to begin with, by name; default <c>standard</c>.</summary>
    public string? Preset { get; init; }

    /// <summary>Leave out the three defaults below, except those set to true; default false.</summary>
    public bool? SkipDefaults { get; init; }

    /// <summary>Use the program modelscan where it is installed; default true.</summary>
    public bool? Modelscan { get; init; }

    /// <summary>Scan every file; default true.</summary>
    public bool? PickleScan { get; init; }

    /// <summary>Compare files with the hashes that were locked; default true.</summary>
    public bool? Checksums { get; init; }

    /// <summary>Further validators; replaces those of the preset.</summary>
    public IReadOnlyList<ValidatorSpec>? Validators { get; init; }

    /// <summary>What a failure does; default abort.</summary>
    public FailureAction? OnFailure { get; init; }

    /// <summary>What happens when a part of the model could not be looked into; default warn.</summary>
    public FailureAction? OnNotScanned { get; init; }

    /// <summary>Longest run of one validator; default 300 seconds, 0 is unlimited.</summary>
    public Duration? Timeout { get; init; }

    /// <summary>These settings, and below them those of another: every value by itself, lists as a whole.</summary>
    public ValidationOptions Over(ValidationOptions below) => new()
    {
        Enable = Enable ?? below.Enable,
        Preset = Preset ?? below.Preset,
        SkipDefaults = SkipDefaults ?? below.SkipDefaults,
        Modelscan = Modelscan ?? below.Modelscan,
        PickleScan = PickleScan ?? below.PickleScan,
        Checksums = Checksums ?? below.Checksums,
        Validators = Validators ?? below.Validators,
        OnFailure = OnFailure ?? below.OnFailure,
        OnNotScanned = OnNotScanned ?? below.OnNotScanned,
        Timeout = Timeout ?? below.Timeout,
    };
}
