using System.Globalization;

namespace HostTools.Machine.Boot;

/// <summary>Limine counts the rows of its menu.</summary>
internal sealed class LimineChoice(BootFiles files)
{
    public BootChange Default(BootEntry entry)
    {
        byte[] bytes = files.Bytes(entry.File) ?? [];
        LimineFile file = files.Parsed(entry.File, LimineFile.Parse);
        if (LimineEnrolment.Find(files) is { } program)
            throw new Platform.HostToolsException(MachineErrors.BootConfigEnrolled(program, []));
        if (file.Problems is [var problem, ..])
            throw BootChoice.Refused($"'{entry.File}' {problem}", "Put that right first");
        if (string.Equals(file.Global("remember_last_entry"), "yes", StringComparison.OrdinalIgnoreCase))
            throw BootChoice.Refused($"'{entry.File}' says 'remember_last_entry: yes', so what was started last is started again", "Set that to 'no' first");
        int row = LimineMenu.RowOf(file, file.Entries[LimineMenu.Of(file, entry.File).Entries.ToList().FindIndex(other => other.Id == entry.Id)]);
        if (row == 0)
            throw BootChoice.Refused($"'{entry.Id}' is in a folder that is closed when the menu opens", "Open the folder with '/+' in front of its title");
        string text = string.Create(CultureInfo.InvariantCulture, $"default_entry: {row}");
        LimineOption? option = file.Globals.FirstOrDefault(static option => option.Is("default_entry"));
        if (option is null)
            return row == 1 ? new BootChange([]) : BootEdit.AddFirst(entry.File, bytes, text);
        bool isDeclared = BootBlock.LinesIn(file.Text).Contains(option.Line.Number);
        return BootEdit.Replace(entry.File, bytes, option.Line, text) with { Warning = isDeclared ? "A configuration says what starts; the next apply brings that back." : null };
    }
}
