using System.Text;
using System.Text.RegularExpressions;
using HostTools.Facts;
using HostTools.Platform;

namespace HostTools.Machine.Adoption;

/// <summary>Turns what a machine has into a first host. Reads the root and writes nothing.</summary>
public sealed partial class HostAdoption
{
    private const int MostLeftOut = 200;

    private readonly Root _root;
    private readonly TargetFacts _facts;
    private readonly List<AdoptedItem> _items = [];
    private readonly List<string> _names = [];
    private readonly List<string> _packages = [];
    private readonly List<string> _accounts;
    private readonly IReadOnlyList<EtcFile> _found;
    private readonly List<string> _units = [];
    private readonly List<string> _boot = [];
    private readonly SortedDictionary<string, string> _etc = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _others = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    /// <summary>Reads a machine.</summary>
    /// <param name="root">Its root file system.</param>
    /// <param name="facts">Its facts.</param>
    /// <param name="name">Name of the host.</param>
    /// <param name="processes">Starts programs that read databases of packages; null when none may be started.</param>
    public HostAdoption(Root root, TargetFacts facts, string name, IProcessRunner? processes = null)
    {
        (_root, _facts, Name) = (root, facts, name);
        PackageDatabase packages = PackageDatabase.Read(root, facts.PackageManager, processes);
        ReadNames();
        ReadPackages(packages);
        _accounts = [.. new AdoptedAccounts(root, _items).Lines()];
        ReadUnits();
        _found = new EtcFiles(root, packages, _items).Read();
        ReadBoot();
    }

    /// <summary>Name of the host.</summary>
    public string Name { get; }

    /// <summary>What the machine has, and what became of it, ordered by kind and name.</summary>
    public IReadOnlyList<AdoptedItem> Items =>
        [.. _items.Distinct().OrderBy(static item => item.Kind, StringComparer.Ordinal).ThenBy(static item => item.Name, StringComparer.Ordinal)];

    /// <summary>The host's files by their path below its folder.</summary>
    public IReadOnlyDictionary<string, byte[]> Files()
    {
        var files = new SortedDictionary<string, byte[]>(_files, StringComparer.Ordinal)
        {
            ["default.yaml"] = Encoding.UTF8.GetBytes(HostText()),
            ["hardware.yaml"] = Encoding.UTF8.GetBytes(HardwareText.Write(_root, _facts, isQuiet: true)),
        };
        return files;
    }

    /// <summary>Takes over what is in /etc, but for what the library declares there: that is kept when it is known what would come of it.</summary>
    /// <param name="declared">Paths below /etc that the host declares so far.</param>
    public void TakeFiles(IReadOnlyCollection<string> declared)
    {
        foreach (EtcFile file in _found.Where(file => !declared.Contains(file.Name)))
            Add(file);
    }

    /// <summary>
    /// Makes the host keep what stands at a path of /etc, where a module of the library would write something else there.
    /// </summary>
    /// <param name="path">Absolute path on the machine.</param>
    /// <param name="declared">Which of <c>text</c>, <c>link</c> and <c>format</c> the library gives the entry.</param>
    /// <returns>False when what is there cannot be kept that way.</returns>
    public bool Keep(string path, IReadOnlyCollection<string> declared)
    {
        if (!path.StartsWith("/etc/", StringComparison.Ordinal) || _etc.ContainsKey(path[5..]))
            return false;
        string name = path[5..];
        _items.Add(new AdoptedItem("file", path, AdoptionOutcome.Adopted, $"environment.etc.{TreeText.Key(name)}"));
        string unset = string.Concat(declared.Where(static key => key != "link").Select(static key => $"{key}: !unset\n"));
        switch (RootFiles.Stat(_root, path))
        {
            case null:
                _etc[name] = "enable: !force false";
                return true;
            case { Type: FileEntryType.Link } when RootFiles.Link(_root, path) is { } target && !target.Any(char.IsControl):
                _etc[name] = $"{unset}link: !force {TreeText.Scalar(target)}";
                return true;
            case { Type: FileEntryType.File, Size: < 1 << 20 } status when (status.Mode & 0x4) != 0 && RootFiles.Bytes(_root, path) is { } content:
                _files[$"files/etc/{name}"] = content;
                _etc[name] = $"{unset}{(declared.Contains("link") ? "link: !unset\n" : string.Empty)}source: {TreeText.Scalar($"./files/etc/{name}")}";
                return true;
            default:
                return false;
        }
    }

    /// <summary>Says what a package is called here, where its name means another one to the library.</summary>
    public void Rename(string package, string distribution) =>
        _others[$"environment.packageNames.{TreeText.Key(package)}"] = $"{{ {distribution}: {TreeText.Scalar(package)} }}";

    private void ReadNames()
    {
        if (_facts.HostName is { } name && name.Split('.')[0] is var plain && HostName().IsMatch(plain) && plain != Name)
            _names.Add($"networking.hostName: {TreeText.Scalar(plain)}");
        string? zone = RootFiles.Link(_root, "/etc/localtime") is { } link && link.IndexOf("/zoneinfo/", StringComparison.Ordinal) is >= 0 and var at ? link[(at + 10)..] : null;
        if (zone is not null && ZoneName().IsMatch(zone))
        {
            _names.Add($"time.timeZone: {TreeText.Scalar(zone)}");
            _items.Add(new AdoptedItem("setting", "time zone", AdoptionOutcome.Adopted, "time.timeZone"));
        }
    }

    private void ReadPackages(PackageDatabase packages)
    {
        if (packages.Unknown is { } why)
            _items.Add(new AdoptedItem("package", packages.Manager, AdoptionOutcome.LeftOut, why));
        if (packages.Everywhere > 0)
            _items.Add(new AdoptedItem("package", $"{packages.Everywhere} of every system", AdoptionOutcome.LeftOut, "packages without which no Debian works are not listed"));
        if (packages.Needed > 0)
            _items.Add(new AdoptedItem("package", $"{packages.Needed} that others need", AdoptionOutcome.LeftOut, $"nothing that HostTools reads says who asked for a package of {packages.Manager}; those that others need come with them"));
        if (packages.Libraries > 0)
            _items.Add(new AdoptedItem("package", $"{packages.Libraries} libraries", AdoptionOutcome.LeftOut, "they are marked as installed by hand, and other packages that are installed bring them"));
        foreach (string package in packages.Manual)
        {
            if (PackageName().IsMatch(package))
            {
                _packages.Add(package);
                _items.Add(new AdoptedItem("package", package, AdoptionOutcome.Adopted, "environment.systemPackages"));
            }
        }
    }

    private void ReadUnits()
    {
        (IReadOnlyList<LinkedUnit> units, IReadOnlyList<EtcFile> links) = UnitLinks.Read(_root);
        foreach (IGrouping<string, LinkedUnit> kind in units.GroupBy(static unit => unit.Option))
        {
            _units.Add($"{kind.Key}:");
            foreach (LinkedUnit unit in kind)
            {
                string[] said = [.. new[]
                {
                    unit.IsMasked ? "enable: false" : null,
                    unit.WantedBy.Count > 0 && !unit.IsMasked ? $"wantedBy: {TreeText.List(unit.WantedBy)}" : null,
                    unit.RequiredBy.Count > 0 && !unit.IsMasked ? $"requiredBy: {TreeText.List(unit.RequiredBy)}" : null,
                    unit.Aliases.Count > 0 && !unit.IsMasked ? $"aliases: {TreeText.List(unit.Aliases)}" : null,
                }.OfType<string>()];
                _units.Add($"  {TreeText.Key(unit.Name)}: {{ {string.Join(", ", said)} }}");
                _items.Add(new AdoptedItem("unit", unit.Name, AdoptionOutcome.Adopted, $"{unit.Option}.{unit.Name}"));
            }
        }

        foreach (EtcFile link in links)
            Add(link);
    }

    private void ReadBoot()
    {
        foreach ((string path, IReadOnlyList<string> parameters) in BootTraces.Read(_root))
        {
            if (parameters.Count == 0)
                continue;
            _boot.Add($"# boot.kernelParams: {TreeText.Comment(TreeText.List(parameters))}     # what {path} says");
            if (!path.StartsWith("/etc/", StringComparison.Ordinal))
                AddBootFile(path);
            else if (!_found.Any(file => $"/etc/{file.Name}" == path))
                _items.Add(new AdoptedItem("boot", path, AdoptionOutcome.LeftOut, "a package brought the file, and its kernel parameters stand in the host as a comment"));
        }
    }

    /// <summary>The settings of a boot loader that keeps them beside the kernel, as they are.</summary>
    private void AddBootFile(string path)
    {
        if (RootFiles.Stat(_root, path) is not { Type: FileEntryType.File } status || RootFiles.Bytes(_root, path) is not { } content)
            return;
        _files[$"files{path}"] = content;
        _others[$"environment.files.{TreeText.Key(path)}"] =
            $"{{ source: {TreeText.Scalar($"./files{path}")}{((status.Mode & 0xFFF) == 0x1A4 ? string.Empty : $", mode: {TreeText.Mode(status.Mode & 0xFFF)}")} }}";
        _items.Add(new AdoptedItem("boot", path, AdoptionOutcome.Adopted, $"environment.files.{TreeText.Key(path)}"));
    }

    private void Add(EtcFile file)
    {
        bool isLink = file.LinkTarget is not null;
        _etc[file.Name] = isLink ? $"link: {TreeText.Scalar(file.LinkTarget!)}" : // Known to be one.
            $"source: {TreeText.Scalar($"./files/etc/{file.Name}")}{(file.Mode == 0x1A4 ? string.Empty : $", mode: {TreeText.Mode(file.Mode)}")}";
        if (!isLink)
            _files[$"files/etc/{file.Name}"] = file.Content!; // A file has content.
        _items.Add(new AdoptedItem(isLink ? "link" : "file", $"/etc/{file.Name}", AdoptionOutcome.Adopted, $"environment.etc.{TreeText.Key(file.Name)}"));
    }

    private string HostText()
    {
        var text = new StringBuilder();
        text.Append("# Written by Export-HostConfig (hosttools config export) from a machine as it was; it plans to no change there.\n")
            .Append("# From here on it is yours: give things better places, and delete what you do not care about.\n")
            .Append("description: ").Append(TreeText.Scalar($"{_facts.Os?.Name ?? "A machine"}, adopted.")).Append('\n');
        if (_facts.Architecture is { } architecture && System().IsMatch(architecture))
            text.Append("system: ").Append(architecture).Append("-linux\n");
        text.Append("stateVersion: \"1\"\n\nimports:\n  - ./hardware.yaml\n\nconfig:\n");
        Section(text, null, _names);
        Section(text, "Kernel parameters, as the files below keep them; with system/boot among the imports HostTools writes them instead.", _boot);
        Section(text, "Packages that somebody asked for.", _packages.Count == 0 ? [] : ["environment.systemPackages:", .. _packages.Select(static name => $"  - {TreeText.Scalar(name)}")]);
        Section(text, null, [.. _others.Select(static entry => $"{entry.Key}: {entry.Value}")]);
        Section(text, "People, without their passwords, which stay on the machine.", _accounts);
        Section(text, "Units that links in /etc/systemd enable, mask or give other names.", _units);
        Section(text, "Files that no package brought, or that somebody changed.", _etc.Count == 0 ? [] : ["environment.etc:", .. _etc.SelectMany(static entry => Entry(entry.Key, entry.Value))]);
        if (text.ToString().EndsWith("config:\n", StringComparison.Ordinal))
            text.Length -= 1;
        AdoptedItem[] leftOut = [.. Items.Where(static item => item.Outcome == AdoptionOutcome.LeftOut)];
        if (leftOut.Length > 0)
            text.Append("\n# Left out:\n");
        foreach (AdoptedItem item in leftOut.Take(MostLeftOut))
            text.Append("# - ").Append(TreeText.Comment(item.ToString())).Append('\n');
        if (leftOut.Length > MostLeftOut)
            text.Append("# … and ").Append(leftOut.Length - MostLeftOut).Append(" more\n");
        return text.ToString();
    }

    /// <summary>On one line, but for what tags alone say, which stand on lines of their own.</summary>
    private static IEnumerable<string> Entry(string name, string said) => said.Contains('\n', StringComparison.Ordinal)
        ? [$"  {TreeText.Key(name)}:", .. said.Split('\n').Select(static line => "    " + line)]
        : [$"  {TreeText.Key(name)}: {{ {said} }}"];

    private static void Section(StringBuilder text, string? heading, List<string> lines)
    {
        if (lines.Count == 0)
            return;
        if (!text.ToString().EndsWith("config:\n", StringComparison.Ordinal))
            text.Append('\n');
        if (heading is not null)
            text.Append("  # ").Append(heading).Append('\n');
        foreach (string line in lines)
            text.Append("  ").Append(line).Append('\n');
    }

    [GeneratedRegex("^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$", RegexOptions.CultureInvariant)]
    private static partial Regex HostName();

    [GeneratedRegex(@"^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex ZoneName();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9.+_-]{0,127}$", RegexOptions.CultureInvariant)]
    private static partial Regex PackageName();

    [GeneratedRegex("^[a-z0-9_]+$", RegexOptions.CultureInvariant)]
    private static partial Regex System();
}
