using System.ComponentModel;
using System.Diagnostics;
using HostTools.Activation;

namespace HostTools.Commands;

/// <summary>Watches from a process of its own, the executable, which outlives the terminal and whoever started it.</summary>
public sealed class DetachedWatcher : IConfirmationWatcher
{
    /// <summary>First word of the command line of the process; root, state and user follow, empty where there is none.</summary>
    public const string Verb = "__watch-confirmation";

    /// <summary>What the process says once nothing that happens to its starter reaches it any more.</summary>
    public const string Ready = "watching";

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public Task<string?> PrepareAsync(Target target, CancellationToken token) => Task.FromResult<string?>(null);

    /// <inheritdoc/>
    public Task<string?> AtStartAsync(Target target, CancellationToken token) =>
        Task.FromResult<string?>(target.IsLive ? "no systemd that root may tell something starts the machine" : "nothing starts with a folder");

    /// <inheritdoc/>
    public Task EndAsync(Target target, CancellationToken token) => Task.CompletedTask; // It sees for itself.

    /// <inheritdoc/>
    public async Task<string?> StartAsync(Target target, DateTimeOffset until, CancellationToken token)
    {
        if (WatchCommand.FindExecutable() is not { } program)
            return "the executable hosttools lies neither beside the module nor on PATH";
        string state = target.IsStateInside ? string.Empty : (target.Machine ?? target).StateDirectory;
        var start = new ProcessStartInfo(program, [Verb, target.Identity.Root, state, target.Identity.User ?? string.Empty])
        {
            WorkingDirectory = Path.GetPathRoot(program)!, // So that it keeps no folder from being unmounted; the path is absolute.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(s_limit);
        try
        {
            using Process process = Process.Start(start)!; // Only a document opened by the shell has none.
            return await process.StandardOutput.ReadLineAsync(limit.Token).ConfigureAwait(false) == Ready ? null : "the process that watches did not begin";
        }
        catch (Exception cause) when (cause is Win32Exception or IOException)
        {
            return cause.Message;
        }
        catch (OperationCanceledException)
        {
            return "the process that watches did not begin in time";
        }
    }
}
