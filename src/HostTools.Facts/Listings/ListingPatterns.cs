using System.Text.RegularExpressions;

namespace HostTools.Facts;

/// <summary>What lines of listings look like. Lines come with single blanks and cut to a length, so that none of these takes long, whatever the text.</summary>
internal static partial class ListingPatterns
{
    private const string Address = "(?<address>(?:[0-9a-f]{4,8}:)?[0-9a-f]{2}:[0-9a-f]{2}\\.[0-7])";
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    /// <summary>What people put before a line when they quote it, and colours of a terminal.</summary>
    [GeneratedRegex("^(?:[>|*#│├└─ \\t\\-]+)|\\x1b\\[[0-9;]*m", RegexOptions.CultureInvariant)]
    public static partial Regex Decoration();

    /// <summary><c>IOMMU Group 12: …</c>, <c>Group: 1 …</c>, <c>Group 3 - …</c>.</summary>
    [GeneratedRegex("^(?:IOMMU[ _]?)?Group\\s*[:#]?\\s*(?<group>[0-9]{1,6})(?:\\s*[:\\-–]?\\s*$|\\s*[:\\-–]?\\s+(?<rest>[0-9a-f].*)$)", Options)]
    public static partial Regex Group();

    [GeneratedRegex("^" + Address + "(?<rest>\\s.*)?$", Options)]
    public static partial Regex Device();

    /// <summary><c>VGA compatible controller [0300]: …</c>; some programs leave the colon out.</summary>
    [GeneratedRegex("^\\s+(?<words>[^\\[]*)\\[(?<class>[0-9a-f]{4})\\]:?(?<rest>.*)$", Options)]
    public static partial Regex ClassInWords();

    /// <summary><c>0403: 8086:a170</c>, as lspci -n writes it.</summary>
    [GeneratedRegex("^\\s+(?<class>[0-9a-f]{4}):\\s+(?<vendor>[0-9a-f]{4}):(?<device>[0-9a-f]{4})(?:\\s|$)", Options)]
    public static partial Regex Numbers();

    /// <summary>Names contain brackets, too, so the last pair counts.</summary>
    [GeneratedRegex("\\[(?<vendor>[0-9a-f]{4}):(?<device>[0-9a-f]{4})\\]", Options)]
    public static partial Regex Ids();

    [GeneratedRegex("\\(rev (?<rev>[0-9a-f]{2})\\)", Options)]
    public static partial Regex Revision();

    [GeneratedRegex("(?:Kernel driver in use|Driver):\\s*(?<driver>[A-Za-z0-9_.\\-]{1,64})", Options)]
    public static partial Regex Driver();

    [GeneratedRegex("^Kernel modules:\\s*(?<modules>.*)$", Options)]
    public static partial Regex Modules();

    [GeneratedRegex("^Subsystem:.*\\[(?<subsystem>[0-9a-f]{4}:[0-9a-f]{4})\\]", Options)]
    public static partial Regex Subsystem();

    [GeneratedRegex("(?:^|\\s)IOMMU group:?\\s+(?<group>[0-9]{1,6})(?:\\D|$)", Options)]
    public static partial Regex GroupDetail();

    [GeneratedRegex("(?:^|\\s)NUMA node:?\\s+(?<node>[0-9]{1,4})(?:\\D|$)", Options)]
    public static partial Regex Node();

    /// <summary>A record of <c>lspci -vmm</c>.</summary>
    [GeneratedRegex("^(?<field>Slot|Class|Vendor|Device|SVendor|SDevice|Rev|ProgIf|Driver|Module|NUMANode|IOMMUGroup):\\s+(?<value>.+)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    public static partial Regex Field();

    [GeneratedRegex("\\[(?<number>[0-9a-f]{4})\\]\\s*$", Options)]
    public static partial Regex LastNumber();

    [GeneratedRegex("pci " + Address + ": Adding to iommu group (?<group>[0-9]{1,6})", Options)]
    public static partial Regex Added();

    [GeneratedRegex("pci " + Address + ": \\[(?<vendor>[0-9a-f]{4}):(?<device>[0-9a-f]{4})\\] type [0-9a-f]{2} class 0x(?<class>[0-9a-f]{6})", Options)]
    public static partial Regex Found();

    [GeneratedRegex("(?:AMD-Vi: Interrupt remapping enabled|DMAR-IR: Enabled IRQ remapping)", Options)]
    public static partial Regex Remapping();

    [GeneratedRegex("(?:vendor_id|Vendor ID)\\s*:\\s*(?<vendor>[A-Za-z]{4,20})", Options)]
    public static partial Regex Processor();

    [GeneratedRegex("^(?:model name)\\s*:\\s*(?<model>.{1,200})$", Options)]
    public static partial Regex Model();

    /// <summary>A word that only a kernel's command line has.</summary>
    [GeneratedRegex("(?:^|[\\s\"'=])(?:BOOT_IMAGE|root|amd_iommu|intel_iommu|iommu|vfio[_-]pci\\.ids|pcie_acs_override|rd\\.driver\\.pre)=[^\\s]", Options)]
    public static partial Regex CommandLine();
}
