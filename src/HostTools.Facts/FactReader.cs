using HostTools.Platform;

namespace HostTools.Facts;

/// <summary>Gathers the facts of one machine, noting for each the file it came from.</summary>
internal sealed class FactReader(MachineFiles files)
{
    private readonly List<HostFact> _facts = [];

    public TargetFacts Read()
    {
        var hardware = new HardwareReader(files, Add);
        string? hostName = First("hostname", Line("/proc/sys/kernel/hostname"), Line("/etc/hostname"));
        OsRelease? os = ReadOs();
        string? kernel = First("kernel.release", Line("/proc/sys/kernel/osrelease"));
        string? architecture = First("architecture", Line("/proc/sys/kernel/arch"), Elf("/bin/sh"), Elf("/usr/bin/env"));
        CpuFacts? cpu = ReadCpu();
        (ByteSize? memory, ByteSize? swap) = ReadMemory();
        Firmware? firmware = ReadFirmware(architecture);
        string? bootLoader = First("boot.loader", [.. BootLoaderHints.Find(files)]);
        string? virtualization = First("virtualization", [.. VirtualizationHints.Find(files, kernel, cpu)]);
        string? parameters = First("kernel.parameters", Line("/proc/cmdline"));
        string? initramfs = First("boot.initramfs", [.. ToolTraces.Initramfs(files)]);
        string? init = First("init", [.. ToolTraces.Init(files)]);
        string? packages = First("packages.manager", [.. ToolTraces.PackageManager(files)]);
        ReadMachineId();
        IReadOnlyList<DiskFacts> bare = DiskReader.Read(files);
        (IReadOnlyList<MountFacts> mounts, IReadOnlyList<string> swaps) = ReadMounts(bare);
        IReadOnlyList<DiskFacts> disks = Each("disk", "/sys/block", InUse(bare, mounts), static disk => disk.Name);
        IReadOnlyList<NetworkFacts> network = Each("network", "/sys/class/net", NetworkReader.Read(files), static one => one.Name);
        IReadOnlyList<PciDevice> pci = ReadPci(kernel);
        IommuFacts iommu = hardware.ReadIommu();
        return new TargetFacts
        {
            KernelParameters = parameters is null ? [] : Facts.KernelParameters.Parse(parameters),
            Initramfs = initramfs,
            Init = init,
            PackageManager = packages,
            Disks = disks,
            Mounts = mounts,
            Swaps = swaps,
            Network = network,
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
            Iommu = iommu,
            Topology = hardware.ReadTopology(),
            HugePages = hardware.ReadHugePages(),
            Usb = Each("usb", "/sys/bus/usb/devices", UsbReader.Read(files), static one => one.Port),
            Graphics = Each("graphics", "/sys/class/drm", GraphicsReader.ReadCards(files), static one => one.Name),
            Framebuffers = Each("graphics", "/sys/class/graphics", GraphicsReader.ReadFramebuffers(files), static one => one.Name),
            Board = hardware.ReadBoard(),
            Modules = ModuleSettingsReader.Read(files, initramfs),
            Desktop = DesktopSettingsReader.Read(files),
            KernelConfig = KernelConfig.Read(files, kernel),
            Facts = _facts,
        };
    }

    /// <summary>The id itself is nobody's business.</summary>
    private void ReadMachineId()
    {
        const string Path = "/etc/machine-id";
        if (Known("machine.id", Path) is { } text)
            Add("machine.id", text.Trim() switch { "" => "empty", "uninitialized" => "uninitialized", { Length: 32 } id when id.All(char.IsAsciiHexDigitLower) => "present", _ => "malformed" }, Path);
    }

    /// <summary>The disks, each with what it is used for.</summary>
    private IReadOnlyList<DiskFacts> InUse(IReadOnlyList<DiskFacts> disks, IReadOnlyList<MountFacts> mounts)
    {
        var use = new DiskUse(files, disks);
        ILookup<string, string> swaps = (files.Exists("/proc/swaps") && files.ReadText("/proc/swaps") is { } table ? MountTable.Swaps(table) : [])
            .SelectMany(use.Of).Distinct().ToLookup(static disk => disk, static _ => "swap", StringComparer.Ordinal);
        return [.. disks.Select(disk => disk with { UsedFor = [.. mounts.Where(mount => mount.Disks.Contains(disk.Name)).Select(static mount => mount.Path), .. swaps[disk.Name]] })];
    }

    private (IReadOnlyList<MountFacts> Mounts, IReadOnlyList<string> Swaps) ReadMounts(IReadOnlyList<DiskFacts> disks)
    {
        const string Table = "/proc/self/mountinfo";
        const string Swaps = "/proc/swaps";
        IReadOnlyDictionary<string, string> uuids = DiskReader.Uuids(files);
        IReadOnlyList<MountFacts> mounts = Parsed("filesystem", Table, MountTable.Parse) ?? [];
        var use = new DiskUse(files, disks);
        mounts = [.. mounts.Select(mount => mount with { Disks = use.Of(mount), Uuid = DiskReader.KernelName(files, mount.Source) is { } device ? uuids.GetValueOrDefault(device) : null })];
        foreach (MountFacts mount in mounts)
            Add($"filesystem.{mount.Path}", mount, Table);
        IReadOnlyList<string> swaps = files.ReadText(Swaps) is { } table ? MountTable.Swaps(table) : [];
        foreach (string swap in swaps)
            Add($"swap.{swap}", DiskReader.KernelName(files, swap) is { } device && uuids.TryGetValue(device, out string? uuid) ? $"UUID {uuid}" : swap, Swaps);
        return (mounts, [.. swaps.Select(swap => DiskReader.KernelName(files, swap) is { } device && uuids.TryGetValue(device, out string? uuid) ? $"/dev/disk/by-uuid/{uuid}" : swap)]);
    }

    private OsRelease? ReadOs()
    {
        foreach (string path in (string[])["/etc/os-release", "/usr/lib/os-release"])
        {
            if (Parsed("os", path, OsRelease.Parse) is not { } os)
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
        if (Parsed("cpu", Path, CpuFacts.Parse) is not { } cpu)
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
        if (Known("memory", Path) is not { } text)
            return (null, null);
        (ByteSize? memory, ByteSize? swap) = (MemoryTable.Find(text, "MemTotal"), MemoryTable.Find(text, "SwapTotal"));
        if (memory is null)
            Unknown("memory.total", "the table has no size of it", Path);
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

    private List<PciDevice> ReadPci(string? kernel)
    {
        var reader = new PciReader(files, (name, folder) => Unknown(name, "it has no address, vendor, device and class in hexadecimal numbers", folder));
        List<PciDevice> devices = ModuleAliases.Fill(files, kernel, PciNames.Fill(files, reader.Read()));
        foreach (PciDevice device in devices)
            Add($"pci.{device.Address}", device, $"/sys/bus/pci/devices/{device.Address}");
        return devices;
    }

    /// <summary>The text of a file; when it is there and cannot be read, a fact says why nothing is known.</summary>
    private string? Known(string name, string path)
    {
        string? text = files.ReadText(path);
        if (text is null && files.Exists(path))
            Unknown(name, "it cannot be read", path);
        return text;
    }

    private T? Parsed<T>(string name, string path, Func<string, T?> parse)
        where T : class
    {
        if (Known(name, path) is not { } text)
            return null;
        T? value = parse(text);
        if (value is null)
            Unknown(name, "it says nothing in the form it usually has", path);
        return value;
    }

    private IReadOnlyList<T> Each<T>(string name, string folder, IReadOnlyList<T> values, Func<T, string> key)
        where T : class
    {
        foreach (T value in values)
            Add($"{name}.{key(value)}", value, $"{folder}/{key(value)}");
        return values;
    }

    private void Unknown(string name, string because, string source) => _facts.Add(new HostFact(name, null, source) { Unknown = because });

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
