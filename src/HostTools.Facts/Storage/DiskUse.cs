namespace HostTools.Facts;

/// <summary>Finds the disks that lie behind what is mounted: partitions, encryption, volumes, RAID, and file systems over several devices.</summary>
internal sealed class DiskUse(MachineFiles files, IReadOnlyList<DiskFacts> disks)
{
    private const int Deepest = 16;

    /// <summary>The disks of a mount, in ordinal order; empty where there is none, or it cannot be told.</summary>
    public IReadOnlyList<string> Of(MountFacts mount)
    {
        if (DiskReader.KernelName(files, mount.Source) is not { } device)
            return [];
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string one in mount.Type == "btrfs" ? Together(device) : [device])
            Collect(one, found, 0);
        return [.. found];
    }

    /// <summary>The disks of a device of swap space.</summary>
    public IReadOnlyList<string> Of(string device)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        if (DiskReader.KernelName(files, device) is { } name)
            Collect(name, found, 0);
        return [.. found];
    }

    /// <summary>All devices of the file system that has this one.</summary>
    private IEnumerable<string> Together(string device)
    {
        const string Folder = "/sys/fs/btrfs";
        foreach (string uuid in files.List(Folder))
        {
            if (files.List($"{Folder}/{uuid}/devices") is { } devices && devices.Contains(device))
                return devices;
        }

        return [device];
    }

    private void Collect(string device, SortedSet<string> found, int depth)
    {
        if (disks.FirstOrDefault(disk => disk.Name == device || disk.Partitions.Contains(device)) is { } disk)
            found.Add(disk.Name);
        else if (depth < Deepest)
            foreach (string below in Below(device))
                Collect(below, found, depth + 1);
    }

    private IEnumerable<string> Below(string device)
    {
        IReadOnlyList<string> slaves = files.List($"/sys/class/block/{device}/slaves");
        if (slaves.Count == 0)
            slaves = files.List($"/sys/block/{device}/slaves");
        if (slaves.Count > 0)
            return slaves;
        // A partition of something that is no disk itself, such as md0p1.
        return files.LinkText($"/sys/class/block/{device}")?.TrimEnd('/').Split('/') is [.., var above, _] && above != "block" ? [above] : [];
    }
}
