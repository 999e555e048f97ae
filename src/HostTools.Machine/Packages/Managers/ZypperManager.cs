using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using HostTools.Machine.Adoption;
using HostTools.Platform;

namespace HostTools.Machine.Packages.Managers;

/// <summary>zypper, of openSUSE.</summary>
internal sealed partial class ZypperManager(IProcessRunner processes, Root root) : PackageManager(processes, root)
{
    private const int LockedCode = 7;
    private static readonly string[] s_options = ["--xmlout", "--non-interactive", "--no-refresh", "--no-color"];

    public override string Name => "zypper";

    public override string RefreshWords => "zypper refresh";

    // It has no command that says who asked for a package.
    public override bool HasMarks => false;

    public override string? IndexProblem() => RootFiles.List(Root, "/var/cache/zypp/solv").Any(static name => name != "@System") ? null : "its repositories were never refreshed";

    public override async Task<IReadOnlyDictionary<string, PackageInfo>> QueryAsync(IReadOnlyCollection<string> names, CancellationToken token, bool isInstalledOnly = false)
    {
        if (names.Count == 0)
            return new Dictionary<string, PackageInfo>();
        ProcessResult search = await AskAsync(Command("zypper", [.. s_options, "search", "--details", "--match-exact", "--type", "package", "--", .. names]), token).ConfigureAwait(false);
        ProcessResult locks = await AskAsync(Command("zypper", [.. s_options, "locks"]), token).ConfigureAwait(false);
        return Parse(search.StandardOutput, locks.StandardOutput, RootFiles.Text(Root, "/var/lib/zypp/AutoInstalled", 4 << 20) ?? string.Empty);
    }

    /// <summary>Puts together what a search with details, the locks and the list of packages that came by themselves say.</summary>
    internal static IReadOnlyDictionary<string, PackageInfo> Parse(string search, string locks, string automatic)
    {
        HashSet<string> byItself = [.. automatic.Split('\n', StringSplitOptions.TrimEntries)];
        HashSet<string> held = [.. Elements(locks, "lock").Where(static one => one.Element("type")?.Value is null or "package").Select(static one => one.Element("name")?.Value ?? string.Empty)];
        var found = new Dictionary<string, PackageInfo>(StringComparer.Ordinal);
        foreach (XElement one in Elements(search, "solvable"))
        {
            if ((string?)one.Attribute("name") is not { } name || (string?)one.Attribute("edition") is not { } version || (string?)one.Attribute("kind") is not "package")
                continue;
            PackageInfo info = found.GetValueOrDefault(name) ?? new PackageInfo(name) { IsHeld = held.Contains(name) };
            bool isInstalled = (string?)one.Attribute("status") == "installed";
            bool isInRepository = (string?)one.Attribute("repository") is not (null or "" or "(System Packages)");
            // The newest comes first.
            found[name] = info with
            {
                Version = isInstalled ? version : info.Version,
                IsAutomatic = (isInstalled || info.Version is not null) && byItself.Contains(name),
                Candidate = info.Candidate ?? (isInRepository ? version : null),
                Versions = isInRepository && !info.Versions.Contains(version) ? [.. info.Versions, version] : info.Versions,
            };
        }

        return found;
    }

    public override async Task<PackageForecast> ForecastAsync(PackageOrder order, CancellationToken token)
    {
        ProcessResult result = await AskAsync(Command("zypper", [.. s_options, "install", "--dry-run", "--oldpackage", "--", .. Words(order)]), token).ConfigureAwait(false);
        return HasFailed(result) ? new PackageForecast { Problem = Says(result) } : new PackageForecast { Steps = ParseSummary(result.StandardOutput) };
    }

    /// <summary>The steps in the summary that is printed before a transaction.</summary>
    internal static IReadOnlyList<PackageStep> ParseSummary(string text) =>
    [
        .. Elements(text, "solvable").Where(static one => (string?)one.Attribute("type") == "package" && one.Parent?.Name.LocalName.StartsWith("to-", StringComparison.Ordinal) == true).Select(static one =>
        {
            string name = (string?)one.Attribute("name") ?? string.Empty;
            string? version = (string?)one.Attribute("edition");
            return one.Parent!.Name.LocalName.StartsWith("to-remove", StringComparison.Ordinal) // It has one, see above.
                ? new PackageStep(name, version, null) : new PackageStep(name, (string?)one.Attribute("edition-old"), version);
        }),
    ];

    public override async Task<IReadOnlyCollection<string>> UnneededAsync(IReadOnlyCollection<string> removed, CancellationToken token)
    {
        ProcessResult result = await AskAsync(Command("zypper", [.. s_options, "remove", "--dry-run", "--clean-deps", "--", .. removed]), token).ConfigureAwait(false);
        return [.. ParseSummary(result.StandardOutput).Where(static step => step.To is null).Select(static step => step.Name).Except(removed)];
    }

    public override async Task<IReadOnlyCollection<string>> NamesAsync(CancellationToken token) =>
        [.. Elements((await AskAsync(Command("zypper", [.. s_options, "search", "--type", "package"]), token).ConfigureAwait(false)).StandardOutput, "solvable").Select(static one => (string?)one.Attribute("name")).OfType<string>().Distinct()];

    public override IEnumerable<ProcessRequest> Refresh() => [Command("zypper", "--xmlout", "--non-interactive", "refresh")];

    public override IEnumerable<ProcessRequest> Fetch(PackageOrder order) => order.Install.Count == 0 ? [] : [Command("zypper", [.. s_options, "install", "--download-only", "--oldpackage", "--", .. Words(order)])];

    public override IEnumerable<ProcessRequest> CarryOut(PackageOrder order) =>
        order.IsEmpty ? [] : [Command("zypper", [.. s_options, "install", "--oldpackage", "--", .. Words(order)])];

    // 100 and up to 103 tell of updates and of what to start again, 106 of a repository that was left out; 107 is a script that failed.
    protected override bool HasFailed(ProcessResult result) =>
        result.ExitCode is not (0 or (>= 100 and <= 103) or 106) || ScriptLine().IsMatch(result.StandardOutput) || result.StandardOutput.Contains("<description>Problem:", StringComparison.Ordinal);

    protected override string? LockedBy(ProcessResult result)
    {
        if (result.ExitCode != LockedCode)
            return null;
        Match holder = HolderLine().Match(result.StandardOutput);
        return holder.Success ? $"{holder.Groups[2].Value} (process {holder.Groups[1].Value})" : "another package manager";
    }

    private static IEnumerable<string> Words(PackageOrder order) =>
        [.. order.Install.Select(static step => step.Pin is { } version ? $"{step.Name}={version}" : step.Name), .. order.Remove.Select(static name => "!" + name)];

    private static IEnumerable<XElement> Elements(string xml, string name)
    {
        try
        {
            return XDocument.Parse(xml).Descendants(name);
        }
        catch (XmlException)
        {
            return [];
        }
    }

    [GeneratedRegex("scriptlet failed|script failed", RegexOptions.CultureInvariant)]
    private static partial Regex ScriptLine();

    [GeneratedRegex(@"application with pid (\d+) \(([^)]+)\)", RegexOptions.CultureInvariant)]
    private static partial Regex HolderLine();
}
