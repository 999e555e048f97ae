using System.Globalization;

namespace HostTools.Facts;

/// <summary>Reads PCI functions out of sysfs.</summary>
internal sealed class PciReader(MachineFiles files, Action<string, string> malformed)
{
    private const string Folder = "/sys/bus/pci/devices";
    private const int MaximumDevices = 4096;

    public List<PciDevice> Read()
    {
        List<PciDevice> devices = [];
        foreach (string name in files.List(Folder).Take(MaximumDevices))
        {
            if (One(name) is { } device)
                devices.Add(device);
            else
                malformed($"pci.{name}", $"{Folder}/{name}");
        }

        devices.Sort(static (left, right) => left.Address.CompareTo(right.Address));
        return devices;
    }

    private PciDevice? One(string name)
    {
        string folder = $"{Folder}/{name}";
        if (!PciAddress.TryParse(name, out PciAddress address) ||
            Hex($"{folder}/vendor") is not { } vendor || Hex($"{folder}/device") is not { } device || Hex($"{folder}/class") is not { } @class)
            return null;
        // What is absent costs an exception to read, so the folder says first what there is.
        var there = new HashSet<string>(files.List(folder), StringComparer.Ordinal);
        return new PciDevice(address, (ushort)vendor, (ushort)device, @class)
        {
            Driver = there.Contains("driver") ? files.LinkName($"{folder}/driver") : null,
            Module = there.Contains("driver") ? files.LinkName($"{folder}/driver/module") : null,
            IommuGroup = there.Contains("iommu_group") ? Number(files.LinkName($"{folder}/iommu_group")) : null,
            Subsystem = SubsystemOf(folder, there),
            Revision = there.Contains("revision") ? (byte?)Hex($"{folder}/revision") : null,
            IsBootVga = there.Contains("boot_vga") ? files.ReadLine($"{folder}/boot_vga") switch { "1" => true, "0" => false, _ => null } : null,
            NumaNode = there.Contains("numa_node") ? Number(files.ReadLine($"{folder}/numa_node")) : null,
            DriverOverride = there.Contains("driver_override") && files.ReadLine($"{folder}/driver_override") is { } only && only != "(null)" ? only : null,
            ResetMethods = ResetsOf(folder, there),
            Parent = PciPath.ParentOf(files.LinkText(folder)),
            Bars = there.Contains("resource") && files.ReadText($"{folder}/resource") is { } windows ? PciBars.Parse(windows, there) : [],
        };
    }

    private string? SubsystemOf(string folder, HashSet<string> there) =>
        there.Contains("subsystem_vendor") && there.Contains("subsystem_device") &&
        Hex($"{folder}/subsystem_vendor") is { } vendor && Hex($"{folder}/subsystem_device") is { } device && (vendor, device) != (0, 0)
            ? string.Create(CultureInfo.InvariantCulture, $"{vendor:x4}:{device:x4}")
            : null;

    /// <summary>Kernels before 5.15 only say whether there is a way at all.</summary>
    private string[]? ResetsOf(string folder, HashSet<string> there)
    {
        if (there.Contains("reset_method"))
            return files.ReadLine($"{folder}/reset_method")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return there.Contains("reset") ? null : [];
    }

    private int? Hex(string path)
    {
        string? text = files.ReadLine(path);
        return text is ['0', 'x', ..] && int.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value) ? value : null;
    }

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}

/// <summary>Reads the file <c>resource</c> of a PCI function: one line per window, first and last address and flags.</summary>
internal static class PciBars
{
    private const int Windows = 6;
    private const ulong Ports = 0x100;
    private const ulong Prefetch = 0x2000;

    public static IReadOnlyList<PciBar> Parse(string text, IReadOnlySet<string> names)
    {
        var bars = new List<PciBar>();
        string[] lines = text.Split('\n');
        for (int index = 0; index < Math.Min(Windows, lines.Length); index++)
        {
            if (lines[index].Split(' ') is not [var first, var last, var marks] || !Hex(first, out ulong start) || !Hex(last, out ulong end) || !Hex(marks, out ulong flags) || end <= start)
                continue;
            bars.Add(new PciBar(index, start, end - start + 1)
            {
                IsPorts = (flags & Ports) != 0,
                IsPrefetchable = (flags & Prefetch) != 0,
                IsResizable = names.Contains($"resource{index}_resize"),
            });
        }

        return bars;
    }

    private static bool Hex(string text, out ulong value)
    {
        value = 0;
        return text.StartsWith("0x", StringComparison.Ordinal) && ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}

/// <summary>Finds PCI addresses in the paths that sysfs links to: <c>../../devices/pci0000:00/0000:00:14.0/usb1/1-2</c>.</summary>
internal static class PciPath
{
    /// <summary>The innermost function on the way; null when there is none.</summary>
    public static PciAddress? Last(string? link)
    {
        string[] parts = link?.Split('/') ?? [];
        for (int at = parts.Length - 1; at >= 0; at--)
        {
            if (PciAddress.TryParse(parts[at], out PciAddress address))
                return address;
        }

        return null;
    }

    /// <summary>The function above the one that the link is of.</summary>
    public static PciAddress? ParentOf(string? link) => link is not null && link.LastIndexOf('/') is var cut and > 0 ? Last(link[..cut]) : null;
}
