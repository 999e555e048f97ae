using HostTools.Platform;

namespace HostTools.Machine.Windows;

/// <summary>The Windows that is changed: the one that runs us, or the answers of a test.</summary>
/// <param name="Registry">Its registry, as this user sees it.</param>
/// <param name="Processes">Runs its programs.</param>
internal sealed record WindowsMachine(IRegistry Registry, IProcessRunner Processes)
{
    /// <summary>Whom <c>HKCU</c> is of.</summary>
    public string User { get; init; } = Environment.UserName;

    /// <summary>How often a service is looked at that is on its way to another state.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The Windows that runs us; null on any other system.</summary>
    public static WindowsMachine? Ours(IProcessRunner processes) => OperatingSystem.IsWindows() ? new WindowsMachine(new SystemRegistry(), processes) : null;
}
