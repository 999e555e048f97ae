using System.Globalization;
using HostTools.Platform;

namespace HostTools.Machine.Packages.Managers;

/// <summary>A package manager of the system: reads what it says, and gives it orders. Speaks to the program, never to a shell.</summary>
/// <param name="processes">Starts the program.</param>
/// <param name="root">The root file system that it looks after.</param>
internal abstract class PackageManager(IProcessRunner processes, Root root)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_readLimit = TimeSpan.FromMinutes(5);

    /// <summary>Its name, for people and for records: <c>apt</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Names of its programs that work on packages, as the kernel knows them.</summary>
    public virtual IReadOnlyList<string> Programs => [Name, "rpm"];

    /// <summary>The transaction that it works for; its programs are given it.</summary>
    public string? Transaction { get; init; }

    /// <summary>The command that brings its index up to date, for people.</summary>
    public abstract string RefreshWords { get; }

    /// <summary>It knows which packages nobody asked for, and can be told.</summary>
    public virtual bool HasMarks => true;

    /// <summary>The root file system that it looks after.</summary>
    public Root Root => root;

    /// <summary>What it knows of packages, by name. Those that it has never heard of are left out.</summary>
    /// <param name="names">The packages.</param>
    /// <param name="token">Cancels.</param>
    /// <param name="isInstalledOnly">What is to be had does not matter, which some managers answer faster.</param>
    public abstract Task<IReadOnlyDictionary<string, PackageInfo>> QueryAsync(IReadOnlyCollection<string> names, CancellationToken token, bool isInstalledOnly = false);

    /// <summary>Why it cannot say anything about packages that are not installed; null when it can.</summary>
    public abstract string? IndexProblem();

    /// <summary>What it would do.</summary>
    public abstract Task<PackageForecast> ForecastAsync(PackageOrder order, CancellationToken token);

    /// <summary>How much room some steps take; null where it looks itself before it begins.</summary>
    public virtual Task<PackageSizes?> SizesAsync(PackageOrder order, IReadOnlyList<PackageStep> steps, CancellationToken token) => Task.FromResult<PackageSizes?>(null);

    /// <summary>What it takes for no longer needed by anything once some packages are gone.</summary>
    public abstract Task<IReadOnlyCollection<string>> UnneededAsync(IReadOnlyCollection<string> removed, CancellationToken token);

    /// <summary>The names of all packages that can be had.</summary>
    public abstract Task<IReadOnlyCollection<string>> NamesAsync(CancellationToken token);

    /// <summary>Brings the index up to date.</summary>
    public abstract IEnumerable<ProcessRequest> Refresh();

    /// <summary>Commands that get what an order needs from the network and change nothing else.</summary>
    public virtual IEnumerable<ProcessRequest> Fetch(PackageOrder order) => [];

    /// <summary>Commands that carry out an order.</summary>
    public abstract IEnumerable<ProcessRequest> CarryOut(PackageOrder order);

    /// <summary>Commands that note who asked for packages.</summary>
    public virtual IEnumerable<ProcessRequest> Mark(IReadOnlyList<string> manual, IReadOnlyList<string> automatic) => [];

    /// <summary>Commands that make it usable again after it was killed; how they end does not matter.</summary>
    public virtual IEnumerable<ProcessRequest> Mend() => [];

    /// <summary>Commands of last resort that remove packages whose own scripts fail.</summary>
    public virtual IEnumerable<ProcessRequest> RemoveByForce(IReadOnlyList<string> names) => [];

    /// <summary>Commands that remove what a package leaves; only for what was not there at all before.</summary>
    public virtual IEnumerable<ProcessRequest> Purge(IReadOnlyList<string> names) => [];

    /// <summary>Something unfinished that keeps it from working; null when there is nothing.</summary>
    public virtual string? Unfinished() => null;

    /// <summary>Some package, whichever, waits to be brought to an end; triggers of others count as well.</summary>
    public virtual Task<bool> IsHalfwayAsync(CancellationToken token) => Task.FromResult(false);

    /// <summary>Who holds its lock, in words; null when that is not why it failed.</summary>
    protected abstract string? LockedBy(ProcessResult result);

    /// <summary>It failed; some managers say so only in words.</summary>
    protected virtual bool HasFailed(ProcessResult result) => result.ExitCode != 0;

    /// <summary>Environment of every call: English, and nobody there to answer.</summary>
    protected virtual IReadOnlyDictionary<string, string?> Environment { get; } = new Dictionary<string, string?>
    {
        ["LC_ALL"] = "C.UTF-8",
        ["LANGUAGE"] = null,
        ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    };

    protected ProcessRequest Command(string program, params IEnumerable<string> arguments) => new(program, [.. arguments]) { Environment = Environment };

    /// <summary>Asks something; nothing is changed.</summary>
    protected async Task<ProcessResult> AskAsync(ProcessRequest request, CancellationToken token) =>
        await processes.RunAsync(request with { Timeout = s_readLimit }, token).ConfigureAwait(false);

    /// <summary>Runs a command that changes something, once no other program is at it. What has begun is not interrupted: that would leave packages half-installed.</summary>
    /// <param name="request">The command.</param>
    /// <param name="wait">Longest wait for another program.</param>
    /// <param name="tell">Says what it waits for.</param>
    /// <param name="token">Ends the waiting.</param>
    /// <exception cref="HostToolsException">PackageManagerBusy, PackagesNotFetched, PackageManagerFailed.</exception>
    public async Task RunAsync(ProcessRequest request, TimeSpan wait, Action<string> tell, CancellationToken token)
    {
        DateTime end = DateTime.UtcNow + wait;
        while (true)
        {
            token.ThrowIfCancellationRequested();
            ProcessResult result = await processes.RunAsync(Detached(request), CancellationToken.None).ConfigureAwait(false);
            if (!HasFailed(result))
                return;
            if (LockedBy(result) is not { } holder)
                throw new HostToolsException(IsOffline(result) ? MachineErrors.PackagesNotFetched(Name, Says(result)) : MachineErrors.PackageManagerFailed(Name, request, result.ExitCode, Says(result)));
            if (DateTime.UtcNow >= end)
                throw new HostToolsException(MachineErrors.PackageManagerBusy(Name, holder, wait));
            tell($"Waiting for {holder}, at most {(end - DateTime.UtcNow).TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s more");
            await Task.Delay(s_pause, token).ConfigureAwait(false);
        }
    }

    /// <summary>Runs commands that may fail.</summary>
    public async Task TryRunAsync(IEnumerable<ProcessRequest> requests, TimeSpan wait, Action<string> tell)
    {
        foreach (ProcessRequest request in requests)
        {
            try
            {
                await RunAsync(request, wait, tell, CancellationToken.None).ConfigureAwait(false);
            }
            catch (HostToolsException failed) when (failed.Errors is [{ Id: not nameof(MachineErrors.PackageManagerBusy) }])
            {
                // What counts is what is there afterwards.
            }
        }
    }

    /// <summary>The last lines of what it said, those of errors rather than others.</summary>
    protected static string Says(ProcessResult result)
    {
        string[] lines = [.. $"{result.StandardOutput}\n{result.StandardError}".Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        string[] errors = [.. lines.Where(static line => line.Contains("error", StringComparison.OrdinalIgnoreCase) || line.StartsWith("E: ", StringComparison.Ordinal) || line.StartsWith("dpkg: ", StringComparison.Ordinal)
            || line.Contains("nothing provides", StringComparison.Ordinal) || line.Contains("conflict", StringComparison.OrdinalIgnoreCase) || line.Contains(" breaks ", StringComparison.Ordinal) || line.Contains("Depends:", StringComparison.Ordinal) || line.Contains("Problem:", StringComparison.Ordinal))];
        return string.Join(" | ", (errors.Length > 0 ? errors.Distinct() : lines.TakeLast(3)).TakeLast(6));
    }

    private static bool IsOffline(ProcessResult result) =>
        s_offline.Any(words => result.StandardError.Contains(words, StringComparison.OrdinalIgnoreCase) || result.StandardOutput.Contains(words, StringComparison.OrdinalIgnoreCase));

    // As apt, dnf, pacman, zypper and apk say it.
    private static readonly string[] s_offline =
    [
        "Failed to fetch", "Unable to fetch", "Temporary failure resolving", "Could not resolve", "Couldn't resolve", "failed retrieving file", "Failed to download", "No URLs in mirrorlist",
        "Cannot download", "Download (curl) error", "No more mirrors to try", "temporary error (try again later)", "network error", "Failed when searching source",
    ];

    /// <summary>In a session of its own: Ctrl+C in our terminal must not reach it half-way through.</summary>
    private ProcessRequest Detached(ProcessRequest request)
    {
        if (Transaction is not null)
            request = request with { Environment = new Dictionary<string, string?>(request.Environment) { [LeftPrograms.Variable] = Transaction } };
        return OperatingSystem.IsWindows() || !Root.Exists("/usr/bin/setsid") ? request : request with { Program = "setsid", Arguments = ["--wait", request.Program, .. request.Arguments] };
    }
}
