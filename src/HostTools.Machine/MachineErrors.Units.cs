using HostTools.Platform;

namespace HostTools.Machine;

/// <summary>Failures of units on the live machine.</summary>
public static partial class MachineErrors
{
    /// <summary>systemd did not answer, so nobody knows how its units run.</summary>
    /// <remarks>See what systemctl says when it is run by hand, and apply again.</remarks>
    /// <example><code lang="text">systemd was just replaced by a newer version and does not answer yet.</code></example>
    public static HostError UnitsUnreadable(string verb, int code, string why) =>
        new(nameof(UnitsUnreadable), ErrorKind.Failed, $"'systemctl {verb}' failed with exit code {code}{(why.Length == 0 ? "." : $": {why}")}", null);

    /// <summary>Units whose definition changes could not be stopped, so nothing else was changed; the message has their status, and which processes use a file system that cannot be unmounted.</summary>
    /// <remarks>End what uses them, or stop them by hand, and apply again.</remarks>
    /// <example><code lang="text">A shell whose current folder is on the file system of a mount unit that goes.</code></example>
    public static HostError UnitsNotStopped(IReadOnlyList<string> units, string why, IReadOnlyList<string> words) =>
        new(nameof(UnitsNotStopped), ErrorKind.Failed,
            $"systemctl could not stop {string.Join(", ", units)}: {why}{(words.Count > 0 ? $"\n{string.Join("\n\n", words)}" : string.Empty)}", units.Count > 0 ? units[0] : null);

    /// <summary>Units failed after they were started, restarted or reloaded by their new definitions; the message has their status.</summary>
    /// <remarks>Put right what their log says, and apply again.</remarks>
    /// <example><code lang="text">The program that ExecStart= names is not there.</code></example>
    public static HostError UnitsFailed(IReadOnlyList<string> units, IReadOnlyList<string> words) =>
        new(nameof(UnitsFailed), ErrorKind.Failed,
            $"{(units.Count == 0 ? "systemctl failed" : $"{string.Join(", ", units)} failed after the change")}:\n{string.Join("\n\n", words)}", units.Count > 0 ? units[0] : null);
}
