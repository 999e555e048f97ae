using System.Text;

namespace HostTools.Facts.Tests;

/// <summary>The same devices as the programs print them that people use.</summary>
public static class FakeListing
{
    /// <summary>The script everybody copies: the groups in the order of the shell, so 10 comes before 2.</summary>
    public static string Script(IEnumerable<FakeDevice> devices)
    {
        var text = new StringBuilder();
        foreach (IGrouping<int?, FakeDevice> group in devices.Where(static device => device.Group is not null).GroupBy(static device => device.Group).OrderBy(static group => group.Key.ToString(), StringComparer.Ordinal))
        {
            text.Append($"IOMMU Group {group.Key}:\n");
            foreach (FakeDevice device in group)
                text.Append($"\t{Row(device)}\n");
        }

        return text.ToString();
    }

    /// <summary>Every device on a line of its own, with the group in front, its driver below.</summary>
    public static string Lines(IEnumerable<FakeDevice> devices) => string.Concat(devices.Where(static device => device.Group is not null).Select(static device =>
        $"IOMMU Group {device.Group,3}: 0000:{Row(device).Replace("]:", "]", StringComparison.Ordinal)}\n        Subsystem: Somebody unknown [1458:1000]\n{(device.Driver is null ? string.Empty : $"        Kernel driver in use: {device.Driver}\n")}"));

    /// <summary>lspci -nnk, which says no group.</summary>
    public static string Lspci(IEnumerable<FakeDevice> devices) => string.Concat(devices.Select(static device =>
        $"{Row(device)}\n\tSubsystem: Somebody Card [1458:1000]\n{(device.Driver is null ? string.Empty : $"\tKernel driver in use: {device.Driver}\n\tKernel modules: {device.Driver}, other\n")}"));

    /// <summary>lspci -nnvmm.</summary>
    public static string Records(IEnumerable<FakeDevice> devices) => string.Concat(devices.Select(static device =>
        $"Slot:\t{device.Address}\nClass:\tSome class [{device.Class}]\nVendor:\tMaker [{device.Id[..4]}]\nDevice:\tThing [6:0] [{device.Id[5..]}]\nSVendor:\tSomebody [1458]\nSDevice:\tCard [1000]\nRev:\t01\n"
        + $"{(device.Driver is null ? string.Empty : $"Driver:\t{device.Driver}\n")}{(device.Group is null ? string.Empty : $"IOMMUGroup:\t{device.Group}\n")}\n"));

    /// <summary>What the kernel says while it starts.</summary>
    public static string Messages(IEnumerable<FakeDevice> devices) => string.Concat(devices.Select(static device =>
        $"[    0.301] pci 0000:{device.Address}: [{device.Id}] type 00 class 0x{device.Class}00\n{(device.Group is null ? string.Empty : $"[    0.376] pci 0000:{device.Address}: Adding to iommu group {device.Group}\n")}"));

    private static string Row(FakeDevice device) => $"{device.Address} Some class [{device.Class}]: Maker Thing [6:0] [with name] [{device.Id}] (rev 01)";
}
