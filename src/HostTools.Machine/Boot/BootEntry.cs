namespace HostTools.Machine.Boot;

/// <summary>What an entry of a boot menu does.</summary>
public enum BootEntryKind
{
    /// <summary>Starts a Linux kernel with the parameters that the entry says.</summary>
    Linux,

    /// <summary>Starts a kernel, its initial RAM disk and its parameters out of one file for the firmware.</summary>
    UnifiedKernel,

    /// <summary>Starts another program of the firmware, such as another boot loader.</summary>
    Efi,

    /// <summary>Holds further entries.</summary>
    Folder,

    /// <summary>Something else: another protocol, a command of the loader.</summary>
    Other,
}

/// <summary>An entry of a boot menu, as the loader's files tell it.</summary>
/// <param name="Id">What the loader knows it by; unique in one menu. Entries of folders begin with the folder's.</param>
/// <param name="Title">What the menu shows.</param>
/// <param name="Loader"><c>limine</c>, <c>systemd-boot</c> or <c>grub</c>.</param>
/// <param name="Kind">What it does.</param>
/// <param name="File">Absolute path on the machine of the file it stands in.</param>
public sealed record BootEntry(string Id, string Title, string Loader, BootEntryKind Kind, string File)
{
    /// <summary>Line of <see cref="File"/> it begins at, from 1; null when the file is no text.</summary>
    public int? Line { get; init; }

    /// <summary>The kernel or program, as the loader's file says it; null when it names none.</summary>
    public string? Kernel { get; init; }

    /// <summary>Initial RAM disks, in order, as the loader's file says them.</summary>
    public IReadOnlyList<string> Initrds { get; init; } = [];

    /// <summary>Parameters of the kernel; null when none are said.</summary>
    public string? Parameters { get; init; }

    /// <summary>Version of the kernel or system; null when the file says none.</summary>
    public string? Version { get; init; }

    /// <summary>The menu starts it when nobody chooses.</summary>
    public bool IsDefault { get; init; }

    /// <summary>The next start takes it, once.</summary>
    public bool IsNext { get; init; }

    /// <summary>HostTools wrote it.</summary>
    public bool IsOurs { get; init; }

    /// <summary>The title, for texts.</summary>
    public override string ToString() => Title;

    /// <summary>For the orders of boot loaders that compare entries; empty when not said.</summary>
    internal string SortKey { get; init; } = string.Empty;

    internal string MachineId { get; init; } = string.Empty;
}
