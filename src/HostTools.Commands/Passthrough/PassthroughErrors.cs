using HostTools.Facts;
using HostTools.Platform;
using HostTools.Virtualization;

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

    /// <summary>The host would lose what it cannot do without.</summary>
    /// <remarks>Do what the message says; no parameter goes past it.</remarks>
    /// <example><code lang="sh">hosttools vfio enable 00:02.0 --host-name nixos --root ./out</code></example>
    public static HostError VfioHostNeedsDevice(IReadOnlyList<HostCritical> lost) =>
        new(nameof(VfioHostNeedsDevice), ErrorKind.Conflict,
            $"The host cannot do without {string.Join("; without ", lost.Select(static one => $"{one.Address.Short()}, which {one.Reason}"))}. Nothing was changed. {Way(lost[0].Kind)}", lost[0].Address.ToString());

    /// <summary>A device cannot be given away as the machine is now.</summary>
    /// <remarks>Do what the message says. What can only be seen later, such as groups while the IOMMU is off, is gone past with -Force (--force).</remarks>
    /// <example><code lang="text">hosttools vfio enable 01:00.0, where the firmware has no IOMMU</code></example>
    public static HostError VfioImpossible(IReadOnlyList<PciDevice> devices, IReadOnlyList<PassthroughCheck> obstacles) =>
        new(nameof(VfioImpossible), ErrorKind.Conflict,
            $"{string.Join(", ", devices.Select(static device => device.Address.Short()))} cannot be given away, and nothing was changed. {string.Join(' ', obstacles.Select(static one => $"{one.Id}: {one.Evidence} {one.Remedy}"))} -Force (--force) goes past it.", devices[0].Address.ToString());

    /// <summary>No device was named, and no graphics card or more than one can go.</summary>
    /// <remarks>Name it by its address; Test-VfioPassthrough (hosttools vfio check) says which can go.</remarks>
    /// <example><code lang="text">hosttools vfio enable, on a machine with three cards</code></example>
    public static HostError VfioDeviceAmbiguous(IReadOnlyList<PassthroughVerdict> cards, int able) =>
        new(nameof(VfioDeviceAmbiguous), able == 0 ? ErrorKind.NotFound : ErrorKind.InvalidInput,
            $"{(able == 0 ? "No graphics card can go" : "Several graphics cards can go")}, and no device was named. {string.Concat(cards.Select(static card => $"{card.Device.Address.Short()}: {card.Summary} "))}Name one as in 01:00.0.");

    /// <summary>A bridge was named, which has no use for a virtual machine.</summary>
    /// <remarks>Name what is behind it.</remarks>
    /// <example><code lang="sh">hosttools vfio enable 00:01.0 --host-name nixos --root ./out</code></example>
    public static HostError VfioDeviceIsBridge(PciDevice device) =>
        new(nameof(VfioDeviceIsBridge), ErrorKind.InvalidInput, $"{device.Address.Short()} is a bridge of the host, and bridges stay. Name what is behind it.", device.Address.ToString());

    /// <summary>The file with the devices was changed by a person.</summary>
    /// <remarks>Move the change into the host's own file, which wins, or lose it with -Force (--force).</remarks>
    /// <example><code lang="text">hosts/toaster/vfio.yaml was edited, and hosttools vfio disable runs</code></example>
    public static HostError VfioFileChanged(string file) =>
        new(nameof(VfioFileChanged), ErrorKind.Conflict, $"'{file}' was changed by hand, and nothing was done. Move the change into the host's own file, whose values win, or lose it with -Force (--force).", file);

    /// <summary>The import of the file with the devices does not stand as it was written.</summary>
    /// <remarks>Take it out by hand, and run the command again.</remarks>
    /// <example><code lang="text">./vfio.yaml was moved within the imports of hosts/toaster/default.yaml</code></example>
    public static HostError VfioImportChanged(string file) =>
        new(nameof(VfioImportChanged), ErrorKind.Conflict, $"'{file}' does not import './{VfioFile.Name}' in the way it was written, and nothing was done. Take './{VfioFile.Name}' out of its imports, and run the command again.", file);

    /// <summary>While the question stood, the tree or the machine became different, so that something else would be done than was shown.</summary>
    /// <remarks>Run the command again.</remarks>
    /// <example><code lang="text">An editor saves a module while hosttools vfio enable waits for an answer</code></example>
    public static HostToolsException VfioPlanChanged(string host) =>
        new(new HostError(nameof(VfioPlanChanged), ErrorKind.Conflict, $"The tree or the machine of '{host}' was changed meanwhile, and nothing was done. Run the command again.", host));

    private static string Way(HostCriticalKind kind) => kind switch
    {
        HostCriticalKind.Disk => "Move these file systems to another controller, or give away another device.",
        HostCriticalKind.Network => "Give the host another way to the network first.",
        HostCriticalKind.Keyboard => "Plug the keyboard into another controller, or a second keyboard there.",
        _ => "Add a card, or switch on the processor's graphics in the firmware.",
    };
}
