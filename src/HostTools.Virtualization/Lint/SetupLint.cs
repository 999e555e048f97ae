using System.Globalization;
using System.Text.RegularExpressions;
using HostTools.Facts;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Looks for what is known to go wrong on hosts that were set up for machines by hand.</summary>
public static partial class SetupLint
{
    private const string Definitions = "/etc/libvirt/qemu";

    private static readonly string[] s_units = ["/etc/systemd/system", "/etc/systemd/user", "/usr/local/lib/systemd/system", "/usr/local/lib/systemd/user"];

    private static readonly string[] s_scripts = ["/etc/libvirt/hooks", "/etc/libvirt/hooks/qemu.d", "/usr/local/bin", "/usr/local/sbin"];

    /// <summary>All findings.</summary>
    public static IReadOnlyList<HostVmFinding> Of(LintHost host) => [.. Programs(host), .. Foreign(host), .. Screens(host), .. Kernel(host)];

    private static IEnumerable<HostVmFinding> Programs(LintHost host)
    {
        foreach (string file in s_units.Concat(s_scripts).SelectMany(folder => Files(host.Root, folder)))
        {
            string text = host.Root.TryReadAllText(file, 1 << 20) ?? string.Empty;
            if (Scream().IsMatch(text))
                yield return Say("VM080", VmSeverity.Error, file, "It starts scream with '-o pipewire', which it does not know: there is no sound.", "Say '-o pulse', which PipeWire serves, or use libvirt's own sound (audio: pipewire).");
            if (Swallowed().IsMatch(text))
                yield return Say("VM081", VmSeverity.Error, file, "It ignores the failure of 'virsh define': a machine that was changed stays as it was, and nobody learns of it.", "Remove '|| true', and give the definition the <uuid> of the machine.");
        }
    }

    // libvirt begins its files with a warning.
    private static IEnumerable<HostVmFinding> Foreign(LintHost host) =>
        from file in Files(host.Root, Definitions)
        where file.EndsWith(".xml", StringComparison.Ordinal) && host.Root.TryReadAllText(file, DomainFile.MaximumLength) is { } text && !text.Contains("AUTO-GENERATED", StringComparison.Ordinal)
        select Say("VM082", VmSeverity.Warning, file, "Somebody else than libvirt wrote this file in its own folder: it is read when libvirt starts, if at all, and overwritten by the next change.", "Define the machine with 'virsh define' or Register-HostVm -File, and remove the file.");

    private static IEnumerable<HostVmFinding> Screens(LintHost host)
    {
        foreach (string file in Files(host.Root, "/etc/X11/xorg.conf.d").Prepend("/etc/X11/xorg.conf"))
        {
            foreach (Match id in XorgBus().Matches(host.Root.TryReadAllText(file, 1 << 20) ?? string.Empty))
            {
                int bus = int.Parse(id.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
                PciDevice[] cards = [.. host.Facts.Pci.Where(static device => device.IsGpu())];
                if (cards.Length > 0 && cards.All(card => card.Address.Bus != bus))
                    yield return Say("VM083", VmSeverity.Error, file, $"'{id.Value}' names no graphics card of this host. The number is decimal, and addresses are hexadecimal: 0d:00.0 is PCI:13:0:0.", $"It has {string.Join(", ", cards.Select(static card => card.Address.BusId()))}.");
            }
        }
    }

    private static IEnumerable<HostVmFinding> Kernel(LintHost host)
    {
        if (host.Facts.KernelParameters.Contains("amd_iommu=on"))
            yield return Say("VM084", VmSeverity.Information, "/proc/cmdline", "'amd_iommu=on' means nothing to the kernel: AMD's IOMMU is on by itself.", "Remove it; iommu=pt is what has an effect.");
    }

    private static IEnumerable<string> Files(Root root, string folder)
    {
        try
        {
            return [.. root.List(folder).Order(StringComparer.Ordinal).Take(1000).Select(name => RootPath.Join(folder, name)).Where(path => root.StatFollowed(path) is { Type: FileEntryType.File })];
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static HostVmFinding Say(string rule, VmSeverity severity, string file, string message, string fix) => new(string.Empty, rule, severity, file, message, fix);

    [GeneratedRegex(@"\bscream\b[^\n]*\s-o\s*pipewire\b", RegexOptions.NonBacktracking)]
    private static partial Regex Scream();

    [GeneratedRegex(@"\bvirsh\b[^\n]*\bdefine\b[^\n]*\|\|\s*(true|:)", RegexOptions.NonBacktracking)]
    private static partial Regex Swallowed();

    [GeneratedRegex("BusID\\s+\"PCI:([0-9]{1,3})(@[0-9]+)?:[0-9]{1,2}:[0-9]", RegexOptions.NonBacktracking)]
    private static partial Regex XorgBus();
}
