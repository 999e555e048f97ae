using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using HostTools.Machine.Adoption;
using HostTools.Platform;

namespace HostTools.Machine.Packages.Managers;

/// <summary>apt and dpkg, of Debian and what derives from it.</summary>
internal sealed partial class AptManager(IProcessRunner processes, Root root) : PackageManager(processes, root)
{
    // Conffiles that somebody changed stay as they are; nothing asks; services of other packages are not restarted.
    private static readonly string[] s_options =
    [
        "-y", "-q", "-o", "Dpkg::Use-Pty=0", "-o", "Dpkg::Options::=--force-confdef", "-o", "Dpkg::Options::=--force-confold", "-o", "DPkg::Lock::Timeout=0",
    ];

    public override string Name => "apt";

    public override IReadOnlyList<string> Programs => ["apt-get", "dpkg", "setsid"];

    public override string RefreshWords => "apt-get update";

    protected override IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>(base.Environment)
    {
        ["DEBIAN_FRONTEND"] = "noninteractive",
        ["NEEDRESTART_MODE"] = "l",
        ["NEEDRESTART_SUSPEND"] = "1",
        ["APT_LISTCHANGES_FRONTEND"] = "none",
        ["UCF_FORCE_CONFFOLD"] = "1",
    };

    public override string? IndexProblem() =>
        RootFiles.List(Root, "/var/lib/apt/lists").Any(static name => name.EndsWith("_Packages", StringComparison.Ordinal) || name.Contains("_Packages.", StringComparison.Ordinal)) ? null : "its index was never fetched";

    public override string? Unfinished() =>
        RootFiles.List(Root, "/var/lib/dpkg/updates").Any(static name => name.Length > 0 && name.All(char.IsAsciiDigit))
            ? "dpkg was interrupted. Run 'dpkg --configure -a' first" : null;

    public override async Task<bool> IsHalfwayAsync(CancellationToken token) =>
        (await AskAsync(Command("dpkg-query", "-W", "-f", "${db:Status-Abbrev}\\n"), token).ConfigureAwait(false)).StandardOutput.Split('\n')
            .Any(static status => status.Length > 1 && (status[1] is 'U' or 'F' or 'H' or 'W' or 't' || status.EndsWith('R')));

    public override async Task<IReadOnlyDictionary<string, PackageInfo>> QueryAsync(IReadOnlyCollection<string> names, CancellationToken token, bool isInstalledOnly = false)
    {
        if (names.Count == 0)
            return new Dictionary<string, PackageInfo>();
        ProcessResult installed = await AskAsync(Command("dpkg-query", "-W", "-f", "${Package}\\t${Architecture}\\t${db:Status-Abbrev}\\t${Version}\\n"), token).ConfigureAwait(false);
        ProcessResult policy = isInstalledOnly ? new ProcessResult(0, string.Empty, string.Empty) : await AskAsync(Command("apt-cache", ["policy", "--", .. names]), token).ConfigureAwait(false);
        if (installed.ExitCode != 0)
            throw new HostToolsException(MachineErrors.PackagesUnreadable(Name, Says(installed)));
        if (policy.ExitCode != 0)
            throw new HostToolsException(MachineErrors.PackageManagerFailed(Name, Command("apt-cache", "policy"), policy.ExitCode, Says(policy)));
        string marks = RootFiles.Text(Root, "/var/lib/apt/extended_states", 64 << 20) ?? string.Empty;
        return Parse(names, installed.StandardOutput, policy.StandardOutput, marks);
    }

    /// <summary>Puts together what dpkg-query, apt-cache policy and apt's marks say.</summary>
    internal static IReadOnlyDictionary<string, PackageInfo> Parse(IReadOnlyCollection<string> names, string installed, string policy, string marks)
    {
        HashSet<string> automatic = [.. Dpkg.Stanzas(marks).Where(static stanza => stanza.GetValueOrDefault("Auto-Installed") == "1").Select(static stanza => stanza.GetValueOrDefault("Package") ?? string.Empty)];
        var found = new Dictionary<string, PackageInfo>(StringComparer.Ordinal);
        foreach ((string name, string? candidate, IReadOnlyList<string> versions) in Policies(policy))
            found[name] = new PackageInfo(name) { Candidate = candidate, Versions = versions };
        var wanted = names.ToHashSet(StringComparer.Ordinal);
        foreach (string[] fields in installed.Split('\n').Select(static line => line.Split('\t')).Where(static fields => fields.Length == 4 && fields[2].Length >= 2))
        {
            foreach (string name in new[] { fields[0], $"{fields[0]}:{fields[1]}" }.Where(wanted.Contains))
            {
                char status = fields[2][1];
                bool isThere = status is not ('n' or 'c');
                PackageInfo info = found.GetValueOrDefault(name) ?? new PackageInfo(name);
                if (info.Version is not null && !isThere)
                    continue; // Of another architecture.
                found[name] = info with
                {
                    Version = isThere ? fields[3] : null,
                    IsHeld = fields[2][0] == 'h',
                    IsBroken = status is 'U' or 'F' or 'H' || fields[2].Length > 2 && fields[2][2] == 'R',
                    HasLeftovers = status == 'c',
                    IsAutomatic = isThere && automatic.Contains(fields[0]),
                };
            }
        }

        // A name that only other packages speak of is none.
        foreach (string name in found.Values.Where(static info => info is { Version: null, Candidate: null, HasLeftovers: false, IsHeld: false }).Select(static info => info.Name).ToList())
            found.Remove(name);
        return found;
    }

    private static IEnumerable<(string Name, string? Candidate, IReadOnlyList<string> Versions)> Policies(string policy)
    {
        (string? name, string? candidate, List<string> versions, string? version) = (null, null, [], null);
        foreach (string line in policy.Split('\n'))
        {
            if (line.Length > 0 && line[0] != ' ' && line.EndsWith(':'))
            {
                if (name is not null)
                    yield return (name, candidate, versions);
                (name, candidate, versions, version) = (line[..^1], null, [], null);
            }
            else if (line.StartsWith("  Candidate: ", StringComparison.Ordinal))
            {
                candidate = line[13..] is var said && said != "(none)" ? said : null;
            }
            else if (VersionLine().Match(line) is { Success: true } match)
            {
                version = match.Groups[1].Value;
            }
            else if (SourceLine().IsMatch(line) && version is not null && !line.EndsWith("/var/lib/dpkg/status", StringComparison.Ordinal) && !versions.Contains(version))
            {
                versions.Add(version);
            }
        }

        if (name is not null)
            yield return (name, candidate, versions);
    }

    public override async Task<PackageForecast> ForecastAsync(PackageOrder order, CancellationToken token)
    {
        ProcessResult result = await AskAsync(Command("apt-get", ["--simulate", "-q", "-y", "-o", "APT::Get::Show-User-Simulation-Note=0", "--allow-downgrades", "install", "--", .. Words(order)]), token).ConfigureAwait(false);
        return result.ExitCode == 0 ? new PackageForecast { Steps = ParseSimulation(result.StandardOutput) } : new PackageForecast { Problem = Says(result) };
    }

    /// <summary>The steps in what a simulation of apt-get prints.</summary>
    internal static IReadOnlyList<PackageStep> ParseSimulation(string text)
    {
        var steps = new List<PackageStep>();
        foreach (string line in text.Split('\n'))
        {
            if (InstallLine().Match(line) is { Success: true } install)
                steps.Add(new PackageStep(install.Groups[1].Value, install.Groups[2].Success ? install.Groups[2].Value : null, install.Groups[3].Value));
            else if (RemoveLine().Match(line) is { Success: true } remove)
                steps.Add(new PackageStep(remove.Groups[1].Value, remove.Groups[2].Value, null));
        }

        return steps;
    }

    public override async Task<PackageSizes?> SizesAsync(PackageOrder order, IReadOnlyList<PackageStep> steps, CancellationToken token)
    {
        string[] coming = [.. steps.Where(static step => step.To is not null).Select(static step => $"{step.Name}={step.To}")];
        if (coming.Length == 0)
            return null;
        ProcessResult files = await AskAsync(Command("apt-get", ["--print-uris", "-qq", "-y", "--allow-downgrades", "install", "--", .. Words(order)]), token).ConfigureAwait(false);
        ProcessResult shown = await AskAsync(Command("apt-cache", ["show", "--", .. coming]), token).ConfigureAwait(false);
        ProcessResult there = await AskAsync(Command("dpkg-query", "-W", "-f", "Package: ${Package}\nInstalled-Size: ${Installed-Size}\n\n"), token).ConfigureAwait(false);
        return new PackageSizes("/var/cache/apt/archives", FetchedIn(files.StandardOutput), RoomFor(steps, SizesIn(shown.StandardOutput), SizesIn(there.StandardOutput)));
    }

    /// <summary>Lines such as <c>'http://host/x.deb' x.deb 1234 SHA256:…</c>; files of this machine are used where they are.</summary>
    internal static long FetchedIn(string uris) => uris.Split('\n').Where(static line => line.StartsWith('\'') && !line.StartsWith("'file:", StringComparison.Ordinal))
        .Sum(static line => line.Split(' ') is [_, _, var size, ..] && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) ? bytes : 0);

    /// <summary>The new files of one package are beside its old ones for a while.</summary>
    private static long RoomFor(IReadOnlyList<PackageStep> steps, Dictionary<string, long> coming, Dictionary<string, long> there)
    {
        long[] sizes = [.. steps.Where(static step => step.To is not null).Select(step => coming.GetValueOrDefault(step.Name))];
        long more = steps.Where(static step => step.To is not null).Sum(step => Math.Max(0, coming.GetValueOrDefault(step.Name) - (step.From is null ? 0 : there.GetValueOrDefault(step.Name))));
        return more + sizes.Max();
    }

    // dpkg counts in KiB.
    private static Dictionary<string, long> SizesIn(string stanzas) => Dpkg.Stanzas(stanzas)
        .Where(static stanza => stanza.ContainsKey("Package") && long.TryParse(stanza.GetValueOrDefault("Installed-Size"), NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .GroupBy(static stanza => stanza["Package"], StringComparer.Ordinal)
        .ToDictionary(static group => group.Key, static group => group.Max(static stanza => long.Parse(stanza["Installed-Size"], CultureInfo.InvariantCulture)) * 1024, StringComparer.Ordinal);

    public override async Task<IReadOnlyCollection<string>> UnneededAsync(IReadOnlyCollection<string> removed, CancellationToken token)
    {
        ProcessResult result = await AskAsync(Command("apt-get", ["--simulate", "-q", "-y", "-o", "APT::Get::Show-User-Simulation-Note=0", "--auto-remove", "remove", "--", .. removed]), token).ConfigureAwait(false);
        // No answer would leave behind what came along, and nobody would know of it any more.
        if (result.ExitCode != 0)
            throw new HostToolsException(MachineErrors.PackagesUnreadable(Name, Says(result)));
        return [.. ParseSimulation(result.StandardOutput).Where(static step => step.To is null).Select(static step => step.Name).Except(removed)];
    }

    public override async Task<IReadOnlyCollection<string>> NamesAsync(CancellationToken token) =>
        (await AskAsync(Command("apt-cache", "pkgnames"), token).ConfigureAwait(false)).StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public override IEnumerable<ProcessRequest> Refresh() => [Command("apt-get", "-q", "-o", "DPkg::Lock::Timeout=0", "-o", "APT::Update::Error-Mode=any", "update")];

    public override IEnumerable<ProcessRequest> Fetch(PackageOrder order) =>
        order.Install.Count == 0 ? [] : [Command("apt-get", [.. s_options, "--allow-downgrades", .. Again(order), "--download-only", "install", "--", .. Words(order)])];

    public override IEnumerable<ProcessRequest> CarryOut(PackageOrder order) =>
        order.IsEmpty ? [] : [Command("apt-get", [.. s_options, "--allow-downgrades", .. Again(order), "install", "--", .. Words(order)])];

    // One that stopped in the middle of being unpacked is only put right by its files.
    private static IEnumerable<string> Again(PackageOrder order) => order.Install.Any(static step => step.From == step.To) ? ["--reinstall"] : [];

    public override IEnumerable<ProcessRequest> Mark(IReadOnlyList<string> manual, IReadOnlyList<string> automatic)
    {
        if (manual.Count > 0)
            yield return Command("apt-mark", ["manual", "--", .. manual]);
        if (automatic.Count > 0)
            yield return Command("apt-mark", ["auto", "--", .. automatic]);
    }

    public override IEnumerable<ProcessRequest> Mend() => [Command("dpkg", "--force-confdef", "--force-confold", "--configure", "-a")];

    public override IEnumerable<ProcessRequest> RemoveByForce(IReadOnlyList<string> names) =>
        [Command("dpkg", ["--force-remove-reinstreq", "--force-depends", "--remove", .. names])];

    public override IEnumerable<ProcessRequest> Purge(IReadOnlyList<string> names)
    {
        string[] untouched = [.. names.Where(HasOnlyItsOwn)];
        return untouched.Length == 0 ? [] : [Command("dpkg", ["--purge", .. untouched])];
    }

    /// <summary>Its conffiles are as they came: one that somebody had before, or changed since, must not go with the package.</summary>
    private bool HasOnlyItsOwn(string name)
    {
        string status = RootFiles.Text(Root, "/var/lib/dpkg/status", 64 << 20) ?? string.Empty;
        string conffiles = Dpkg.Stanzas(status).FirstOrDefault(stanza => stanza.GetValueOrDefault("Package") == name)?.GetValueOrDefault("Conffiles") ?? string.Empty;
        return conffiles.Split('\n').Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(static words => words.Length >= 2)
            .All(words => RootFiles.Stat(Root, words[0]) is null || (RootFiles.Bytes(Root, words[0]) is { } bytes && Convert.ToHexStringLower(MD5.HashData(bytes)) == words[1]));
    }

    protected override string? LockedBy(ProcessResult result)
    {
        if (HolderLine().Match(result.StandardError) is { Success: true } holder)
            return $"{holder.Groups[2].Value} (process {holder.Groups[1].Value})";
        return result.StandardError.Contains("Could not get lock ", StringComparison.Ordinal) || result.StandardError.Contains("dpkg frontend lock was locked", StringComparison.Ordinal)
            || result.StandardError.Contains("dpkg database lock was locked", StringComparison.Ordinal) ? "another package manager" : null;
    }

    private static IEnumerable<string> Words(PackageOrder order) =>
        [.. order.Install.Select(static step => step.Pin is { } version ? $"{step.Name}={version}" : step.Name), .. order.Remove.Select(static name => name + "-")];

    [GeneratedRegex(@"^ (?:   |\*\*\*) (\S+) -?\d+$", RegexOptions.CultureInvariant)]
    private static partial Regex VersionLine();

    [GeneratedRegex(@"^ +-?\d+ \S", RegexOptions.CultureInvariant)]
    private static partial Regex SourceLine();

    [GeneratedRegex(@"^Inst (\S+) (?:\[([^\]]+)\] )?\((\S+) ", RegexOptions.CultureInvariant)]
    private static partial Regex InstallLine();

    [GeneratedRegex(@"^Remv (\S+) \[([^\]]+)\]", RegexOptions.CultureInvariant)]
    private static partial Regex RemoveLine();

    [GeneratedRegex(@"It is held by process (\d+) \(([^)]+)\)", RegexOptions.CultureInvariant)]
    private static partial Regex HolderLine();
}
