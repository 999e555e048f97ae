using System.Globalization;
using HostTools.Platform;

namespace HostTools.Machine.Boot;

/// <summary>The menu in grub.cfg, which is made by grub-mkconfig and never edited.</summary>
internal static class GrubMenu
{
    public const string Loader = "grub";

    /// <summary>Entries of ours begin with it.</summary>
    public const string Mark = "hosttools-";

    private static readonly string[] s_folders = ["/boot/grub", "/boot/grub2", "/efi/grub"];

    /// <summary>The folder of the GRUB that is there; null when there is none.</summary>
    public static string? Folder(BootFiles files) => s_folders.FirstOrDefault(folder => files.Root.Exists(folder + "/grub.cfg"));

    public static BootMenu? Read(BootFiles files)
    {
        if (Folder(files) is not { } folder)
            return null;
        string path = folder + "/grub.cfg";
        IReadOnlyList<GrubCommand> script = files.Parsed(path, GrubScript.Parse);
        var warnings = new List<string>();
        var entries = new List<BootEntry>();
        Add(entries, script, path, string.Empty);
        string custom = folder + "/custom.cfg";
        if (files.Root.Exists(custom))
        {
            if (All(script).Any(static command => command.Name == "source" && command.Words.Any(static word => word.EndsWith("custom.cfg", StringComparison.Ordinal))))
                Add(entries, files.Parsed(custom, GrubScript.Parse), custom, string.Empty);
            else
                warnings.Add($"'{custom}' is not read: grub.cfg does not name it.");
        }

        // Fedora's script reads entries of the Boot Loader Specification when it runs.
        if (All(script).Any(static command => command.Name == "blscfg"))
            entries.AddRange(BlsMenu.Entries(files, Loader, null, warnings).Where(static entry => entry.Kind == BootEntryKind.Linux).Select(static entry => entry with { Id = Path.ChangeExtension(entry.Id, null) }).OrderDescending(s_byVersion));
        var menu = new BootMenu(Loader, path, entries) { Warnings = warnings };
        GrubEnvironment? environment = Environment(files, folder, warnings);
        int index = Find(entries, DefaultOf(script, environment));
        menu = index < 0 ? entries.Count > 0 ? menu.WithDefault(First(entries)) : menu : menu.WithDefault(index);
        return environment?["next_entry"] is { Length: > 0 } next && Find(entries, next) is >= 0 and var nextIndex ? menu.WithNext(nextIndex) : menu;
    }

    /// <summary>Commands and those inside them.</summary>
    public static IEnumerable<GrubCommand> All(IEnumerable<GrubCommand> script) => script.SelectMany(static command => command.All);

    private static GrubEnvironment? Environment(BootFiles files, string folder, List<string> warnings)
    {
        string path = folder + "/grubenv";
        if (files.Bytes(path) is not { } bytes)
            return null;
        try
        {
            return GrubEnvironment.Parse(bytes);
        }
        catch (FormatException cause)
        {
            warnings.Add($"'{path}' {cause.Message}.");
            return null;
        }
    }

    private static void Add(List<BootEntry> entries, IEnumerable<GrubCommand> commands, string path, string parent)
    {
        foreach (GrubCommand command in commands)
        {
            if (command.Name is not ("menuentry" or "submenu") || command.Words.Count < 2)
            {
                Add(entries, command.Body, path, parent); // Inside of functions and the like.
                continue;
            }

            string id = parent + (IdOf(command) ?? command.Words[1]);
            entries.Add(Of(command, id, path));
            if (command.Name == "submenu")
                Add(entries, command.Body, path, id + ">");
        }
    }

    private static BootEntry Of(GrubCommand command, string id, string path)
    {
        GrubCommand? linux = command.Body.FirstOrDefault(static inner => inner.Name is "linux" or "linuxefi" or "linux16" && inner.Words.Count > 1);
        GrubCommand? chain = command.Body.FirstOrDefault(static inner => inner.Name is "chainloader" && inner.Words.Count > 1);
        BootEntryKind kind = command.Name == "submenu" ? BootEntryKind.Folder : linux is not null ? BootEntryKind.Linux : chain is not null ? BootEntryKind.Efi : BootEntryKind.Other;
        return new BootEntry(id, command.Words[1], Loader, kind, path)
        {
            Line = command.Line,
            Kernel = linux?.Words[1] ?? chain?.Words[^1],
            Initrds = [.. command.Body.Where(static inner => inner.Name is "initrd" or "initrdefi" or "initrd16").SelectMany(static inner => inner.Words.Skip(1))],
            Parameters = linux is null ? null : string.Join(' ', linux.Words.Skip(2)),
            IsOurs = id[(id.LastIndexOf('>') + 1)..].StartsWith(Mark, StringComparison.Ordinal),
        };
    }

    private static string? IdOf(GrubCommand command)
    {
        for (int at = 2; at < command.Words.Count - 1; at++)
        {
            if (command.Words[at] is "--id" or "$menuentry_id_option" or "${menuentry_id_option}")
                return command.Words[at + 1];
        }

        return null;
    }

    /// <summary>What <c>set default=</c> says, with the saved entry where it asks for that.</summary>
    private static string? DefaultOf(IReadOnlyList<GrubCommand> script, GrubEnvironment? environment)
    {
        string? said = All(script).Where(static command => command.Name == "set" && command.Words.Count > 1 && command.Words[1].StartsWith("default=", StringComparison.Ordinal))
            .Select(static command => command.Words[1]["default=".Length..]).LastOrDefault(static value => !value.Contains("next_entry", StringComparison.Ordinal));
        return said is not null && said.Contains("saved_entry", StringComparison.Ordinal) ? environment?["saved_entry"] : said;
    }

    /// <summary>By id, title or number, each in a path through folders.</summary>
    private static int Find(List<BootEntry> entries, string? wanted)
    {
        if (string.IsNullOrEmpty(wanted))
            return -1;
        string parent = string.Empty;
        int found = -1;
        foreach (string part in wanted.Split('>'))
        {
            List<BootEntry> level = [.. entries.Where(entry => entry.Id.StartsWith(parent, StringComparison.Ordinal) && !entry.Id[parent.Length..].Contains('>', StringComparison.Ordinal))];
            BootEntry? match = level.Find(entry => entry.Id[parent.Length..] == part || entry.Title == part)
                ?? (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < level.Count ? level[number] : null);
            if (match is null)
                return -1;
            found = entries.IndexOf(match);
            parent = match.Id + ">";
        }

        return entries[found].Kind == BootEntryKind.Folder ? -1 : found;
    }

    private static int First(List<BootEntry> entries) => Math.Max(entries.FindIndex(static entry => entry.Kind != BootEntryKind.Folder), 0);

    private static readonly IComparer<BootEntry> s_byVersion = Comparer<BootEntry>.Create(static (a, b) => VersionOrder.Compare(a.Id, b.Id));
}
