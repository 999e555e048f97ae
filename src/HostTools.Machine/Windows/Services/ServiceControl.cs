using System.Globalization;
using System.Text.RegularExpressions;
using HostTools.Platform;

namespace HostTools.Machine.Windows;

/// <summary>Services by <c>sc.exe</c>. Headings are in somebody's language; numbers, constants and exit codes are not.</summary>
internal sealed partial class ServiceControl(IProcessRunner processes, TimeSpan pause)
{
    private const int NoSuchService = 1060;
    private const int AlreadyRunning = 1056;
    private const int NotRunning = 1062;
    private const int Stopped = 1;
    private const int Running = 4;
    private const int LongestName = 256;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    /// <summary>A service can have the name; one with a backslash would be another machine to sc.exe.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= LongestName && !name.Any(static c => c is '/' or '\\' || char.IsControl(c));

    /// <exception cref="HostToolsException">ServiceCommandFailed.</exception>
    public async Task<ServiceState> ReadAsync(string name, CancellationToken token)
    {
        ProcessResult configuration = await RunAsync(token, "qc", name).ConfigureAwait(false);
        if (configuration.ExitCode == NoSuchService)
            return ServiceState.Absent;
        Require(configuration, "qc", name);
        Match start = StartType().Match(configuration.StandardOutput);
        if (!start.Success)
            throw new HostToolsException(MachineErrors.ServiceCommandFailed(name, "qc", configuration.ExitCode, "it names no start type"));
        return new ServiceState(StartOf(start), await StateAsync(name, token).ConfigureAwait(false) is not Stopped);
    }

    /// <exception cref="HostToolsException">ServiceCommandFailed.</exception>
    public async Task ConfigureAsync(string name, ServiceStart start, CancellationToken token) =>
        Require(await RunAsync(token, "config", name, "start=", WordOf(start)).ConfigureAwait(false), "config", name);

    /// <summary>Starts it and waits until it runs.</summary>
    /// <exception cref="HostToolsException">ServiceCommandFailed; ServiceNotSettled.</exception>
    public Task StartAsync(string name, CancellationToken token) => ChangeAsync("start", name, AlreadyRunning, Running, token);

    /// <summary>Stops it and waits until it is.</summary>
    /// <exception cref="HostToolsException">ServiceCommandFailed; ServiceNotSettled.</exception>
    public Task StopAsync(string name, CancellationToken token) => ChangeAsync("stop", name, NotRunning, Stopped, token);

    private async Task ChangeAsync(string verb, string name, int already, int wanted, CancellationToken token)
    {
        ProcessResult result = await RunAsync(token, verb, name).ConfigureAwait(false);
        if (result.ExitCode != already)
            Require(result, verb, name);
        for (TimeSpan waited = TimeSpan.Zero; await StateAsync(name, token).ConfigureAwait(false) is var state && state != wanted; waited += pause)
        {
            // A service that ends by itself right after its start is told from one that takes its time.
            if (waited >= s_limit || (wanted == Running && state == Stopped && waited > TimeSpan.Zero))
                throw new HostToolsException(MachineErrors.ServiceNotSettled(name, verb, wanted == Running ? "running" : "stopped"));
            await Task.Delay(pause, token).ConfigureAwait(false);
        }
    }

    private async Task<int> StateAsync(string name, CancellationToken token)
    {
        ProcessResult result = await RunAsync(token, "query", name).ConfigureAwait(false);
        Require(result, "query", name);
        Match state = State().Match(result.StandardOutput);
        return state.Success
            ? int.Parse(state.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : throw new HostToolsException(MachineErrors.ServiceCommandFailed(name, "query", result.ExitCode, "it names no state"));
    }

    private Task<ProcessResult> RunAsync(CancellationToken token, params string[] arguments) =>
        processes.RunAsync(new ProcessRequest("sc.exe", arguments) { Timeout = s_limit }, token);

    private static void Require(ProcessResult result, string verb, string name)
    {
        if (result.ExitCode == 0)
            return;
        string said = $"{result.StandardOutput}\n{result.StandardError}".Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "it said nothing";
        throw new HostToolsException(MachineErrors.ServiceCommandFailed(name, verb, result.ExitCode, said));
    }

    private static ServiceStart StartOf(Match start) => start.Groups[1].Value switch
    {
        "BOOT_START" => ServiceStart.Boot,
        "SYSTEM_START" => ServiceStart.System,
        "AUTO_START" when start.Groups[2].Success => ServiceStart.AutomaticDelayedStart,
        "AUTO_START" => ServiceStart.Automatic,
        "DEMAND_START" => ServiceStart.Manual,
        _ => ServiceStart.Disabled,
    };

    private static string WordOf(ServiceStart start) => start switch
    {
        ServiceStart.Boot => "boot",
        ServiceStart.System => "system",
        ServiceStart.Automatic => "auto",
        ServiceStart.AutomaticDelayedStart => "delayed-auto",
        ServiceStart.Manual => "demand",
        _ => "disabled",
    };

    [GeneratedRegex(@":\s*[0-4]\s+(BOOT_START|SYSTEM_START|AUTO_START|DEMAND_START|DISABLED)[ \t]*(\([^)\r\n]*\))?")]
    private static partial Regex StartType();

    [GeneratedRegex(@":\s*([1-7])\s+(?:STOPPED|START_PENDING|STOP_PENDING|RUNNING|CONTINUE_PENDING|PAUSE_PENDING|PAUSED)")]
    private static partial Regex State();
}
