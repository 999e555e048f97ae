using System.Globalization;
using HostTools.Platform;

namespace HostTools.Facts;

/// <summary>Gathers the facts of one machine, noting for each the file it came from.</summary>
internal sealed class FactReader(MachineFiles files)
{
    private readonly List<HostFact> _facts = [];

    public TargetFacts Read()
    {
        string? hostName = First("hostname", Line("/proc/sys/kernel/hostname"), Line("/etc/hostname"));
        OsRelease? os = ReadOs();
        string? kernel = First("kernel.release", Line("/proc/sys/kernel/osrelease"));
        string? architecture = First("architecture", Line("/proc/sys/kernel/arch"), Elf("/bin/sh"), Elf("/usr/bin/env"));
        CpuFacts? cpu = ReadCpu();
        (ByteSize? memory, ByteSize? swap) = ReadMemory();
        Firmware? firmware = ReadFirmware(architecture);
        string? bootLoader = First("boot.loader", [.. BootLoaderHints.Find(files)]);
        string? virtualization = First("virtualization", [.. VirtualizationHints.Find(files, kernel, cpu)]);
        IReadOnlyList<PciDevice> pci = ReadPci();
        return new TargetFacts
        {
            HostName = hostName,
            Os = os,
            Kernel = kernel,
            Architecture = architecture,
            Cpu = cpu,
            Memory = memory,
            Swap = swap,
            Firmware = firmware,
            BootLoader = bootLoader,
            Virtualization = virtualization,
            Pci = pci,
            Facts = _facts,
        };
    }

    private OsRelease? ReadOs()
    {
        foreach (string path in (string[])["/etc/os-release", "/usr/lib/os-release"])
        {
            if (files.ReadText(path) is not { } text || OsRelease.Parse(text) is not { } os)
                continue;
            Add("os.id", os.Id, path);
            Add("os.name", os.Name, path);
            Add("os.version", os.Version, path);
            Add("os.like", os.Like.Count > 0 ? string.Join(' ', os.Like) : null, path);
            return os;
        }

        return null;
    }

    private CpuFacts? ReadCpu()
    {
        const string Path = "/proc/cpuinfo";
        if (files.ReadText(Path) is not { } text || CpuFacts.Parse(text) is not { } cpu)
            return null;
        Add("cpu.vendor", cpu.Vendor, Path);
        Add("cpu.model", cpu.Model, Path);
        Add("cpu.cores", cpu.Cores, Path);
        Add("cpu.threads", cpu.Threads, Path);
        return cpu;
    }

    private (ByteSize? Memory, ByteSize? Swap) ReadMemory()
    {
        const string Path = "/proc/meminfo";
        string text = files.ReadText(Path) ?? string.Empty;
        (ByteSize? memory, ByteSize? swap) = (MemoryTable.Find(text, "MemTotal"), MemoryTable.Find(text, "SwapTotal"));
        Add("memory.total", memory, Path);
        Add("memory.swap", swap, Path);
        return (memory, swap);
    }

    private Firmware? ReadFirmware(string? architecture)
    {
        if (files.Exists("/sys/firmware/efi"))
            return AddFirmware(Firmware.Uefi, "/sys/firmware/efi");
        if (files.Exists("/sys/firmware/devicetree/base"))
            return AddFirmware(Firmware.DeviceTree, "/sys/firmware/devicetree/base");
        return architecture is "x86_64" or "i686" && files.Exists("/sys/firmware") ? AddFirmware(Firmware.Bios, "/sys/firmware") : null;
    }

    private Firmware AddFirmware(Firmware firmware, string source)
    {
        Add("firmware", firmware, source);
        return firmware;
    }

    private List<PciDevice> ReadPci()
    {
        const string Folder = "/sys/bus/pci/devices";
        List<PciDevice> devices = [];
        foreach (string name in files.List(Folder))
        {
            string folder = $"{Folder}/{name}";
            if (!PciAddress.TryParse(name, out PciAddress address) ||
                Hex($"{folder}/vendor") is not { } vendor || Hex($"{folder}/device") is not { } device || Hex($"{folder}/class") is not { } @class)
                continue;
            devices.Add(new PciDevice(address, (ushort)vendor, (ushort)device, @class)
            {
                Driver = files.LinkName($"{folder}/driver"),
                IommuGroup = int.TryParse(files.LinkName($"{folder}/iommu_group"), NumberStyles.None, CultureInfo.InvariantCulture, out int group) ? group : null,
            });
        }

        devices.Sort(static (left, right) => left.Address.CompareTo(right.Address));
        foreach (PciDevice device in devices)
            Add($"pci.{device.Address}", device, $"{Folder}/{device.Address}");
        return devices;
    }

    private int? Hex(string path)
    {
        string? text = files.ReadLine(path);
        return text is ['0', 'x', ..] && int.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value) ? value : null;
    }

    private (string? Value, string Source) Line(string path) => (files.ReadLine(path), path);

    private (string? Value, string Source) Elf(string path) => (files.ReadBytes(path, 20) is { } head ? ElfHeader.ArchitectureOf(head) : null, path);

    private string? First(string name, params ReadOnlySpan<(string? Value, string Source)> candidates)
    {
        foreach ((string? value, string source) in candidates)
        {
            if (value is null)
                continue;
            Add(name, value, source);
            return value;
        }

        return null;
    }

    private void Add(string name, object? value, string source)
    {
        if (value is not null)
            _facts.Add(new HostFact(name, value, source));
    }
}
