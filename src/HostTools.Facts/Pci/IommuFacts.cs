namespace HostTools.Facts;

/// <summary>An IOMMU group: what the hardware can only keep apart from the rest together.</summary>
/// <param name="Number">The kernel's number.</param>
public sealed record IommuGroupFacts(int Number)
{
    /// <summary>How its memory is mapped now: <c>DMA</c>, <c>DMA-FQ</c>, <c>identity</c>, <c>blocked</c>; null where the kernel does not tell.</summary>
    public string? Type { get; init; }

    /// <summary>Memory that the firmware or hardware keeps: start, end and kind in one line each. The kernel refuses to give away a group with one of kind <c>direct</c>.</summary>
    public IReadOnlyList<string> ReservedRegions { get; init; } = [];

    /// <summary>The kind of mapping.</summary>
    public override string ToString() => Type ?? "unknown mapping";
}

/// <summary>The units that keep devices' memory apart, and what tells why there are none.</summary>
public sealed record IommuFacts
{
    /// <summary>The kernel's names of the units, <c>dmar0</c> or <c>ivhd0</c>; empty when the IOMMU is off.</summary>
    public IReadOnlyList<string> Units { get; init; } = [];

    /// <summary>The firmware's table that describes them: <c>DMAR</c> of Intel, <c>IVRS</c> of AMD, <c>IORT</c> of ARM; null when it has none.</summary>
    public string? FirmwareTable { get; init; }

    /// <summary>Whether interrupts of devices are checked as well; null where that cannot be told.</summary>
    public bool? RemapsInterrupts { get; init; }

    /// <summary>Groups, by number.</summary>
    public IReadOnlyList<IommuGroupFacts> Groups { get; init; } = [];
}

/// <summary>Reads IOMMU units and groups.</summary>
internal static class IommuReader
{
    private const string Folder = "/sys/kernel/iommu_groups";
    private const string Tables = "/sys/firmware/acpi/tables";
    private const int MaximumGroups = 4096;

    private static readonly string[] s_tables = ["DMAR", "IVRS", "IORT"];

    public static IommuFacts Read(MachineFiles files) => new()
    {
        Units = [.. files.List("/sys/class/iommu").Take(MaximumGroups)],
        FirmwareTable = files.List(Tables) is { Count: > 0 } tables ? s_tables.FirstOrDefault(tables.Contains) : null,
        RemapsInterrupts = files.ReadText("/proc/interrupts") is { } interrupts ? Remaps(interrupts) : null,
        Groups =
        [
            .. files.List(Folder).Take(MaximumGroups).Where(static name => name.Length < 9 && name.All(char.IsAsciiDigit))
                .Select(name => new IommuGroupFacts(int.Parse(name, System.Globalization.CultureInfo.InvariantCulture))
                {
                    Type = files.ReadLineOf($"{Folder}/{name}", "type"),
                    ReservedRegions = files.ReadTextOf($"{Folder}/{name}", "reserved_regions")?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [],
                })
                .OrderBy(static group => group.Number),
        ],
    };

    /// <summary>Interrupt controllers behind remapping are named <c>IR-PCI-MSI</c> or <c>IR-IO-APIC</c>.</summary>
    internal static bool? Remaps(string interrupts) =>
        interrupts.Contains(" IR-", StringComparison.Ordinal) ? true : interrupts.Contains("PCI-MSI", StringComparison.Ordinal) ? false : null;
}
