using HostTools.Machine.Packages.Managers;
using HostTools.Platform;

namespace HostTools.Machine.Packages;

/// <summary>Looks whether there is room for packages before any of them is fetched.</summary>
internal static class PackageSpace
{
    // The manager's own records grow as well.
    private const long Reserve = 4 << 20;

    /// <summary>Why there is not; null when there is, or the manager looks itself.</summary>
    public static async Task<HostError?> ProblemAsync(PackageManager manager, PackageOrder order, IReadOnlyList<PackageStep> steps, IReadOnlyList<Origin> origins, CancellationToken token)
    {
        if (await manager.SizesAsync(order, steps, token).ConfigureAwait(false) is not { } sizes)
            return null;
        var needed = new Dictionary<string, (string Directory, long Bytes)>(StringComparer.Ordinal);
        foreach ((string directory, long bytes) in new[] { (sizes.Archives, sizes.Fetched), ("/usr", sizes.Installed) })
        {
            if (bytes > 0 && manager.Root.StatFollowed(directory) is { Identity: var identity })
                needed[DeviceOf(identity)] = (directory, needed.GetValueOrDefault(DeviceOf(identity)).Bytes + bytes);
        }

        return needed.Values.Select(room => (room.Directory, Bytes: room.Bytes + Reserve, Free: manager.Root.FreeSpace(room.Directory)))
            .Where(static room => room.Free < room.Bytes)
            .Select(room => MachineErrors.PackagesNeedSpace(manager.Name, manager.Root.Describe(room.Directory), new ByteSize(room.Bytes), new ByteSize(room.Free), origins)).FirstOrDefault();
    }

    private static string DeviceOf(string identity) => identity[..(identity.LastIndexOf(':') + 1)];
}
