using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Configuration.Formats;
using HostTools.Platform;

namespace HostTools.Machine.Units;

/// <summary>Renders systemd units, their drop-ins, the links that enable them, and masks.</summary>
internal sealed class DeclaredUnits(HostConfig config, ModuleSource library, ResourceSet into, List<HostError> errors)
{
    private const int LongestName = 255;

    // Option, and the folder whose links pull the unit in.
    private static readonly (string Option, string Folder)[] s_pulls = [("wantedBy", "wants"), ("requiredBy", "requires"), ("upheldBy", "upholds")];

    /// <summary>Adds the units of every kind.</summary>
    public void Realise(IEnumerable<UnitScope> scopes)
    {
        foreach (UnitScope scope in scopes)
        {
            foreach (UnitKind kind in UnitKind.All)
            {
                foreach (Entry unit in Entry.Of(config, [.. scope.Option, kind.Option]))
                    Add(scope, kind, unit);
            }
        }
    }

    private void Add(UnitScope scope, UnitKind kind, Entry unit)
    {
        string name = (unit.Text("unitName") ?? unit.Name) + kind.Suffix;
        if (!IsUnitName(name))
        {
            errors.Add(MachineErrors.UnitNameInvalid(unit.Option, unit.Name, unit.OriginsOf()));
            return;
        }

        if (!unit.Flag("enable", true))
        {
            into.Add(Link(scope, unit, $"{scope.Folder}/{name}", "/dev/null", "enable", Collision(unit)));
            AddUnit(scope, unit, name, static resource => resource with { IsMasked = true });
            return;
        }

        try
        {
            AddText(scope, kind, unit, name);
        }
        catch (UnfitValueException unfit)
        {
            errors.Add(MachineErrors.ValueDoesNotFit(
                $"The unit '{name}'", string.Join('.', unfit.Path), unfit.Message, unit.OriginsOf([.. unfit.Path])));
        }
    }

    private void AddText(UnitScope scope, UnitKind kind, Entry unit, string name)
    {
        string header = $"# Written by HostTools from {unit.Option}.{unit.Name}.\n";
        if (unit.Text("overrideStrategy") == "asDropin")
        {
            string added = UnitText.RenderDropIn(kind, unit.Values).ToString();
            if (added.Length > 0)
                into.Add(File(scope, unit, $"{scope.Folder}/{name}.d/hosttools.conf", header + added));
            string vendor = $"{scope.VendorFolder}/{TemplateOf(name)}";
            AddLinks(scope, unit, name, vendor, vendor);
            AddUnit(scope, unit, name, resource => resource with { DropIn = added.Length > 0 ? added : null });
            return;
        }

        string text = UnitText.RenderUnit(kind, unit.Values);
        into.Add(File(scope, unit, $"{scope.Folder}/{name}", header + text));
        AddUnit(scope, unit, name, resource => resource with { Text = text });
        AddLinks(scope, unit, name, $"../{name}", name);
    }

    /// <summary>What systemd is told to do with it, where it runs.</summary>
    private void AddUnit(UnitScope scope, Entry unit, string name, Func<UnitResource, UnitResource> filled)
    {
        if (!scope.IsRun)
            return;
        into.Add(filled(new UnitResource(name)
        {
            Folder = scope.Folder,
            WantedBy = [.. unit.Texts("wantedBy").Concat(unit.Texts("requiredBy")).Distinct(StringComparer.Ordinal)],
            Origins = unit.CausesOf(library),
        }));
    }

    /// <summary>
    /// The links that enable. Distributions enable many services themselves, by links that say the same in other words, for systemd looks
    /// at the name alone: these stay as they are.
    /// </summary>
    private void AddLinks(UnitScope scope, Entry unit, string name, string fromWants, string fromFolder)
    {
        foreach ((string option, string folder) in s_pulls)
        {
            foreach (string target in UnitNames(unit, option))
                into.Add(Link(scope, unit, $"{scope.Folder}/{target}.{folder}/{name}", fromWants, option, CollisionPolicy.Backup) with { IsByName = true });
        }

        foreach (string alias in UnitNames(unit, "aliases"))
            into.Add(Link(scope, unit, $"{scope.Folder}/{alias}", fromFolder, "aliases", Collision(unit)) with { IsByName = true });
    }

    /// <summary>The names of a list that can be part of a path; an error for each of the others.</summary>
    private IEnumerable<string> UnitNames(Entry unit, string option)
    {
        foreach (string name in unit.Texts(option).Distinct(StringComparer.Ordinal))
        {
            if (IsUnitName(name) && name.IndexOf('.', StringComparison.Ordinal) > 0)
                yield return name;
            else
                errors.Add(MachineErrors.UnitNameInvalid($"{unit.Option}.{unit.Name}.{option}", name, unit.OriginsOf(option)));
        }
    }

    private FileResource File(UnitScope scope, Entry unit, string path, string text) => new(path)
    {
        Content = FileContent.FromText(text),
        Collision = Collision(unit),
        Mode = 0x1A4, // 0644: systemd warns about units that others cannot read.
        Origins = unit.CausesOf(library),
        Triggers = [scope.ReloadTrigger],
        Risk = UnitRisk.Of(path),
    };

    private LinkResource Link(UnitScope scope, Entry unit, string path, string target, string option, CollisionPolicy collision) => new(path, target)
    {
        Collision = collision,
        Origins = unit.CausesOf(library, option),
        Triggers = [scope.ReloadTrigger],
        Risk = UnitRisk.Of(path),
    };

    private static CollisionPolicy Collision(Entry unit) => unit.Word<CollisionPolicy>("collision");

    /// <summary>The file behind an instance: <c>getty@tty1.service</c> comes from <c>getty@.service</c>.</summary>
    private static string TemplateOf(string name)
    {
        int at = name.IndexOf('@', StringComparison.Ordinal);
        return at < 0 ? name : name[..(at + 1)] + name[name.LastIndexOf('.')..];
    }

    internal static bool IsUnitName(string name) =>
        name.Length is > 0 and <= LongestName && name[0] is not ('.' or '@')
        && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is ':' or '-' or '_' or '.' or '@' or '\\');
}
