using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Machine.Units;

/// <summary>How a unit runs now.</summary>
internal sealed record UnitStatus(string Name, string Active, string Sub, string Invocation)
{
    /// <summary>It runs, or is about to.</summary>
    public bool IsActive => IsActiveWord(Active);

    public static bool IsActiveWord(string active) => active is "active" or "activating" or "reloading" or "refreshing";
}

/// <summary>The systemd of a machine, or of the user of a home, by its own tool.</summary>
internal sealed class Systemd(Target target, IProcessRunner processes)
{
    /// <summary>How the name of a unit that mounts something ends.</summary>
    public const string MountSuffix = ".mount";

    private const int BusyRetries = 20;

    private static readonly TimeSpan s_busyPause = TimeSpan.FromMilliseconds(250);

    /// <summary>It runs here; in a container without one, and for who is not logged in, units only have files.</summary>
    public bool IsRunning => target.IsLive && (target.Machine is null ? target.Root.Exists("/run/systemd/system") : TargetProcess.HasSession(target));

    /// <summary>State of every unit that is loaded, by name: <c>active</c>, <c>failed</c>, …</summary>
    public async Task<IReadOnlyDictionary<string, string>> ListAsync(CancellationToken token)
    {
        ProcessResult result = await AskAsync(["list-units", "--all", "--full", "--plain", "--no-legend", "--no-pager"], token).ConfigureAwait(false);
        var states = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in result.StandardOutput.Split('\n'))
        {
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var name, _, var active, ..])
                states[name] = active;
        }

        return states;
    }

    /// <summary>How units run; those that systemd does not know are inactive.</summary>
    public async Task<IReadOnlyList<UnitStatus>> StatusAsync(IReadOnlyList<string> units, CancellationToken token) =>
        [.. (await ShowAsync(units, ["Id", "ActiveState", "SubState", "InvocationID"], token).ConfigureAwait(false)).Select(static (values, _) =>
            new UnitStatus(values.Unit, values.Of("ActiveState") is { Length: > 0 } state ? state : "inactive", values.Of("SubState"), values.Of("InvocationID")))];

    /// <summary>Properties of units, in the order asked for.</summary>
    public async Task<IReadOnlyList<UnitProperties>> ShowAsync(IReadOnlyList<string> units, string[] properties, CancellationToken token)
    {
        if (units.Count == 0)
            return [];
        ProcessResult result = await AskAsync(["show", "--no-pager", $"--property={string.Join(',', properties)}", "--", .. units], token).ConfigureAwait(false);
        string[] blocks = result.StandardOutput.TrimEnd('\n').Split("\n\n");
        return [.. units.Select((unit, index) => new UnitProperties(unit, index < blocks.Length ? blocks[index] : string.Empty))];
    }

    /// <summary>Does something with units; nothing for none.</summary>
    public Task<ProcessResult> DoAsync(string verb, IReadOnlyList<string> units, TimeSpan? limit, CancellationToken token) => units.Count == 0
        ? Task.FromResult(new ProcessResult(0, string.Empty, string.Empty))
        : CallAsync([verb, "--", .. units], token, limit);

    /// <summary>Stops units. A file system is often in use for a moment, by whoever looks around on the machine, so it is asked again before that counts.</summary>
    public async Task<ProcessResult> StopAsync(IReadOnlyList<string> units, TimeSpan? limit, CancellationToken token)
    {
        ProcessResult result = await DoAsync("stop", units, limit, token).ConfigureAwait(false);
        for (int retry = 0; retry < BusyRetries && result.ExitCode != 0 && await IsAnyMountedAsync(units, token).ConfigureAwait(false); retry++)
        {
            await Task.Delay(s_busyPause, token).ConfigureAwait(false);
            result = await DoAsync("stop", units, limit, token).ConfigureAwait(false);
        }

        return result;
    }

    private async Task<bool> IsAnyMountedAsync(IReadOnlyList<string> units, CancellationToken token) =>
        (await StatusAsync([.. units.Where(static unit => unit.EndsWith(MountSuffix, StringComparison.Ordinal))], token).ConfigureAwait(false)).Any(static unit => unit.IsActive);

    /// <summary>Makes it read its units.</summary>
    /// <exception cref="HostToolsException">UnitsUnreadable.</exception>
    public Task ReloadAsync(CancellationToken token) => AskAsync(["daemon-reload"], token);

    /// <summary>What it says of a unit, with the last lines of its log.</summary>
    public async Task<string> DescribeAsync(string unit, CancellationToken token) =>
        (await CallAsync(["status", "--no-pager", "--full", "--lines=8", "--", unit], token).ConfigureAwait(false)).StandardOutput.TrimEnd();

    /// <summary>No answer must not be taken for one: units would be recorded as if they did not run.</summary>
    private async Task<ProcessResult> AskAsync(string[] arguments, CancellationToken token)
    {
        ProcessResult result = await CallAsync(arguments, token).ConfigureAwait(false);
        return result.ExitCode == 0 ? result : throw new HostToolsException(MachineErrors.UnitsUnreadable(arguments[0], result.ExitCode, result.StandardError.Trim()));
    }

    private Task<ProcessResult> CallAsync(string[] arguments, CancellationToken token, TimeSpan? limit = null)
    {
        string[] command = target.Machine is null ? ["systemctl", .. arguments] : ["systemctl", "--user", .. arguments];
        ProcessRequest request = TargetProcess.Of(target, command);
        // Answers are read by us: they are in no other language.
        return processes.RunAsync(request with { Timeout = limit, Environment = new Dictionary<string, string?>(request.Environment) { ["LC_ALL"] = "C.UTF-8", ["SYSTEMD_COLORS"] = "0" } }, token);
    }
}

/// <summary>Properties as <c>systemctl show</c> prints them.</summary>
internal sealed class UnitProperties(string unit, string block)
{
    private readonly Dictionary<string, string> _values = block.Split('\n')
        .Select(static line => line.Split('=', 2)).Where(static pair => pair.Length == 2)
        .DistinctBy(static pair => pair[0]).ToDictionary(static pair => pair[0], static pair => pair[1], StringComparer.Ordinal);

    public string Unit => unit;

    /// <summary>The values of all of them.</summary>
    public IEnumerable<string> All => _values.Values;

    public string Of(string property) => _values.GetValueOrDefault(property, string.Empty);
}
