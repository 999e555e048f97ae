using System.Globalization;
using System.Text;

namespace HostTools.Machine.Boot;

/// <summary>Our blocks in a limine.conf: settings in front of everything, as the first of a name counts, entries before or behind those of others.</summary>
internal sealed class LiminePieces(BootMenuResource wish, BootSources sources)
{
    private const string SettingsBlock = "settings";
    private const string FirstBlock = "first entries";
    private const string LastBlock = "entries";

    private readonly LimineFile _file = LimineFile.Parse(sources.LimineBytes);

    /// <summary>Names of our blocks, in the order in which they are put in.</summary>
    public static readonly IReadOnlyList<string> Blocks = [FirstBlock, LastBlock, SettingsBlock];

    /// <summary>A file without our blocks.</summary>
    /// <exception cref="FormatException">Their markers are in disorder.</exception>
    public static byte[] Strip(byte[] bytes) => Blocks.Reverse().Aggregate(bytes, static (rest, block) => BootBlock.Without(rest, block));

    /// <summary>Our blocks in a file, as they stand.</summary>
    /// <exception cref="FormatException">Their markers are in disorder.</exception>
    public static IReadOnlyList<BootPiece> In(byte[] bytes, string path)
    {
        var pieces = new List<BootPiece>();
        foreach (string block in Blocks.Reverse())
        {
            if (BootBlock.Cut(bytes, block) is not { } cut)
                continue;
            // Reading found it, so it has a text.
            pieces.Insert(0, new BootPiece(path, block, BootBlock.Read(bytes, block)!) { Raw = Encoding.UTF8.GetString(bytes, cut.Start, cut.Length), Start = cut.Start });
            bytes = BootBlock.Without(bytes, block);
        }

        return pieces;
    }

    /// <summary>A file with our blocks as they are given, and no others of ours. One that stood in the file comes back to where it stood.</summary>
    public static byte[] With(byte[] bytes, IEnumerable<BootPiece> pieces)
    {
        byte[] file = Strip(bytes);
        foreach (string block in Blocks)
        {
            if (pieces.FirstOrDefault(piece => piece.Block == block) is not { } piece)
                continue;
            file = piece.Raw is { } raw && FitsAt(file, piece.Start, raw)
                ? [.. file.AsSpan(0, piece.Start), .. Encoding.UTF8.GetBytes(raw), .. file.AsSpan(piece.Start)]
                : BootBlock.With(file, block, piece.Text, PlaceOf(block, file));
        }

        return file;
    }

    /// <summary>Between two lines, or at the end with a line end of its own.</summary>
    private static bool FitsAt(byte[] file, int start, string raw) =>
        start == 0 || (start > 0 && start <= file.Length && (file[start - 1] == '\n' || (start == file.Length && raw is ['\n' or '\r', ..])));

    /// <summary>What shall stand in the file.</summary>
    public IReadOnlyList<BootPiece> Render(string path)
    {
        BootWish[] first = [.. wish.Entries.Where(static entry => entry.IsFirst)];
        BootWish[] last = [.. wish.Entries.Where(static entry => !entry.IsFirst)];
        List<string> firstTitles = [];
        List<string> lastTitles = [];
        string firstText = Entries(first, firstTitles);
        string lastText = Entries(last, lastTitles);
        var pieces = new List<BootPiece> { new(path, FirstBlock, firstText), new(path, LastBlock, lastText), new(path, SettingsBlock, Settings(firstTitles, lastTitles)) };
        return [.. pieces.Where(static piece => piece.Text.Length > 0)];
    }

    /// <summary>The entry that is followed; null when there is none.</summary>
    public LimineEntry? SourceOf(BootWish entry)
    {
        BootMenu menu = LimineMenu.Of(_file, string.Empty);
        int index = entry.Follows is { } id
            ? menu.Entries.ToList().FindIndex(other => other.Id == id && other.Kind is BootEntryKind.Linux)
            : menu.Entries.ToList().FindIndex(static other => other is { IsDefault: true, Kind: BootEntryKind.Linux });
        if (index < 0 && entry.Follows is null)
            index = menu.Entries.ToList().FindIndex(static other => other.Kind is BootEntryKind.Linux);
        return index < 0 ? null : _file.Entries[index];
    }

    /// <summary>The row in which the menu shows the default; null when there is no such entry.</summary>
    public int? RowOf(string name, IReadOnlyList<string> first, IReadOnlyList<string> last)
    {
        if (first.ToList().IndexOf(name) is >= 0 and var before)
            return before + 1;
        int shown = _file.Entries.Count(static entry => entry.IsShown);
        if (last.ToList().IndexOf(name) is >= 0 and var behind)
            return first.Count + shown + behind + 1;
        int index = LimineMenu.Of(_file, string.Empty).Entries.ToList().FindIndex(entry => entry.Id == name);
        return index >= 0 && LimineMenu.RowOf(_file, _file.Entries[index]) is > 0 and var row ? first.Count + row : null;
    }

    private string Settings(List<string> first, List<string> last)
    {
        var text = new StringBuilder();
        foreach ((string key, string value) in wish.Settings)
            text.Append(CultureInfo.InvariantCulture, $"{key}: {value}\n");
        int? row = wish.Default is { } name ? RowOf(name, first, last)
            : first.Count > 0 && LimineMenu.Of(_file, string.Empty).Default is { } shown ? RowOf(shown.Id, first, last) : null;
        if (row is not null)
            text.Append(CultureInfo.InvariantCulture, $"default_entry: {row}\n");
        if (wish.Default is not null && _file.Global("remember_last_entry") is not null)
            text.Append("remember_last_entry: no\n");
        return text.ToString();
    }

    /// <param name="wishes">Ours.</param>
    /// <param name="names">Takes the name for each row.</param>
    private string Entries(IEnumerable<BootWish> wishes, List<string> names)
    {
        var text = new StringBuilder();
        foreach (BootWish entry in wishes)
        {
            LimineEntry? source = entry.Image is null ? SourceOf(entry) : null;
            LimineEntry?[] kernels = source is null ? [null] : [.. Family(source, entry.Kernels)];
            foreach (LimineEntry? kernel in kernels)
            {
                string title = kernel is null || kernel == source ? entry.Title : $"{entry.Title} ({kernel.Title})";
                text.Append(CultureInfo.InvariantCulture, $"/{title}\n");
                foreach (string line in kernel is null ? OwnLines(entry) : LinesOf(kernel, entry))
                    text.Append(CultureInfo.InvariantCulture, $"  {line}\n");
                names.Add(kernel == source ? entry.Name : $"{entry.Name} ({kernel?.Title})");
            }
        }

        return text.ToString();
    }

    /// <summary>The entry and those of other kernels beside it in its folder.</summary>
    private IEnumerable<LimineEntry> Family(LimineEntry source, int count) => source.Parent is null ? [source] :
        _file.Entries.Where(entry => entry == source || (entry.Parent == source.Parent && entry.Value("protocol") is "linux" && entry.Line.Number > source.Line.Number))
            .DistinctBy(KernelOf).Take(count);

    private static string KernelOf(LimineEntry entry) => entry.Value("path", "kernel_path") ?? string.Empty;

    private static IEnumerable<string> LinesOf(LimineEntry source, BootWish entry)
    {
        // Comments carry marks by which tools find entries of their own.
        IEnumerable<LimineOption> kept = source.Options.Where(static option => !option.Is("comment") && !IsCommandLine(option));
        LimineOption? line = source.Options.FirstOrDefault(IsCommandLine);
        string parameters = entry.Applied(line?.Value);
        IEnumerable<string> lines = kept.Select(static option => $"{option.Key}: {option.Value}");
        return parameters.Length == 0 ? lines : lines.Append($"{line?.Key ?? "cmdline"}: {parameters}");
    }

    private IEnumerable<string> OwnLines(BootWish entry)
    {
        // Both dialects know this one.
        string path = _file.Entries.Any(static other => other.Value("path") is not null) ? "path" : "kernel_path";
        return [$"protocol: linux", $"{path}: {entry.Image}", .. entry.Initrds.Select(static initrd => $"module_path: {initrd}"), $"cmdline: {entry.CommandLine}"];
    }

    private static bool IsCommandLine(LimineOption option) => option.Is("cmdline") || option.Is("kernel_cmdline");

    private static int PlaceOf(string block, byte[] file)
    {
        if (block == SettingsBlock)
            return 0;
        return block == FirstBlock && LimineFile.Parse(file).Entries is [var foreign, ..] ? foreign.Line.Offset : -1;
    }
}
