using System.Text.RegularExpressions;
using HostTools.Machine.Adoption;
using HostTools.Platform;

namespace HostTools.Machine.Packages.Managers;

/// <summary>pacman, of Arch and what derives from it. It installs and removes in two steps, and has each package in one version.</summary>
internal sealed partial class PacmanManager(IProcessRunner processes, Root root) : PackageManager(processes, root)
{
    private const string Cache = "/var/cache/pacman/pkg";
    private static readonly string[] s_options = ["--noconfirm", "--noprogressbar", "--color", "never"];

    public override string Name => "pacman";

    public override string RefreshWords => "pacman -Syu";

    public override string? IndexProblem() =>
        RootFiles.List(Root, "/var/lib/pacman/sync").Any(static name => name.EndsWith(".db", StringComparison.Ordinal)) ? null : "its databases were never fetched";

    public override async Task<IReadOnlyDictionary<string, PackageInfo>> QueryAsync(IReadOnlyCollection<string> names, CancellationToken token, bool isInstalledOnly = false)
    {
        if (names.Count == 0)
            return new Dictionary<string, PackageInfo>();
        ProcessResult installed = await AskAsync(Command("pacman", "-Q", "--color", "never"), token).ConfigureAwait(false);
        ProcessResult automatic = await AskAsync(Command("pacman", "-Qdq", "--color", "never"), token).ConfigureAwait(false);
        ProcessResult held = await AskAsync(Command("pacman-conf", "IgnorePkg"), token).ConfigureAwait(false);
        ProcessResult available = isInstalledOnly ? new ProcessResult(0, string.Empty, string.Empty) : await AskAsync(Command("pacman", "-Sl", "--color", "never"), token).ConfigureAwait(false);
        IReadOnlyDictionary<string, PackageInfo> found = Parse(names, installed.StandardOutput, automatic.StandardOutput, available.StandardOutput, held.StandardOutput);
        return found.ToDictionary(static pair => pair.Key, pair => pair.Value.Version is { } version && !pair.Value.Versions.Contains(version) && CachedFile(new PackageStep(pair.Key, null, version)) is not null
            ? pair.Value with { Versions = [.. pair.Value.Versions, version] } : pair.Value, StringComparer.Ordinal);
    }

    /// <summary>Puts together the answers to -Q, -Qdq, -Sl and the packages that upgrades ignore.</summary>
    internal static IReadOnlyDictionary<string, PackageInfo> Parse(IReadOnlyCollection<string> names, string installed, string automatic, string available, string held)
    {
        var wanted = names.ToHashSet(StringComparer.Ordinal);
        HashSet<string> byItself = [.. Lines(automatic)];
        HashSet<string> ignored = [.. Lines(held)];
        var found = new Dictionary<string, PackageInfo>(StringComparer.Ordinal);
        foreach (string[] words in Lines(available).Select(static line => line.Split(' ')).Where(words => words.Length >= 3 && wanted.Contains(words[1])))
            found.TryAdd(words[1], new PackageInfo(words[1]) { Candidate = words[2], Versions = [words[2]], IsHeld = ignored.Contains(words[1]) });
        foreach (string[] words in Lines(installed).Select(static line => line.Split(' ')).Where(words => words.Length == 2 && wanted.Contains(words[0])))
        {
            found[words[0]] = (found.GetValueOrDefault(words[0]) ?? new PackageInfo(words[0])) with
            {
                Version = words[1],
                IsAutomatic = byItself.Contains(words[0]),
                IsHeld = ignored.Contains(words[0]),
            };
        }

        return found;
    }

    public override async Task<PackageForecast> ForecastAsync(PackageOrder order, CancellationToken token)
    {
        var steps = new List<PackageStep>();
        if (order.Install.Count > 0)
        {
            ProcessResult result = await AskAsync(Command("pacman", ["-S", "--print", "--print-format", "%n %v", "--color", "never", "--", .. order.Install.Select(static step => step.Name)]), token).ConfigureAwait(false);
            if (HasFailed(result))
                return new PackageForecast { Problem = Says(result) };
            PackageStep[] coming = [.. Pairs(result.StandardOutput).Select(static pair => new PackageStep(pair.Name, null, pair.Version))];
            IReadOnlyDictionary<string, PackageInfo> now = await QueryAsync([.. coming.Select(static step => step.Name)], token, isInstalledOnly: true).ConfigureAwait(false);
            steps.AddRange(coming.Select(step => step with { From = now.GetValueOrDefault(step.Name)?.Version }));
            if (order.Install.FirstOrDefault(step => step.Pin is { } version && steps.FirstOrDefault(coming => coming.Name == step.Name)?.To != version && CachedFile(step) is null) is { } missing)
                return new PackageForecast { Problem = $"{missing.Name} {missing.To} cannot be had" };
            steps = [.. steps.Select(step => order.Install.FirstOrDefault(asked => asked.Name == step.Name && asked.Pin is not null) is { } asked ? step with { To = asked.Pin } : step).Where(static step => step.From != step.To)];
            if (await ConflictAsync(coming, order, token).ConfigureAwait(false) is { } conflict)
                return new PackageForecast { Problem = conflict };
        }

        if (order.Remove.Count > 0)
        {
            ProcessResult result = await AskAsync(Command("pacman", ["-R", "--print", "--print-format", "%n %v", "--color", "never", "--", .. order.Remove]), token).ConfigureAwait(false);
            if (HasFailed(result))
                return new PackageForecast { Problem = Says(result) };
            steps.AddRange(Pairs(result.StandardOutput).Select(static pair => new PackageStep(pair.Name, pair.Version, null)));
        }

        return new PackageForecast { Steps = steps };
    }

    /// <summary>What is to come and what is there do not get along; printing does not look at that.</summary>
    private async Task<string?> ConflictAsync(IReadOnlyList<PackageStep> coming, PackageOrder order, CancellationToken token)
    {
        ProcessResult result = await AskAsync(Command("pacman", ["-Si", "--color", "never", "--", .. coming.Select(static step => step.Name)]), token).ConfigureAwait(false);
        string? name = null;
        var conflicts = new List<(string Name, string Other)>();
        foreach (string[] field in Lines(result.StandardOutput).Select(static line => line.Split(" : ", 2)).Where(static field => field.Length == 2))
        {
            if (field[0].Trim() == "Name")
                name = field[1].Trim();
            else if (field[0].Trim() == "Conflicts With" && name is not null)
                conflicts.AddRange(field[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(static other => other != "None" && !other.Contains('<') && !other.Contains('>')).Select(other => (name, other.Split('=')[0])));
        }

        IReadOnlyDictionary<string, PackageInfo> there = await QueryAsync([.. conflicts.Select(static pair => pair.Other)], token, isInstalledOnly: true).ConfigureAwait(false);
        return conflicts.FirstOrDefault(pair => !order.Remove.Contains(pair.Other) && pair.Name != pair.Other && there.GetValueOrDefault(pair.Other)?.Version is not null) is { Name: not null } found
            ? $"{found.Name} and {found.Other} are in conflict" : null;
    }

    public override async Task<IReadOnlyCollection<string>> UnneededAsync(IReadOnlyCollection<string> removed, CancellationToken token)
    {
        ProcessResult result = await AskAsync(Command("pacman", ["-Rs", "--print", "--print-format", "%n %v", "--color", "never", "--", .. removed]), token).ConfigureAwait(false);
        return [.. Pairs(result.StandardOutput).Select(static pair => pair.Name).Except(removed)];
    }

    public override async Task<IReadOnlyCollection<string>> NamesAsync(CancellationToken token) =>
        [.. Lines((await AskAsync(Command("pacman", "-Slq", "--color", "never"), token).ConfigureAwait(false)).StandardOutput)];

    // Newer databases without the newer packages are what pacman warns of; it is for the administrator to upgrade.
    public override IEnumerable<ProcessRequest> Refresh() => [Command("pacman", ["-Sy", .. s_options])];

    public override IEnumerable<ProcessRequest> Fetch(PackageOrder order)
    {
        string[] names = [.. order.Install.Where(step => CachedFile(step) is null).Select(static step => step.Name)];
        return names.Length == 0 ? [] : [Command("pacman", ["-Sw", .. s_options, "--", .. names])];
    }

    public override IEnumerable<ProcessRequest> CarryOut(PackageOrder order)
    {
        if (order.Remove.Count > 0)
            yield return Command("pacman", ["-R", .. s_options, "--", .. order.Remove]);
        // The files lie in the cache by then; naming them gives the version that was planned, and an earlier one too.
        string[] files = [.. order.Install.Select(CachedFile).OfType<string>()];
        string[] names = [.. order.Install.Where(step => CachedFile(step) is null).Select(static step => step.Name)];
        if (names.Length > 0)
            yield return Command("pacman", ["-S", .. s_options, "--", .. names]);
        if (files.Length > 0)
            yield return Command("pacman", ["-U", .. s_options, "--", .. files]);
    }

    public override IEnumerable<ProcessRequest> Mark(IReadOnlyList<string> manual, IReadOnlyList<string> automatic)
    {
        if (manual.Count > 0)
            yield return Command("pacman", ["-D", "--asexplicit", "--", .. manual]);
        if (automatic.Count > 0)
            yield return Command("pacman", ["-D", "--asdeps", "--", .. automatic]);
    }

    // A script that fails is only told of.
    protected override bool HasFailed(ProcessResult result) => result.ExitCode != 0 || $"{result.StandardOutput}{result.StandardError}".Contains("command failed to execute correctly", StringComparison.Ordinal);

    // The lock is a file that stays when pacman is killed, so nobody is named.
    protected override string? LockedBy(ProcessResult result) =>
        result.StandardError.Contains("could not lock database", StringComparison.Ordinal) ? "another pacman, whose lock is /var/lib/pacman/db.lck" : null;

    private string? CachedFile(PackageStep step) => step.Pin is null ? null : RootFiles.List(Root, Cache)
        .Where(name => name.StartsWith($"{step.Name}-{step.Pin}-", StringComparison.Ordinal) && PackageFile().IsMatch(name[(step.Name.Length + step.Pin.Length + 2)..]))
        .Select(static name => $"{Cache}/{name}").FirstOrDefault();

    private static IEnumerable<(string Name, string Version)> Pairs(string text) =>
        Lines(text).Select(static line => line.Split(' ')).Where(static words => words.Length == 2).Select(static words => (words[0], words[1]));

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    [GeneratedRegex(@"^[^-]+\.pkg\.tar(\.[a-z0-9]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex PackageFile();
}
