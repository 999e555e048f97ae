namespace HostTools.Facts;

/// <summary>Gathers what is built into a machine beside its devices.</summary>
/// <param name="files">The machine.</param>
/// <param name="add">Takes a fact: its name, its value, the file it is from.</param>
internal sealed class HardwareReader(MachineFiles files, Action<string, object?, string> add)
{
    public IommuFacts ReadIommu()
    {
        IommuFacts iommu = IommuReader.Read(files);
        foreach (string unit in iommu.Units)
            add($"iommu.unit.{unit}", "present", $"/sys/class/iommu/{unit}");
        add("iommu.table", iommu.FirmwareTable, $"/sys/firmware/acpi/tables/{iommu.FirmwareTable}");
        add("iommu.interrupts", iommu.RemapsInterrupts switch { true => "remapped", false => "not remapped", null => null }, "/proc/interrupts");
        foreach (IommuGroupFacts group in iommu.Groups)
            add($"iommu.group.{group.Number}", group, $"/sys/kernel/iommu_groups/{group.Number}");
        return iommu;
    }

    public CpuTopology? ReadTopology()
    {
        if (TopologyReader.Read(files) is not { } topology)
            return null;
        add("cpu.topology", topology, "/sys/devices/system/cpu");
        foreach (CpuCache cache in topology.Caches.Where(static cache => cache.Level > 2))
            add($"cpu.cache.{cache.Threads[0]}", cache, $"/sys/devices/system/cpu/cpu{cache.Threads[0]}/cache");
        foreach (NumaNode node in topology.Nodes)
            add($"memory.node{node.Number}", node, $"/sys/devices/system/node/node{node.Number}");
        return topology;
    }

    public IReadOnlyList<HugePages> ReadHugePages()
    {
        IReadOnlyList<HugePages> pages = HugePageReader.Read(files, HugePageReader.Folder);
        foreach (HugePages size in pages)
            add($"memory.hugepages.{size.Size.Bytes >> 10}kB", size, HugePageReader.Folder);
        return pages;
    }

    public BoardFacts ReadBoard()
    {
        BoardFacts board = BoardReader.Read(files);
        add("board.name", board.Name, "/sys/class/dmi/id/board_name");
        add("board.portable", board.IsPortable, "/sys/class/dmi/id/chassis_type");
        add("firmware.version", board.FirmwareVersion, "/sys/class/dmi/id/bios_version");
        add("firmware.secureBoot", board.SecureBoot, "/sys/firmware/efi/efivars");
        add("kernel.lockdown", board.Lockdown, "/sys/kernel/security/lockdown");
        return board;
    }
}
