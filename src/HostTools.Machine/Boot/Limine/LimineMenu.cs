using System.Globalization;

namespace HostTools.Machine.Boot;

/// <summary>The menu that a limine.conf makes.</summary>
internal static class LimineMenu
{
    public const string Loader = "limine";

    public static BootMenu? Read(BootFiles files, string? mount = null)
    {
        IReadOnlyList<string> places = LiminePlaces.Find(files, mount);
        var old = LiminePlaces.Old(files).ToList();
        if (places.Count == 0)
        {
            return old.Count == 0 ? null : new BootMenu(Loader, old[0], [])
            {
                Warnings = [$"'{old[0]}' is a configuration of Limine before release 8, which is not read here. Write a limine.conf."],
            };
        }

        LimineFile file = files.Parsed(places[0], LimineFile.Parse);
        return Of(file, places[0]) with
        {
            Warnings =
            [
                .. places.Skip(1).Select(path => $"'{path}' is shadowed by '{places[0]}': Limine reads the first file that it finds."),
                .. old.Select(path => $"'{path}' is not read: '{places[0]}' is newer."),
                .. file.Problems.Select(problem => $"'{places[0]}' {problem}."),
            ],
        };
    }

    public static BootMenu Of(LimineFile file, string path)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var known = new Dictionary<LimineEntry, string>();
        var entries = new List<BootEntry>();
        HashSet<int> ours = BootBlock.LinesIn(file.Text);
        foreach (LimineEntry entry in file.Entries)
        {
            string id = Unique(entry.Parent is { } parent ? $"{known[parent]}/{entry.Title}" : entry.Title, ids);
            known.Add(entry, id);
            entries.Add(Of(file, entry, id, path) with { IsOurs = ours.Contains(entry.Line.Number) });
        }

        var menu = new BootMenu(Loader, path, entries);
        int index = DefaultIndex(file);
        return index < 0 ? menu : menu.WithDefault(index);
    }

    /// <summary>Number of the row in which an entry is shown, as <c>default_entry</c> counts them; 0 when its folder is closed.</summary>
    public static int RowOf(LimineFile file, LimineEntry entry) => Rows(file).IndexOf(entry) + 1;

    private static BootEntry Of(LimineFile file, LimineEntry entry, string id, string path) =>
        new(id, file.Expand(entry.Title), Loader, KindOf(file, entry), path)
        {
            Line = entry.Line.Number,
            Kernel = Expanded(file, entry.Value("path", "kernel_path", "image_path")),
            Initrds = [.. entry.Values("module_path").Select(file.Expand)],
            Parameters = Expanded(file, entry.Value("cmdline", "kernel_cmdline")),
        };

    private static BootEntryKind KindOf(LimineFile file, LimineEntry entry)
    {
        if (IsFolder(file, entry))
            return BootEntryKind.Folder;
        return Expanded(file, entry.Value("protocol")) switch
        {
            "linux" => BootEntryKind.Linux,
            "efi" or "efi_chainload" or "uefi" => BootEntryKind.Efi,
            _ => BootEntryKind.Other,
        };
    }

    private static bool IsFolder(LimineFile file, LimineEntry entry) => file.Entries.Any(other => other.Parent == entry);

    private static int DefaultIndex(LimineFile file)
    {
        if (string.Equals(file.Global("remember_last_entry"), "yes", StringComparison.OrdinalIgnoreCase))
            return -1; // What was started last, which the firmware knows.
        List<LimineEntry> rows = Rows(file);
        string? value = file.Global("default_entry") is { } said ? file.Expand(said) : null;
        int row = value is not null && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? Math.Max(number, 1) : 1;
        if (rows.Count == 0)
            return -1;
        LimineEntry shown = rows[row > rows.Count ? 0 : row - 1];
        return file.Entries.ToList().IndexOf(shown);
    }

    /// <summary>What the menu shows before anybody touches it.</summary>
    private static List<LimineEntry> Rows(LimineFile file) => [.. file.Entries.Where(static entry => entry.IsShown)];

    private static string? Expanded(LimineFile file, string? value) => value is null ? null : file.Expand(value);

    private static string Unique(string id, HashSet<string> ids)
    {
        string unique = id;
        for (int number = 2; !ids.Add(unique); number++)
            unique = $"{id} #{number}";
        return unique;
    }
}
