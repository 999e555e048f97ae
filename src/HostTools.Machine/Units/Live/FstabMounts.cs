using HostTools.Machine.Adoption;
using HostTools.Platform;

namespace HostTools.Machine.Units;

/// <summary>
/// Mounts of /etc/fstab on a machine that runs. What could not be unmounted when its line changed stays mounted as it was; a file in memory has its old definition, until somebody
/// unmounts it or the machine starts again.
/// </summary>
internal sealed class FstabMounts(Root root)
{
    private const string Folder = "/run/hosttools/mounted", Table = "/etc/fstab";

    // A unit's own folder of what the system runs from; others can be made so by the option that has the initial RAM disk mount them.
    private static readonly HashSet<string> s_needed = new(StringComparer.Ordinal) { "/", "/usr", "/etc", "/var", "/nix", "/nix/store", "/run", "/tmp" };

    /// <summary>A line as systemd's unit of it, in the parts that count for what is mounted.</summary>
    public static string TextOf(FstabLine line) =>
        $"[Mount]\nWhat={line.Device}\nWhere={line.Path}\nType={line.Type}\nOptions={(line.Options.Count == 0 ? "defaults" : string.Join(',', line.Options))}\n";

    /// <summary>What mounts a place by the file as it is now; null when no line does. Of several lines the first counts.</summary>
    public string? Defined(string where) => FstabTable.Read(root).FirstOrDefault(line => line.Path == where) is { } line ? TextOf(line) : null;

    /// <summary>By what definition it is still mounted; null when it is as the file said when it was mounted.</summary>
    public string? Kept(string unit) => root.TryReadAllText($"{Folder}/{unit}");

    /// <summary>Remembers by what definition it stays mounted.</summary>
    public void Keep(string unit, string text)
    {
        root.CreateDirectories(Folder);
        Forget(unit);
        using FileStream file = root.CreateNew($"{Folder}/{unit}", 0x1A4);
        file.Write(System.Text.Encoding.UTF8.GetBytes(text));
    }

    /// <summary>It is not mounted so any more.</summary>
    public void Forget(string unit)
    {
        if (root.Stat($"{Folder}/{unit}") is not null)
            root.RemoveFile($"{Folder}/{unit}");
    }

    /// <summary>The system runs from it, so it is never unmounted.</summary>
    public static bool IsNeeded(UnitFile? unit) =>
        unit is not null && (s_needed.Contains(WhereOf(unit)) || unit.Values("Mount", "Options") is [var options, ..] && options.Split(',').Contains("x-initrd.mount"));

    /// <summary>It does not have to be there when the machine starts, and what it is on is not there now.</summary>
    public bool IsMissing(UnitFile unit)
    {
        if (unit.Values("Mount", "Options") is not [var options] || !options.Split(',').Contains("nofail") || unit.Values("Mount", "What") is not [var what])
            return false;
        string? path = what.Split('=', 2) switch
        {
            [['/', ..] device, ..] => device,
            [var tag and ("LABEL" or "UUID" or "PARTLABEL" or "PARTUUID"), var name] => $"/dev/disk/by-{tag.ToLowerInvariant()}/{name.Trim('"')}",
            _ => null,
        };
        return path is not null && !root.Exists(path);
    }

    /// <summary>Where a unit mounts something.</summary>
    public static string WhereOf(UnitFile unit) => unit.Values("Mount", "Where") is [.., var where] ? where : string.Empty;
}
