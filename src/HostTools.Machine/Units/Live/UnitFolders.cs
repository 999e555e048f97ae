using HostTools.Platform;

namespace HostTools.Machine.Units;

/// <summary>Where the definition of a unit is found, in systemd's order.</summary>
internal sealed class UnitFolders(Root root, string own, bool isUser)
{
    private static readonly string[] s_pulls = [".wants", ".requires", ".upholds"];

    private readonly string[] _folders = isUser
        ? [own, "/etc/systemd/user", "/run/systemd/user", "/usr/local/lib/systemd/user", "/usr/lib/systemd/user"]
        : [own, "/run/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"];

    /// <summary>Text of a unit; null where there is none, or it is masked.</summary>
    /// <param name="unit">Its name.</param>
    /// <param name="withoutOwn">As if nothing of that name were in our folder.</param>
    public string? Unit(string unit, bool withoutOwn = false)
    {
        foreach (string name in Names(unit))
        {
            foreach (string folder in withoutOwn ? _folders[1..] : _folders)
            {
                string path = $"{folder}/{name}";
                if (root.Stat(path) is { Type: FileEntryType.Link } && root.StatFollowed(path) is not { Type: FileEntryType.File })
                    return null;
                if (root.TryReadAllText(path) is { } text)
                    return text.Length == 0 ? null : text;
            }
        }

        return null;
    }

    /// <summary>A link of somebody's has something start it.</summary>
    /// <param name="unit">Its name.</param>
    /// <param name="goes">Says of a link that it goes.</param>
    public bool IsEnabled(string unit, Func<string, bool> goes) => _folders
        .SelectMany(folder => root.List(folder).Where(static name => s_pulls.Any(pull => name.EndsWith(pull, StringComparison.Ordinal))).Select(name => $"{folder}/{name}/{unit}"))
        .Any(path => root.Stat(path) is not null && !goes(path));

    /// <summary>Texts of what is added to a unit, in the order of their names.</summary>
    public IEnumerable<(string Path, string Text)> DropIns(string unit) => Names(unit).Reverse()
        .SelectMany(name => _folders.Select(folder => $"{folder}/{name}.d"))
        .SelectMany(folder => root.List(folder).Where(static file => file.EndsWith(".conf", StringComparison.Ordinal)).Select(file => (File: file, Path: $"{folder}/{file}")))
        .DistinctBy(static found => found.File).OrderBy(static found => found.File, StringComparer.Ordinal)
        .Select(found => (found.Path, root.TryReadAllText(found.Path) ?? string.Empty));

    /// <summary>The file behind an instance: <c>getty@tty1.service</c> comes from <c>getty@.service</c>.</summary>
    public static string TemplateOf(string unit)
    {
        int at = unit.IndexOf('@', StringComparison.Ordinal);
        return at < 0 ? unit : unit[..(at + 1)] + unit[unit.LastIndexOf('.')..];
    }

    private static string[] Names(string unit) => TemplateOf(unit) is var template && template != unit ? [unit, template] : [unit];
}
