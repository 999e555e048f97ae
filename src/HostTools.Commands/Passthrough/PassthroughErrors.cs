using HostTools.Facts;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>The failures of commands about giving devices away; each factory's name is the error id.</summary>
internal static class PassthroughErrors
{
    /// <summary>A machine was named in two ways at once.</summary>
    /// <remarks>Give a folder (-Root, --root), a file with a listing (-Path, --path), or a listing itself (-Listing, --listing, or through the pipeline).</remarks>
    /// <example><code lang="sh">hosttools vfio groups --root ./out --path listings/toaster.txt</code></example>
    public static HostError SourceAmbiguous() =>
        new(nameof(SourceAmbiguous), ErrorKind.InvalidInput, "A folder and a listing were given, and it is not clear which of them is the machine. Give one: -Root (--root), -Path (--path), or -Listing (--listing).");

    /// <summary>A file with a listing cannot be read.</summary>
    /// <remarks>Correct its name or its rights; it is at most 4 MiB long.</remarks>
    /// <example><code lang="sh">hosttools vfio groups --path hosts</code></example>
    public static HostError ListingUnreadable(string file, string reason) =>
        new(nameof(ListingUnreadable), ErrorKind.Failed, $"The listing '{file}' cannot be read: {reason.TrimEnd('.')}. It has to be a text of at most 4 MiB.", file);

    /// <summary>A text lists no device.</summary>
    /// <remarks>Paste what 'lspci -nnk' or a script for IOMMU groups prints, with the numbers in brackets.</remarks>
    /// <example><code lang="sh">echo hello > note.txt; hosttools vfio groups --path note.txt</code></example>
    public static HostError ListingEmpty(IReadOnlyList<ListingProblem> problems) =>
        new(nameof(ListingEmpty), ErrorKind.InvalidInput, problems.Count > 0
            ? $"The text lists no device that can be read: {problems[0]}. 'lspci -nnk' and scripts for IOMMU groups print what is needed."
            : "The text lists no device. 'lspci -nnk' and scripts for IOMMU groups print what is needed.");

    /// <summary>A text is no address of a PCI device.</summary>
    /// <remarks>Write it as lspci does: bus, device and function in hexadecimal numbers.</remarks>
    /// <example><code lang="sh">hosttools vfio check 1:0 --path listings/toaster.txt</code></example>
    public static HostError PciAddressMalformed(string text) =>
        new(nameof(PciAddressMalformed), ErrorKind.InvalidInput, $"'{text}' is no address of a PCI device. Write it as in 01:00.0 or 0000:01:00.0.", text);

    /// <summary>The machine has no PCI device at an address.</summary>
    /// <remarks>Take one that Get-IommuGroup (hosttools vfio groups) lists. Addresses move when cards are added.</remarks>
    /// <example><code lang="sh">hosttools vfio check 77:00.0 --path listings/toaster.txt</code></example>
    public static HostError PciDeviceNotFound(PciAddress address) =>
        new(nameof(PciDeviceNotFound), ErrorKind.NotFound, $"There is no PCI device at {address}. Get-IommuGroup (hosttools vfio groups) lists those there are; addresses move when cards are added.", address.ToString());

    /// <summary>The machine has no graphics card.</summary>
    /// <remarks>Name the device that shall go to a guest.</remarks>
    /// <example><code lang="text">hosttools vfio check, on a server without graphics</code></example>
    public static HostError GraphicsCardNotFound() =>
        new(nameof(GraphicsCardNotFound), ErrorKind.NotFound, "The machine has no graphics card. Name the device that shall go to a guest, as in 01:00.0.");

    /// <summary>The kernel keeps no devices apart.</summary>
    /// <remarks>Do what the message says, in the firmware's setup or to the kernel's parameters, and start the machine again.</remarks>
    /// <example><code lang="text">hosttools vfio groups, where the IOMMU is off</code></example>
    public static HostError IommuGroupsMissing(string evidence, string remedy) =>
        new(nameof(IommuGroupsMissing), ErrorKind.NotFound, $"There are no IOMMU groups. {evidence} {remedy}");

    /// <summary>There is no group of that number.</summary>
    /// <remarks>Take one that Get-IommuGroup (hosttools vfio groups) lists without a number.</remarks>
    /// <example><code lang="sh">hosttools vfio groups 99 --path listings/toaster.txt</code></example>
    public static HostError IommuGroupNotFound(int number) =>
        new(nameof(IommuGroupNotFound), ErrorKind.NotFound, $"There is no IOMMU group {number}. Get-IommuGroup (hosttools vfio groups) lists those there are.", number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>A picture shall be written where a folder is.</summary>
    /// <remarks>Name a file that ends in .svg, .html, .mmd or .md.</remarks>
    /// <example><code lang="sh">hosttools vfio map hosts --path listings/toaster.txt</code></example>
    public static HostError MapIsFolder(string path) =>
        new(nameof(MapIsFolder), ErrorKind.Conflict, $"'{path}' is a folder. Name a file that ends in .svg, .html, .mmd or .md.", path);
}
