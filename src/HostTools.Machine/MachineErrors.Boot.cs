using HostTools.Platform;

namespace HostTools.Machine;

/// <summary>Failures of boot loaders and their menus.</summary>
public static partial class MachineErrors
{
    /// <summary>A file of a boot loader cannot be read, or is no such file.</summary>
    /// <remarks>Run the command as root, as the EFI system partition is often only root's; otherwise look into the file.</remarks>
    /// <example><code lang="text">/boot/loader/entries/arch.conf is larger than any entry.</code></example>
    public static HostError BootFileUnreadable(string path, string why) =>
        new(nameof(BootFileUnreadable), ErrorKind.Failed, $"'{path}' of the boot loader cannot be read: {why.TrimEnd('.')}. Run the command as root, or put the file right.", path);

    /// <summary>The files of a boot loader are in a state in which nothing is added to them.</summary>
    /// <remarks>Put right what the message names, then plan again.</remarks>
    /// <example><code lang="text">limine.conf was saved by an editor of Windows and begins with a byte order mark.</code></example>
    public static HostError BootMenuUnreadable(string place, string why, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(BootMenuUnreadable), ErrorKind.Conflict, $"The boot menu of '{place}' is left as it is: {why.TrimEnd('.')}. Put that right, then plan again.", place), origins);

    /// <summary>A boot loader's file is not as it was written a moment ago.</summary>
    /// <remarks>Another program writes it, such as a hook of the package manager; apply again when that is done.</remarks>
    /// <example><code lang="text">A kernel is installed while an apply writes limine.conf.</code></example>
    public static HostError BootMenuNotAsWritten(string place, string now, string wanted) =>
        new(nameof(BootMenuNotAsWritten), ErrorKind.Conflict,
            $"The boot menu of '{place}' is not as it was written: something else writes it. It has '{now}' instead of '{wanted}'. Apply again.", place);

    /// <summary>Limine has the hash of its configuration in its program, and would not start with a changed one.</summary>
    /// <remarks>Take the hash out ('limine enroll-config PROGRAM --reset'), apply, and enroll the new configuration.</remarks>
    /// <example><code lang="text">limine enroll-config /boot/EFI/BOOT/BOOTX64.EFI HASH, then modules.system.boot.entries changes.</code></example>
    public static HostError BootConfigEnrolled(string program, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(BootConfigEnrolled), ErrorKind.Conflict,
            $"'{program}' has the hash of its limine.conf in it, and would not start with a changed one. Run 'limine enroll-config {program} --reset', apply, and enroll the new hash.", program), origins);

    /// <summary>A further entry has none that it could follow.</summary>
    /// <remarks>Name one that the menu has (Get-BootEntry, hosttools boot list) as 'follows', or give the entry an 'image' of its own.
    /// Parameters of a unified kernel image are inside of it, so such an entry cannot be followed.</remarks>
    /// <example><code lang="text">modules.system.boot.entries: { vfio: { follows: linux-zen } }, and no such kernel is in the menu.</code></example>
    public static HostError BootEntryWithoutSource(string name, string? follows, string place, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(BootEntryWithoutSource), ErrorKind.NotFound,
            $"The boot entry '{name}' follows {(follows is null ? "the default entry" : $"'{follows}'")}, and '{place}' has no such entry with a Linux kernel. Name one that Get-BootEntry (hosttools boot list) shows, or give it an 'image'.", name), origins);

    /// <summary>The entry that shall start by default is neither declared nor there.</summary>
    /// <remarks>Name a declared entry, or an id that Get-BootEntry (hosttools boot list) shows; entries in closed folders cannot be the default.</remarks>
    /// <example><code lang="text">modules.system.boot.default: vifo</code></example>
    public static HostError BootDefaultUnknown(string name, IReadOnlyList<string> declared, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(BootDefaultUnknown), ErrorKind.NotFound,
            $"The boot menu has no entry '{name}' to start by default{(declared.Count == 0 ? string.Empty : $"; declared are {string.Join(", ", declared)}")}. Get-BootEntry (hosttools boot list) shows those that are there.", name), origins);

    /// <summary>A title or parameter cannot stand in the boot loader's file.</summary>
    /// <remarks>Write it in one line, and without what the message names.</remarks>
    /// <example><code lang="text">modules.system.boot.entries: { vfio: { title: /VFIO } }, with limine</code></example>
    public static HostError BootTextUnfit(string name, string text, string why, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(BootTextUnfit), ErrorKind.InvalidInput, $"'{text}' of the boot entry '{name}' cannot stand in the boot loader's file: {why}.", name), origins);

    /// <summary>The name of a boot entry cannot be part of a file's.</summary>
    /// <remarks>Use letters, digits and '+', '_', '.', '-', at most 64.</remarks>
    /// <example><code lang="text">boot.menu.entries: { "a/b": { title: x } }</code></example>
    public static HostError BootNameInvalid(string option, string name, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(BootNameInvalid), ErrorKind.InvalidInput, $"'{name}' in '{option}' becomes part of a file's name: use letters, digits and '+_.-', at most 64.", name), origins);

    /// <summary>The partition of the boot loader is too full.</summary>
    /// <remarks>Remove old kernels with the package manager; nothing was written.</remarks>
    /// <example><code lang="text">/boot/efi has 100 MB, all taken by three kernels.</code></example>
    public static HostError BootSpaceMissing(string place, long free, long needed, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(BootSpaceMissing), ErrorKind.Failed,
            $"'{place}' has {new ByteSize(free)} free, and {new ByteSize(needed)} are needed for the boot menu. Remove old kernels; nothing was written.", place), origins);

    /// <summary>A boot loader cannot be made to start the entry in this way.</summary>
    /// <remarks>Do what the message says instead.</remarks>
    /// <example><code lang="text">hosttools boot set vfio --once, where the loader is Limine</code></example>
    public static HostError BootChoiceRefused(string why, string instead) =>
        new(nameof(BootChoiceRefused), ErrorKind.NotSupported, $"{why}. {instead}.");
}
