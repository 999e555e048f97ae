using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using HostTools.Platform;

namespace HostTools.Machine.Boot;

/// <summary>Our entries of the Boot Loader Specification: a file for each kernel beside the entry it follows.</summary>
internal sealed partial class BlsPieces(BootMenuResource wish, BootSources sources)
{
    /// <summary>First line of each file of ours.</summary>
    public const string Header = "# Written by HostTools from modules.system.boot.entries.";

    /// <summary>A path that only files of ours have.</summary>
    public static bool IsOurs(string path) => OwnPath().IsMatch(path);

    /// <summary>What shall stand in files.</summary>
    public IReadOnlyList<BootPiece> Render()
    {
        var pieces = new List<BootPiece>();
        foreach (BootWish entry in wish.Entries)
        {
            if (entry.Image is not null)
                pieces.Add(new BootPiece($"{wish.Mount}/loader/entries/{BlsMenu.Mark}{entry.Name}.conf", null, OwnText(entry)));
            else if (SourceOf(entry) is { } source)
                pieces.AddRange(Family(source, entry.Kernels).Select(kernel => Follower(kernel, entry)));
        }

        return [.. pieces.OrderBy(static piece => piece.Path, StringComparer.Ordinal)];
    }

    /// <summary>The entry that is followed; null when there is none.</summary>
    public BootEntry? SourceOf(BootWish entry)
    {
        BootEntry[] kernels = [.. sources.Menu?.Entries.Where(static other => other.Kind is BootEntryKind.Linux) ?? []];
        return entry.Follows is { } id
            ? kernels.FirstOrDefault(other => other.Id == id || Path.ChangeExtension(other.Id, null) == id)
            : kernels.FirstOrDefault(static other => other.IsDefault) ?? kernels.FirstOrDefault();
    }

    /// <summary>The entry and those of older kernels of the same system.</summary>
    private IEnumerable<BootEntry> Family(BootEntry source, int count) => source.SortKey.Length == 0 && source.MachineId.Length == 0 ? [source] :
        sources.Menu!.Entries.Where(entry => entry == source || (entry.Kind is BootEntryKind.Linux && entry.SortKey == source.SortKey && entry.MachineId == source.MachineId && VersionOrder.Compare(entry.Version, source.Version) < 0)) // It has the source.
            .Take(count);

    private BootPiece Follower(BootEntry source, BootWish entry)
    {
        string path = $"{RootPath.ParentOf(source.File)}/{Path.ChangeExtension(source.Id, null)}{BlsMenu.Mark}{entry.Name}.conf";
        var text = new StringBuilder($"{Header}\ntitle {entry.Title}\n");
        foreach (BootLine line in BootText.Parse(sources.Texts[source.File]).Lines)
        {
            string key = line.Text.Split(' ', '\t')[0];
            if (key.Length == 0 || key[0] == '#' || key is "title" or "options" || (key == "sort-key" && entry.IsFirst))
                continue;
            text.Append(CultureInfo.InvariantCulture, $"{line.Text}\n");
        }

        if (entry.IsFirst)
            text.Append("sort-key 0-hosttools\n");
        text.Append(CultureInfo.InvariantCulture, $"options {entry.Applied(source.Parameters)}\n");
        return new BootPiece(path, null, text.ToString());
    }

    // Without a key to sort by, and with a hyphen in front of its name, it comes behind everything and never becomes the default by that.
    private static string OwnText(BootWish entry) =>
        $"{Header}\ntitle {entry.Title}\n{(entry.IsFirst ? "sort-key 0-hosttools\n" : string.Empty)}linux {entry.Image}\n{string.Concat(entry.Initrds.Select(static initrd => $"initrd {initrd}\n"))}options {entry.CommandLine}\n";

    [GeneratedRegex(@"^/(?:[^/]+/)*loader/entries/[^/]*-hosttools-[^/]+\.conf$", RegexOptions.CultureInvariant)]
    private static partial Regex OwnPath();
}
