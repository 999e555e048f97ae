using System.Xml.Linq;

namespace HostTools.Virtualization;

/// <summary>Disks and CDs, with their names in the guest and the order in which they are tried.</summary>
internal static class DomainDisks
{
    public static IEnumerable<XElement> Of(VmSpec spec)
    {
        var used = new Dictionary<char, int>();
        VmDisk[] inOrder = [.. spec.Disks.OrderBy(static disk => disk.BootOrder ?? int.MaxValue).ThenBy(static disk => disk.IsCd)];
        foreach (VmDisk disk in spec.Disks)
        {
            string bus = disk.Bus ?? (disk.IsCd ? "sata" : "virtio");
            char letter = bus == "virtio" ? 'v' : 's';
            int number = used[letter] = used.GetValueOrDefault(letter, -1) + 1;
            yield return Disk(disk, bus, $"{letter}d{Letters(number)}", Array.IndexOf(inOrder, disk) + 1, spec.Cpu.Count);
        }
    }

    /// <summary>a to z, then aa: as Linux names disks.</summary>
    internal static string Letters(int number) => (number >= 26 ? Letters(number / 26 - 1) : string.Empty) + (char)('a' + number % 26);

    private static XElement Disk(VmDisk disk, string bus, string name, int order, int vcpus)
    {
        bool isDevice = disk.Path?.StartsWith("/dev/", StringComparison.Ordinal) is true;
        var element = new XElement("disk", new XAttribute("type", isDevice ? "block" : "file"), new XAttribute("device", disk.IsCd ? "cdrom" : "disk"), Driver(disk, bus, isDevice, vcpus));
        if (disk.Path is not null)
            element.Add(new XElement("source", new XAttribute(isDevice ? "dev" : "file", disk.Path)));
        element.Add(new XElement("target", new XAttribute("dev", name), new XAttribute("bus", bus)), disk.IsCd ? new XElement("readonly") : null,
            disk.Serial is { } serial ? new XElement("serial", serial) : null, new XElement("boot", new XAttribute("order", order)));
        return element;
    }

    private static XElement Driver(VmDisk disk, string bus, bool isDevice, int vcpus)
    {
        var driver = new XElement("driver", new XAttribute("name", "qemu"), new XAttribute("type", disk.IsCd || isDevice ? "raw" : disk.Format));
        if (disk.IsCd)
            return driver;
        driver.Add(new XAttribute("cache", "none"), new XAttribute("io", "native"), new XAttribute("discard", "unmap"), new XAttribute("detect_zeroes", "unmap"));
        if (bus == "virtio")
            driver.Add(new XAttribute("iothread", 1), new XAttribute("queues", Math.Min(vcpus, 4)));
        return driver;
    }
}
