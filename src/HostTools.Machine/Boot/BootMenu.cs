namespace HostTools.Machine.Boot;

/// <summary>The menu of one boot loader, in the order in which it shows its entries.</summary>
/// <param name="Loader"><c>limine</c>, <c>systemd-boot</c> or <c>grub</c>.</param>
/// <param name="File">Absolute path on the machine of the file with the loader's settings.</param>
/// <param name="Entries">Folders come right before their entries.</param>
public sealed record BootMenu(string Loader, string File, IReadOnlyList<BootEntry> Entries)
{
    /// <summary>What is wrong or surprising: files that no loader reads, entries that cannot start.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The entry that is started when nobody chooses; null when that is not known.</summary>
    public BootEntry? Default => Entries.FirstOrDefault(static entry => entry.IsDefault);

    /// <summary>This menu with the entry at a place as the default.</summary>
    internal BootMenu WithDefault(int index) => this with { Entries = [.. Entries.Select((entry, at) => at == index ? entry with { IsDefault = true } : entry)] };

    /// <summary>This menu with the entry at a place as the next to start.</summary>
    internal BootMenu WithNext(int index) => this with { Entries = [.. Entries.Select((entry, at) => at == index ? entry with { IsNext = true } : entry)] };
}
