using System.Text.Json;
using HostTools.Platform;

namespace HostTools.Machine.Packages.Managers;

/// <summary>winget, of Windows. It handles one package at a time, knows no dependencies, and tells what is there as a file.</summary>
internal sealed class WingetManager(IProcessRunner processes, Root root) : PackageManager(processes, root)
{
    private static readonly string[] s_quiet = ["--accept-source-agreements", "--disable-interactivity"];

    public override string Name => "winget";

    public override string RefreshWords => "winget source update";

    public override bool HasMarks => false;

    protected override IReadOnlyDictionary<string, string?> Environment { get; } = new Dictionary<string, string?>();

    public override string? IndexProblem() => null;

    public override async Task<IReadOnlyDictionary<string, PackageInfo>> QueryAsync(IReadOnlyCollection<string> names, CancellationToken token, bool isInstalledOnly = false)
    {
        if (names.Count == 0)
            return new Dictionary<string, PackageInfo>();
        string file = Path.Combine(Path.GetTempPath(), $"hosttools-{Guid.NewGuid():N}.json");
        string installed = "{}";
        try
        {
            await AskAsync(Command("winget", ["export", "--output", file, "--include-versions", .. s_quiet]), token).ConfigureAwait(false);
            if (File.Exists(file))
                installed = await File.ReadAllTextAsync(file, token).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(file);
        }

        ProcessResult pins = await AskAsync(Command("winget", ["pin", "list", .. s_quiet]), token).ConfigureAwait(false);
        var versions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string name in names)
        {
            ProcessResult shown = await AskAsync(Command("winget", ["show", "--id", name, "--exact", "--versions", .. s_quiet]), token).ConfigureAwait(false);
            if (shown.ExitCode == 0)
                versions[name] = shown.StandardOutput;
        }

        return Parse(names, installed, versions, pins.StandardOutput);
    }

    /// <summary>Puts together what export, show --versions and pin list say; words of people's languages are not looked at.</summary>
    internal static IReadOnlyDictionary<string, PackageInfo> Parse(IReadOnlyCollection<string> names, string installed, IReadOnlyDictionary<string, string> versions, string pins)
    {
        var found = new Dictionary<string, PackageInfo>(StringComparer.Ordinal);
        Dictionary<string, string?> there = Installed(installed);
        string[] pinned = pins.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (string name in names)
        {
            string[] known = versions.TryGetValue(name, out string? text) ? VersionsIn(text) : [];
            bool isThere = there.TryGetValue(name, out string? version);
            if (!isThere && known.Length == 0)
                continue;
            found[name] = new PackageInfo(name) { Version = isThere ? version ?? "unknown" : null, Candidate = known.FirstOrDefault(), Versions = known, IsHeld = pinned.Contains(name, StringComparer.OrdinalIgnoreCase) };
        }

        return found;
    }

    public override Task<PackageForecast> ForecastAsync(PackageOrder order, CancellationToken token) => Task.FromResult(new PackageForecast
    {
        Steps = [.. order.Install, .. order.Remove.Select(static name => new PackageStep(name, "unknown", null))],
    });

    public override Task<IReadOnlyCollection<string>> UnneededAsync(IReadOnlyCollection<string> removed, CancellationToken token) => Task.FromResult<IReadOnlyCollection<string>>([]);

    public override Task<IReadOnlyCollection<string>> NamesAsync(CancellationToken token) => Task.FromResult<IReadOnlyCollection<string>>([]);

    public override IEnumerable<ProcessRequest> Refresh() => [Command("winget", "source", "update", "--disable-interactivity")];

    public override IEnumerable<ProcessRequest> CarryOut(PackageOrder order)
    {
        foreach (string name in order.Remove)
            yield return Command("winget", ["uninstall", "--id", name, "--exact", "--silent", .. s_quiet]);
        foreach (PackageStep step in order.Install)
        {
            string[] version = step.Pin is { } pin ? ["--version", pin] : [];
            yield return Command("winget", ["install", "--id", step.Name, "--exact", .. version, "--silent", "--accept-package-agreements", .. s_quiet]);
        }
    }

    // Another installation is going on.
    protected override string? LockedBy(ProcessResult result) => unchecked((uint)result.ExitCode) is 0x8A150102 ? "another installation" : null;

    private static Dictionary<string, string?> Installed(string json)
    {
        var found = new Dictionary<string, string?>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(json);
            if (!document.RootElement.TryGetProperty("Sources", out JsonElement sources))
                return found;
            foreach (JsonElement package in sources.EnumerateArray().SelectMany(static source => source.GetProperty("Packages").EnumerateArray()))
            {
                if (package.GetProperty("PackageIdentifier").GetString() is { } name)
                    found[name] = package.TryGetProperty("Version", out JsonElement version) ? version.GetString() : null;
            }
        }
        catch (Exception cause) when (cause is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Then nothing is known to be there.
        }

        return found;
    }

    /// <summary>The lines below the rule; above it are headings in somebody's language.</summary>
    private static string[] VersionsIn(string text) =>
        [.. text.Split('\n').Select(static line => line.Trim()).SkipWhile(static line => line.Length < 3 || line.Any(static c => c != '-')).Skip(1).Where(static line => line.Length > 0)];
}
