using System.Text.RegularExpressions;
using HostTools.Machine.Adoption;
using HostTools.Platform;

namespace HostTools.Machine.Packages.Managers;

/// <summary>apk, of Alpine. It keeps a list of what was asked for, and removes by itself what that list does not need.</summary>
internal sealed partial class ApkManager(IProcessRunner processes, Root root) : PackageManager(processes, root)
{
    private const string World = "/etc/apk/world";
    private static readonly string[] s_indexes = ["/var/cache/apk", "/etc/apk/cache"];

    public override string Name => "apk";

    public override string RefreshWords => "apk update";

    public override bool HasMarks => false;

    public override string? IndexProblem() => s_indexes.Any(folder => RootFiles.List(Root, folder).Any(static name => name.StartsWith("APKINDEX.", StringComparison.Ordinal)))
        ? null : "its index was never fetched";

    public override async Task<IReadOnlyDictionary<string, PackageInfo>> QueryAsync(IReadOnlyCollection<string> names, CancellationToken token, bool isInstalledOnly = false)
    {
        if (names.Count == 0)
            return new Dictionary<string, PackageInfo>();
        ProcessResult policy = await AskAsync(Command("apk", ["policy", .. names]), token).ConfigureAwait(false);
        return Parse(policy.StandardOutput, RootFiles.Text(Root, World) ?? string.Empty);
    }

    /// <summary>Puts together what apk policy says and the list of what was asked for.</summary>
    internal static IReadOnlyDictionary<string, PackageInfo> Parse(string policy, string world)
    {
        Dictionary<string, string> asked = new(StringComparer.Ordinal);
        foreach (string line in world.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            asked[line.Split(['=', '<', '>', '~', '@'], 2)[0]] = line;
        var found = new Dictionary<string, PackageInfo>(StringComparer.Ordinal);
        (string? name, string? version) = (null, null);
        foreach (string line in policy.Split('\n').Select(static line => line.TrimEnd()))
        {
            if (line.EndsWith(" policy:", StringComparison.Ordinal))
            {
                name = line[..^8];
                // A version that somebody wrote down is one that shall stay.
                found[name] = new PackageInfo(name) { IsAutomatic = !asked.ContainsKey(name), IsHeld = asked.GetValueOrDefault(name)?.Contains('=') == true };
            }
            else if (name is not null && line.StartsWith("  ", StringComparison.Ordinal) && line.EndsWith(':') && !line.StartsWith("   ", StringComparison.Ordinal))
            {
                version = line[2..^1];
            }
            else if (name is not null && version is not null && line.StartsWith("    ", StringComparison.Ordinal))
            {
                PackageInfo info = found[name];
                found[name] = line.Trim() == "lib/apk/db/installed" ? info with { Version = version }
                    : info with { Candidate = version, Versions = info.Versions.Contains(version) ? info.Versions : [.. info.Versions, version] }; // The newest comes last.
            }
        }

        foreach (PackageInfo info in found.Values.Where(static info => info.Version is null && info.Versions.Count == 0).ToList())
            found.Remove(info.Name);
        return found;
    }

    public override async Task<PackageForecast> ForecastAsync(PackageOrder order, CancellationToken token)
    {
        var steps = new List<PackageStep>();
        foreach (ProcessRequest request in Requests(order, "--simulate"))
        {
            ProcessResult result = await AskAsync(request, token).ConfigureAwait(false);
            if (result.ExitCode != 0)
                return new PackageForecast { Problem = Says(result) };
            steps.AddRange(ParseSteps(result.StandardOutput));
        }

        return new PackageForecast { Steps = [.. steps.DistinctBy(static step => step.Name)] };
    }

    /// <summary>The steps that are printed one by one.</summary>
    internal static IReadOnlyList<PackageStep> ParseSteps(string text) =>
    [
        .. text.Split('\n').Select(static line => StepLine().Match(line.TrimEnd())).Where(static match => match.Success).Select(static match =>
            match.Groups[1].Value switch
            {
                "Installing" => new PackageStep(match.Groups[2].Value, null, match.Groups[3].Value),
                "Purging" => new PackageStep(match.Groups[2].Value, match.Groups[3].Value, null),
                _ => new PackageStep(match.Groups[2].Value, match.Groups[3].Value, match.Groups[4].Success ? match.Groups[4].Value : match.Groups[3].Value),
            }).Where(static step => step.From != step.To),
    ];

    // What is not needed goes with what needed it, whoever brought it: that is how apk works.
    public override Task<IReadOnlyCollection<string>> UnneededAsync(IReadOnlyCollection<string> removed, CancellationToken token) => Task.FromResult<IReadOnlyCollection<string>>([]);

    public override async Task<IReadOnlyCollection<string>> NamesAsync(CancellationToken token) =>
        (await AskAsync(Command("apk", "search", "-q"), token).ConfigureAwait(false)).StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public override IEnumerable<ProcessRequest> Refresh() => [Command("apk", "update")];

    public override IEnumerable<ProcessRequest> CarryOut(PackageOrder order) => Requests(order, "--no-progress");

    protected override string? LockedBy(ProcessResult result) => result.StandardError.Contains("Unable to lock database", StringComparison.Ordinal) ? "another apk" : null;

    protected override bool HasFailed(ProcessResult result) => result.ExitCode != 0 || ScriptLine().IsMatch($"{result.StandardOutput}\n{result.StandardError}");

    private IEnumerable<ProcessRequest> Requests(PackageOrder order, string option)
    {
        if (order.Remove.Count > 0)
            yield return Command("apk", ["del", option, .. order.Remove]);
        // The version that was planned is the newest one; written down, it would be held from then on.
        if (order.Install.Count > 0)
            yield return Command("apk", ["add", option, "--upgrade", .. order.Install.Select(static step => step.Name)]);
    }

    [GeneratedRegex(@"^\(\d+/\d+\) (Installing|Purging|Upgrading|Downgrading|Replacing|Reinstalling) (\S+) \((\S+?)(?: -> (\S+?))?\)", RegexOptions.CultureInvariant)]
    private static partial Regex StepLine();

    [GeneratedRegex(@"^ERROR: .*\.(pre|post)-(install|upgrade|deinstall): script exited with error", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex ScriptLine();
}
