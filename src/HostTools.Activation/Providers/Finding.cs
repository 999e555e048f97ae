using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>What a preflight found: something that stops the plan, or something worth knowing.</summary>
public sealed record Finding
{
    private Finding()
    {
    }

    /// <summary>Stops the plan; null for a warning.</summary>
    public HostError? Error { get; private init; }

    /// <summary>Worth knowing; null for an error.</summary>
    public PlanWarning? Warning { get; private init; }

    /// <summary>Something that stops the plan.</summary>
    public static Finding Stop(HostError error) => new() { Error = error };

    /// <summary>Something worth knowing.</summary>
    public static Finding Warn(PlanWarning warning) => new() { Warning = warning };
}
