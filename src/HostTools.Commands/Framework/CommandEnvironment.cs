using HostTools.Machine;
using HostTools.Platform;

namespace HostTools.Commands.Framework;

/// <summary>What a command may know of the process it runs in.</summary>
public sealed record CommandEnvironment
{
    /// <summary>The location of whoever runs the command; in PowerShell that is not the process's directory.</summary>
    public required string CurrentDirectory { get; init; }

    /// <summary>The parts of HostTools that give options a meaning; looked for when they are first needed.</summary>
    public Lazy<IReadOnlyList<IFeature>> Features { get; init; } = new(HostFeatures.All);

    /// <summary>Root of the machine that facts are read from.</summary>
    public Root Machine { get; init; } = Root.At("/");

    /// <summary>Version of the PowerShell that runs the command; null outside of PowerShell.</summary>
    public Func<Version?> PowerShellVersion { get; init; } = static () => null;

    /// <summary>Tells the time.</summary>
    public IClock Clock { get; init; } = new SystemClock();

    /// <summary>Starts programs.</summary>
    public IProcessRunner Processes { get; init; } = new SystemProcessRunner();

    /// <summary>Tells the starts of the machine apart.</summary>
    public Func<string> StartId { get; init; } = Activation.MachineStart.Id;

    /// <summary>Takes back what nobody confirms.</summary>
    public IConfirmationWatcher Watcher { get; init; } = new ConfirmationWatcher();

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Variable { get; init; } = System.Environment.GetEnvironmentVariable;
}
