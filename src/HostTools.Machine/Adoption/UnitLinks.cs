using System.Text.RegularExpressions;
using HostTools.Machine.Units;
using HostTools.Platform;

namespace HostTools.Machine.Adoption;

/// <summary>What the links in /etc/systemd say of a unit.</summary>
/// <param name="Option">Where units of its kind are declared, for example <c>systemd.services</c>.</param>
/// <param name="Name">The unit's name without its suffix.</param>
internal sealed record LinkedUnit(string Option, string Name)
{
    public List<string> WantedBy { get; } = [];

    public List<string> RequiredBy { get; } = [];

    public List<string> Aliases { get; } = [];

    public bool IsMasked { get; set; }
}

/// <summary>Reads which units are enabled, masked, or have other names.</summary>
internal static partial class UnitLinks
{
    /// <summary>Whether a link below /etc belongs to systemd's administration.</summary>
    public static bool IsOne(string path) => Place().IsMatch(path);

    /// <summary>The units, and the links that no option expresses.</summary>
    public static (IReadOnlyList<LinkedUnit> Units, IReadOnlyList<EtcFile> Links) Read(Root root)
    {
        var units = new SortedDictionary<string, LinkedUnit>(StringComparer.Ordinal);
        List<EtcFile> links = [];
        foreach (UnitScope scope in UnitScope.OfMachine)
        {
            foreach (string name in RootFiles.List(root, scope.Folder))
            {
                if (name.EndsWith(".wants", StringComparison.Ordinal) || name.EndsWith(".requires", StringComparison.Ordinal))
                    ReadFolder(root, scope, name, units, links);
                else if (RootFiles.Link(root, $"{scope.Folder}/{name}") is { } target)
                    ReadName(scope, name, target, units, links);
            }
        }

        return ([.. units.Values], links);
    }

    private static void ReadFolder(Root root, UnitScope scope, string folder, SortedDictionary<string, LinkedUnit> units, List<EtcFile> links)
    {
        string wanting = folder[..folder.LastIndexOf('.')];
        foreach (string name in RootFiles.List(root, $"{scope.Folder}/{folder}"))
        {
            if (RootFiles.Link(root, $"{scope.Folder}/{folder}/{name}") is not { } target)
                continue;
            // Of a unit in /etc the library writes the link itself only when it writes the unit.
            LinkedUnit? unit = RootPath.NameOf(target) == TemplateOf(name) && IsUnitName(name) && IsUnitName(wanting) ? UnitOf(scope, name, units) : null;
            if (unit is null)
                links.Add(Other(scope, $"{folder}/{name}", target));
            else
                (folder.EndsWith(".wants", StringComparison.Ordinal) ? unit.WantedBy : unit.RequiredBy).Add(wanting);
        }
    }

    private static void ReadName(UnitScope scope, string name, string target, SortedDictionary<string, LinkedUnit> units, List<EtcFile> links)
    {
        if (target == "/dev/null" && IsUnitName(name) && UnitOf(scope, name, units) is { } masked)
            masked.IsMasked = true;
        else if (target != "/dev/null" && IsUnitName(name) && IsUnitName(RootPath.NameOf(target)) && UnitOf(scope, RootPath.NameOf(target), units) is { } unit && !RootPath.NameOf(target).Contains('@', StringComparison.Ordinal))
            unit.Aliases.Add(name);
        else
            links.Add(Other(scope, name, target));
    }

    private static EtcFile Other(UnitScope scope, string name, string target) => new($"{scope.Folder["/etc/".Length..]}/{name}", null, target, 0);

    private static LinkedUnit? UnitOf(UnitScope scope, string name, SortedDictionary<string, LinkedUnit> units)
    {
        // Mounts are declared by their place, not by their name.
        if (UnitKind.All.FirstOrDefault(kind => name.EndsWith(kind.Suffix, StringComparison.Ordinal) && kind.Option is not ("mounts" or "automounts")) is not { } kind)
            return null;
        string option = string.Join('.', [.. scope.Option, kind.Option]);
        if (scope != UnitScope.OfMachine[0] && kind.Option is not ("services" or "timers" or "sockets" or "paths" or "targets" or "slices"))
            return null;
        string key = $"{option} {name}";
        if (!units.TryGetValue(key, out LinkedUnit? unit))
            units[key] = unit = new LinkedUnit(option, name[..^kind.Suffix.Length]);
        return unit;
    }

    private static string TemplateOf(string name)
    {
        int at = name.IndexOf('@', StringComparison.Ordinal);
        return at < 0 ? name : name[..(at + 1)] + name[name.LastIndexOf('.')..];
    }

    private static bool IsUnitName(string name) => UnitName().IsMatch(name) && name.Length <= 255;

    [GeneratedRegex(@"^/etc/systemd/(system|user)/([^/]+\.(wants|requires)/)?[^/]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Place();

    [GeneratedRegex(@"^[A-Za-z0-9_:\\-][A-Za-z0-9_:.@\\-]*\.[a-z]+$", RegexOptions.CultureInvariant)]
    private static partial Regex UnitName();
}
