using System.Globalization;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Images of disks that are not there yet. One that is there is never touched.</summary>
/// <param name="root">Where they are.</param>
/// <param name="processes">Runs qemu-img.</param>
internal sealed class VmDisks(Root root, IProcessRunner processes)
{
    /// <summary>The images that are to be made.</summary>
    public IReadOnlyList<VmDisk> Missing(VmSpec spec) => [.. spec.Disks.Where(disk => disk is { IsCd: false, Size: not null, Path: { } path } && !path.StartsWith("/dev/", StringComparison.Ordinal) && !root.Exists(path))];

    /// <summary>Makes an image whole under another name, and then gives it its own: half an image never has it.</summary>
    /// <exception cref="HostToolsException">DiskNotMade.</exception>
    public async Task MakeAsync(VmDisk disk, CancellationToken token)
    {
        string path = disk.Path!; // Missing leaves only those with one.
        string folder = path[..Math.Max(1, path.LastIndexOf('/'))];
        root.CreateDirectories(folder);
        string draft = $"{path}.hosttools-new";
        if (root.Stat(draft) is not null)
            root.RemoveFile(draft);
        string size = disk.Size!.Value.Bytes.ToString(CultureInfo.InvariantCulture); // As above.
        ProcessResult result = await processes.RunAsync(new ProcessRequest("qemu-img", ["create", "-q", "-f", disk.Format, "--", root.Describe(draft), size]) { Timeout = TimeSpan.FromMinutes(5) }, token).ConfigureAwait(false);
        if (result.ExitCode != 0)
            throw new HostToolsException(VirtualizationErrors.DiskNotMade(path, result.StandardError.Trim()));
        root.Rename(draft, path);
    }
}
