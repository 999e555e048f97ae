using HostTools.Machine.Boot;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>The failures of commands about boot menus; each factory's name is the error id.</summary>
internal static class BootErrors
{
    /// <summary>The machine has no boot loader whose menu can be read.</summary>
    /// <remarks>Mount the EFI system partition at /boot, /efi or /boot/efi, and read it as root. Containers and many virtual machines have no menu.</remarks>
    /// <example><code lang="sh">hosttools boot list --root .</code></example>
    public static HostError BootLoaderMissing(string root) =>
        new(nameof(BootLoaderMissing), ErrorKind.NotFound,
            $"'{root}' has no menu of Limine, systemd-boot or GRUB below /boot, /efi or /boot/efi. Mount the EFI system partition there, and read it as root.", root);

    /// <summary>The boot menu has no entry of that name.</summary>
    /// <remarks>Take an id that Get-BootEntry (hosttools boot list) shows.</remarks>
    /// <example><code lang="text">hosttools boot list vifo, where the entry is 'vfio'</code></example>
    public static HostError BootEntryNotFound(string wanted, IEnumerable<BootEntry> entries) =>
        new(nameof(BootEntryNotFound), ErrorKind.NotFound,
            Suggestions.Nearest(wanted, entries.Select(static entry => entry.Id)) is { } close
                ? $"The boot menu has no entry '{wanted}'. Did you mean '{close}'?"
                : $"The boot menu has no entry '{wanted}'. Get-BootEntry (hosttools boot list) shows those it has.", wanted);

    /// <summary>It was not said when an entry shall start.</summary>
    /// <remarks>Say -Default (--default) for always, or -Once (--once) for the next time; one of them.</remarks>
    /// <example><code lang="sh">hosttools boot set vfio</code></example>
    public static HostError BootChoiceMissing(string wanted) =>
        new(nameof(BootChoiceMissing), ErrorKind.InvalidInput, $"When shall '{wanted}' start? Say -Default (--default) for always, or -Once (--once) for the next time; one of them.", wanted);
}
