using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>The failures of writing down what a machine is; each factory's name is the error id.</summary>
internal static class ExportErrors
{
    /// <summary>The folder that shall be read as a root file system is not there.</summary>
    /// <remarks>Correct its name, or mount it first.</remarks>
    /// <example><code lang="sh">hosttools hardware export den --root ./nowhere</code></example>
    public static HostToolsException RootNotFound(string folder) =>
        new(new HostError(nameof(RootNotFound), ErrorKind.NotFound, $"There is no folder '{folder}' to read a root file system from. Correct its name, or mount it first.", folder));

    /// <summary>A generated file was changed by a person, and is not overwritten.</summary>
    /// <remarks>Look at the difference with -Force -WhatIf (--force --what-if), then say -Force (--force), or keep the file.</remarks>
    /// <example><code lang="sh">echo '# mine' >> hosts/den/hardware.yaml; hosttools hardware export den</code></example>
    public static HostToolsException FileChangedByHand(string file) =>
        new(new HostError(nameof(FileChangedByHand), ErrorKind.Conflict,
            $"A person has written or changed '{file}', and it is kept. -Force -WhatIf (--force --what-if) shows what would change, -Force (--force) overwrites it.", file));

    /// <summary>A host made from a machine would still change something there, so it was not written.</summary>
    /// <remarks>Read the machine as root, who may see everything; otherwise put right what the message names, or write the host by hand.</remarks>
    /// <example><code lang="text">hosttools config export den, as a user who may not read /etc/hosts</code></example>
    public static HostToolsException HostWouldChange(string name, IReadOnlyList<string> changes) =>
        new(new HostError(nameof(HostWouldChange), ErrorKind.Failed,
            $"The host '{name}' would still change the machine, and nothing was written: {string.Join("; ", changes.Take(5))}{(changes.Count > 5 ? $"; and {changes.Count - 5} more" : string.Empty)}. Read the machine as root, or put right what stands there.", name));
}
