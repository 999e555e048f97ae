using System.Text.RegularExpressions;
using HostTools.Machine.Adoption;
using HostTools.Platform;

namespace HostTools.Machine.Packages.Managers;

/// <summary>dnf, of Fedora and what derives from it. The fifth one has no shell, so that it installs and removes in two steps.</summary>
internal sealed partial class DnfManager(IProcessRunner processes, Root root) : PackageManager(processes, root)
{
    private static readonly string[] s_indexes = ["/var/cache/dnf", "/var/cache/libdnf5"];

    // Reads what it has and asks no server; the index is as old as it is.
    private static readonly string[] s_offline = ["-q", "-C"];

    // What nobody needs any more is named, so that only what is ours goes.
    private static readonly string[] s_options = ["-y", "--setopt=clean_requirements_on_remove=0", "--setopt=metadata_expire=-1", "--setopt=exit_on_lock=1"];

    public override string Name => "dnf";

    public override string RefreshWords => "dnf makecache --refresh";

    private bool IsFifth => Root.Exists("/usr/bin/dnf5");

    public override string? IndexProblem() =>
        s_indexes.Any(folder => RootFiles.List(Root, folder).Any(static name => name.EndsWith(".solv", StringComparison.Ordinal) || name.Contains('-', StringComparison.Ordinal)))
            ? null : "its index was never fetched";

    public override async Task<IReadOnlyDictionary<string, PackageInfo>> QueryAsync(IReadOnlyCollection<string> names, CancellationToken token, bool isInstalledOnly = false)
    {
        if (names.Count == 0)
            return new Dictionary<string, PackageInfo>();
        ProcessResult installed = await AskAsync(Command("dnf", [.. s_offline, "--disablerepo=*", "repoquery", "--installed", "--qf", "%{name}|%{evr}|%{reason}\n", "--", .. names]), token).ConfigureAwait(false);
        ProcessResult all = isInstalledOnly ? new ProcessResult(0, string.Empty, string.Empty) : await AskAsync(Command("dnf", [.. s_offline, "repoquery", "--available", "--qf", "%{name}|%{evr}|\n", "--", .. names]), token).ConfigureAwait(false);
        string locks = RootFiles.Text(Root, "/etc/dnf/plugins/versionlock.list", 1 << 20) ?? string.Empty;
        return Parse(installed.StandardOutput, all.StandardOutput, locks);
    }

    /// <summary>Puts together what repoquery says of installed and of all versions, and the list of version locks.</summary>
    internal static IReadOnlyDictionary<string, PackageInfo> Parse(string installed, string all, string locks)
    {
        var found = new Dictionary<string, PackageInfo>(StringComparer.Ordinal);
        foreach (IGrouping<string, string[]> name in Rows(all).GroupBy(static row => row[0], StringComparer.Ordinal))
        {
            string[] versions = [.. name.Select(static row => row[1]).Distinct().Order(Comparer<string>.Create(static (a, b) => RpmVersion.Compare(b, a)))];
            found[name.Key] = new PackageInfo(name.Key) { Candidate = versions[0], Versions = versions };
        }

        foreach (string[] row in Rows(installed))
        {
            found[row[0]] = (found.GetValueOrDefault(row[0]) ?? new PackageInfo(row[0])) with
            {
                Version = row[1],
                IsAutomatic = row[2].Trim().ToLowerInvariant() is "dependency" or "weak-dependency" or "weak dependency",
            };
        }

        string[] locked = [.. locks.Split('\n').Select(static line => LockLine().Match(line.Trim())).Where(static match => match.Success).Select(static match => match.Groups[1].Value)];
        foreach (string name in locked.Where(found.ContainsKey))
            found[name] = found[name] with { IsHeld = true };
        return found;
    }

    public override async Task<PackageForecast> ForecastAsync(PackageOrder order, CancellationToken token)
    {
        var steps = new List<PackageStep>();
        var problems = new List<string>();
        foreach (ProcessRequest request in Requests(order, ["-C", "--assumeno", "--setopt=clean_requirements_on_remove=0"]))
        {
            ProcessResult result = await AskAsync(request, token).ConfigureAwait(false);
            IReadOnlyList<PackageStep> found = ParseTable(result.StandardOutput);
            steps.AddRange(found);
            if (ProblemLine().IsMatch($"{result.StandardError}\n{result.StandardOutput}") || found.Count == 0 && result.ExitCode != 0)
                problems.Add(Says(result));
        }

        if (problems.Count > 0)
            return new PackageForecast { Problem = string.Join(" | ", problems) };
        IReadOnlyDictionary<string, PackageInfo> now = await QueryAsync([.. steps.Where(static step => step.To is not null).Select(static step => step.Name)], token, isInstalledOnly: true).ConfigureAwait(false);
        return new PackageForecast { Steps = [.. steps.Select(step => step.To is null ? step : step with { From = now.GetValueOrDefault(step.Name)?.Version }).Where(static step => step.From != step.To)] };
    }

    /// <summary>The steps in the table that is printed before a transaction; what was there before is left open.</summary>
    internal static IReadOnlyList<PackageStep> ParseTable(string text)
    {
        var steps = new List<PackageStep>();
        (bool? isRemoval, List<string> row) = (null, []);
        foreach (string line in text.Split('\n').Select(static line => line.TrimEnd()))
        {
            if (SectionLine().Match(line) is { Success: true } section)
            {
                isRemoval = section.Groups[1].Value switch { "Removing" => true, "Installing" or "Upgrading" or "Downgrading" or "Reinstalling" => false, _ => null };
                row.Clear();
            }
            else if (line.Length == 0 || line[0] != ' ')
            {
                (isRemoval, row) = (line.Length == 0 || !line.StartsWith('=') ? null : isRemoval, []);
            }
            else if (isRemoval is { } goes && !line.TrimStart().StartsWith("replacing ", StringComparison.Ordinal))
            {
                if (!line.StartsWith("  ", StringComparison.Ordinal))
                    row.Clear();
                bool wasComplete = row.Count >= 3;
                row.AddRange(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
                if (row.Count >= 3 && !wasComplete)
                    steps.Add(goes ? new PackageStep(row[0], row[2], null) : new PackageStep(row[0], null, row[2]));
            }
        }

        return steps;
    }

    public override async Task<IReadOnlyCollection<string>> UnneededAsync(IReadOnlyCollection<string> removed, CancellationToken token)
    {
        ProcessResult result = await AskAsync(Command("dnf", ["-C", "--assumeno", "--setopt=clean_requirements_on_remove=1", "remove", "--", .. removed]), token).ConfigureAwait(false);
        return [.. ParseTable(result.StandardOutput).Where(static step => step.To is null).Select(static step => step.Name).Except(removed)];
    }

    public override async Task<IReadOnlyCollection<string>> NamesAsync(CancellationToken token) =>
        [.. (await AskAsync(Command("dnf", [.. s_offline, "repoquery", "--available", "--qf", "%{name}\n"]), token).ConfigureAwait(false)).StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct()];

    public override IEnumerable<ProcessRequest> Refresh() => [Command("dnf", "-q", "-y", "--setopt=exit_on_lock=1", "makecache", "--refresh")];

    public override IEnumerable<ProcessRequest> Fetch(PackageOrder order) =>
        order.Install.Count == 0 || (IsFifth && order.Remove.Count > 0) ? [] : Requests(order, [.. s_options, "--downloadonly"]);

    public override IEnumerable<ProcessRequest> CarryOut(PackageOrder order) => Requests(order, s_options);

    public override IEnumerable<ProcessRequest> Mark(IReadOnlyList<string> manual, IReadOnlyList<string> automatic)
    {
        if (manual.Count > 0)
            yield return Command("dnf", ["-q", "-C", "-y", "mark", IsFifth ? "user" : "install", "--", .. manual]);
        if (automatic.Count > 0)
            yield return Command("dnf", ["-q", "-C", "-y", "mark", IsFifth ? "dependency" : "remove", "--", .. automatic]);
    }

    private IEnumerable<ProcessRequest> Requests(PackageOrder order, string[] options)
    {
        if (order.Install.Count > 0 && order.Remove.Count > 0 && !IsFifth)
        {
            string[] lines = [$"install {string.Join(' ', order.Install.Select(Spec))}", $"remove {string.Join(' ', order.Remove)}", "run", "exit"];
            yield return Command("dnf", [.. options, "shell"]) with { StandardInput = string.Join('\n', lines) + "\n" };
            yield break;
        }

        if (order.Remove.Count > 0)
            yield return Command("dnf", [.. options, "remove", "--", .. order.Remove]);
        if (order.Install.Count > 0)
            yield return Command("dnf", [.. options, "install", "--", .. order.Install.Select(Spec)]);
    }

    // rpm takes a script that fails after the installation for no failure, and the shell ends well whatever happens.
    protected override bool HasFailed(ProcessResult result) => result.ExitCode != 0 || FailureLine().IsMatch($"{result.StandardOutput}\n{result.StandardError}");

    protected override string? LockedBy(ProcessResult result)
    {
        string said = $"{result.StandardOutput}\n{result.StandardError}";
        if (HolderLine().Match(said) is { Success: true } holder)
            return $"dnf (process {holder.Groups[1].Value})";
        return said.Contains("transaction lock on", StringComparison.Ordinal) ? "another program that uses rpm" : null;
    }

    private static string Spec(PackageStep step) => step.Pin is { } version ? $"{step.Name}-{version}" : step.Name;

    private static IEnumerable<string[]> Rows(string text) => text.Split('\n').Select(static line => line.Split('|')).Where(static row => row.Length == 3 && row[0].Length > 0);

    [GeneratedRegex(@"^(Installing|Upgrading|Downgrading|Reinstalling|Removing|Skipping)\b.*:$", RegexOptions.CultureInvariant)]
    private static partial Regex SectionLine();

    [GeneratedRegex(@"^\s*(Problem( \d+)?:|Error: Unable|No match for argument|Skipping packages with|Failed to resolve)|nothing provides", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex ProblemLine();

    [GeneratedRegex(@"^(Error|Failed)\b|^\s*Problem( \d+)?:|scriptlet failed|^No match for argument", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex FailureLine();

    [GeneratedRegex(@"(?:locked by|process with pid) (?:PID )?(\d+)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex HolderLine();

    [GeneratedRegex(@"^([A-Za-z0-9][A-Za-z0-9.+_-]*?)-(?:\d+:)?\d[^-]*-[^-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex LockLine();
}
