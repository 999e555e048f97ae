using System.Globalization;
using HostTools.Platform;

namespace HostTools.Facts;

/// <summary>A disk, as the kernel lists it under <c>/sys/block</c>.</summary>
/// <param name="Name">The kernel's name, for example <c>nvme0n1</c>.</param>
/// <param name="Size">All of it.</param>
public sealed record DiskFacts(string Name, ByteSize Size)
{
    /// <summary>What its maker calls it; null where nobody says.</summary>
    public string? Model { get; init; }

    /// <summary>Whether it turns; null where the kernel does not tell.</summary>
    public bool? Rotates { get; init; }

    /// <summary>Whether it can be taken out.</summary>
    public bool IsRemovable { get; init; }

    /// <summary>The kernel's names of its partitions, in ordinal order.</summary>
    public IReadOnlyList<string> Partitions { get; init; } = [];

    /// <summary>The PCI functions that it hangs on: one, none where it is not on PCI, several where several ways lead to it.</summary>
    public IReadOnlyList<PciAddress> Controllers { get; init; } = [];

    /// <summary>Where its file systems are mounted, and <c>swap</c>.</summary>
    public IReadOnlyList<string> UsedFor { get; init; } = [];

    /// <summary>Size and model in one line.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Size.Bytes / (decimal)(1 << 30):0.#} GiB{(Model is null ? string.Empty : " " + Model)}, {Partitions.Count} partitions");
}

/// <summary>Reads disks and the names of file systems.</summary>
internal static class DiskReader
{
    private const string Block = "/sys/block";
    private const int MaximumDisks = 4096;

    private static readonly string[] s_unreal = ["loop", "ram", "zram", "dm-", "md", "nbd", "fd", "sr"];

    public static IReadOnlyList<DiskFacts> Read(MachineFiles files)
    {
        List<DiskFacts> disks = [];
        foreach (string name in files.List(Block).Take(MaximumDisks).Where(static name => !Array.Exists(s_unreal, prefix => name.StartsWith(prefix, StringComparison.Ordinal))))
        {
            string folder = $"{Block}/{name}";
            // Whatever the sectors of the disk are, the kernel counts in 512 bytes.
            if (!long.TryParse(files.ReadLine($"{folder}/size"), NumberStyles.None, CultureInfo.InvariantCulture, out long sectors) || sectors is 0 or > long.MaxValue >> 9)
                continue;
            disks.Add(new DiskFacts(name, new ByteSize(sectors << 9))
            {
                Model = files.ReadLine($"{folder}/device/model") ?? files.ReadLine($"{folder}/device/name"),
                Rotates = files.ReadLine($"{folder}/queue/rotational") switch { "0" => false, "1" => true, _ => null },
                IsRemovable = files.ReadLine($"{folder}/removable") == "1",
                Controllers = Controllers(files, folder),
                Partitions = [.. files.List(folder).Where(part => part.StartsWith(name, StringComparison.Ordinal) && files.Exists($"{folder}/{part}/partition"))],
            });
        }

        return disks;
    }

    /// <summary>An NVMe disk with several ways to it hangs on none of them itself: each is listed with it.</summary>
    private static IReadOnlyList<PciAddress> Controllers(MachineFiles files, string folder) =>
        PciPath.Last(files.LinkText(folder)) is { } one
            ? [one]
            : [.. files.List($"{folder}/device").Where(static name => name.StartsWith("nvme", StringComparison.Ordinal)).Select(name => PciPath.Last(files.LinkText($"{folder}/device/{name}"))).OfType<PciAddress>().Distinct()];

    /// <summary>UUIDs of file systems by the kernel's names of the devices that hold them.</summary>
    public static IReadOnlyDictionary<string, string> Uuids(MachineFiles files)
    {
        const string Folder = "/dev/disk/by-uuid";
        var uuids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string uuid in files.List(Folder).Take(MaximumDisks))
        {
            if (files.LinkName($"{Folder}/{uuid}") is { Length: > 0 } device)
                uuids.TryAdd(device, uuid);
        }

        return uuids;
    }

    /// <summary>The kernel's name of a device: <c>/dev/mapper/home</c> is a link to <c>../dm-1</c>.</summary>
    public static string? KernelName(MachineFiles files, string device) =>
        device.StartsWith("/dev/", StringComparison.Ordinal) && !device.Contains("/../", StringComparison.Ordinal) && !device.EndsWith("/..", StringComparison.Ordinal)
            ? files.LinkName(device) ?? RootPath.NameOf(device)
            : null;
}
