using HostTools.Facts;

namespace HostTools.Machine.Boot;

/// <summary>GRUB asks its environment block, where its script says so.</summary>
internal sealed class GrubChoice(BootFiles files)
{
    private const int NewSize = 1024;

    public BootChange Default(BootEntry entry)
    {
        if (!Mentions("default=", "saved_entry"))
            throw BootChoice.Refused("grub.cfg names its default itself", "Set GRUB_DEFAULT=saved in /etc/default/grub and make grub.cfg again, or set modules.system.boot.default");
        return Set("saved_entry", entry);
    }

    public BootChange Once(BootEntry entry)
    {
        if (!Mentions("default=", "next_entry"))
            throw BootChoice.Refused("grub.cfg does not ask for a next entry", "Make it with grub-mkconfig");
        if (ReadOnlyHome() is { } why)
            throw BootChoice.Refused($"GRUB cannot forget the entry again, as it cannot write to {why}: each start would take it", "Choose it in the menu, or make it the default");
        return Set("next_entry", entry);
    }

    private string Folder => GrubMenu.Folder(files) ?? "/boot/grub";

    private bool Mentions(string assigned, string variable) =>
        GrubMenu.All(files.Parsed(Folder + "/grub.cfg", GrubScript.Parse)).Any(command => command.Name == "set" && command.Words.Count > 1
            && command.Words[1].StartsWith(assigned, StringComparison.Ordinal) && command.Words[1].Contains(variable, StringComparison.Ordinal));

    private BootChange Set(string variable, BootEntry entry)
    {
        string path = Folder + "/grubenv";
        byte[] before = files.Bytes(path) ?? GrubEnvironment.Empty(NewSize);
        GrubEnvironment environment = files.Bytes(path) is null ? GrubEnvironment.Parse(before) : files.Parsed(path, GrubEnvironment.Parse);
        if (environment[variable] == entry.Id)
            return new BootChange([]);
        try
        {
            string[] old = environment[variable] is { } was ? [$"- {variable}={was}"] : [];
            return new BootChange([$"  {path}", .. old, $"+ {variable}={entry.Id}"]) { File = path, Content = GrubEnvironment.With(before, variable, entry.Id) };
        }
        catch (FormatException cause)
        {
            throw BootChoice.Refused($"'{path}' {cause.Message}", "Remove variables that nothing needs with grub-editenv");
        }
    }

    /// <summary>What the environment block is on that GRUB only reads; null when it can write there.</summary>
    private string? ReadOnlyHome()
    {
        MountFacts? mount = TargetFacts.Read(files.Root).Mounts.Where(mount => mount.Path == "/" || (Folder + "/").StartsWith(mount.Path + "/", StringComparison.Ordinal)).MaxBy(static mount => mount.Path.Length);
        return mount switch
        {
            { Type: "btrfs" or "zfs" or "f2fs" } => mount.Type,
            { Source: var source } when source.StartsWith("/dev/mapper/", StringComparison.Ordinal) || source.StartsWith("/dev/dm-", StringComparison.Ordinal) || source.StartsWith("/dev/md", StringComparison.Ordinal) => source,
            _ => null,
        };
    }
}
