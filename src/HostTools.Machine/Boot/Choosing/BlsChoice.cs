using HostTools.Platform;

namespace HostTools.Machine.Boot;

/// <summary>systemd-boot asks a variable of the firmware first, then loader.conf.</summary>
internal sealed class BlsChoice(BootFiles files, bool isLive)
{
    public BootChange Default(BootEntry entry)
    {
        if (LoaderVariables.Read(files, "LoaderEntryDefault") is not null)
            return Tell("set-default", entry);
        string path = BlsMenu.Read(files)?.File ?? "/boot/loader/loader.conf";
        byte[] bytes = files.Bytes(path) ?? [];
        var text = BootText.Parse(bytes);
        BootLine? line = text.Lines.LastOrDefault(static line => line.Text.Split(' ', '\t')[0] == "default");
        if (line is null)
            return BootEdit.AddLast(path, bytes, $"default {entry.Id}");
        bool isDeclared = text.Lines.Take(line.Number).Any(static other => other.Text == "# BEGIN hosttools") && text.Lines.Skip(line.Number).Any(static other => other.Text == "# END hosttools");
        return BootEdit.Replace(path, bytes, line, $"default {entry.Id}") with { Warning = isDeclared ? "A configuration says what starts; the next apply brings that back." : null };
    }

    public BootChange Once(BootEntry entry) => Tell("set-oneshot", entry);

    private BootChange Tell(string verb, BootEntry entry) => isLive
        ? new BootChange([$"  bootctl {verb} {entry.Id}"]) { Program = new ProcessRequest("bootctl", [verb, entry.Id]) }
        : throw BootChoice.Refused("systemd-boot keeps this in the firmware of the running machine", "Run the command on that machine");
}
