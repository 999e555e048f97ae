using System.Globalization;
using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Watches with a timer of systemd, which neither the end of a terminal nor that of the machine touches: it lies in /etc/systemd/system until nothing waits.</summary>
/// <remarks>What it runs is <c>hosttools repair</c>: it takes back what is not confirmed, and puts right an apply in the middle of which the machine went down.</remarks>
internal sealed class TimerWatcher(IProcessRunner processes, Root machine) : IConfirmationWatcher
{
    private const string Folder = "/etc/systemd/system";
    private const string Stamps = "/var/lib/systemd/timers";
    private const int Readable = 0x1A4; // 0644

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    /// <summary>It is the live machine, a systemd runs it, and we may tell it something.</summary>
    public bool Fits(Target target) => target.IsLive && Environment.IsPrivilegedProcess && machine.Exists("/run/systemd/system");

    /// <inheritdoc/>
    public Task<string?> PrepareAsync(Target target, CancellationToken token) =>
        // Not started: an apply that is interrupted by the end of the machine is put right when it comes up again.
        TryAsync(() =>
        {
            Install(target, "OnBootSec=15s");
            return Task.CompletedTask;
        });

    /// <inheritdoc/>
    public Task<string?> AtStartAsync(Target target, CancellationToken token) => PrepareAsync(target, token);

    /// <inheritdoc/>
    public Task<string?> StartAsync(Target target, DateTimeOffset until, CancellationToken token) => TryAsync(async () =>
    {
        // After its time it is due, also where the machine was down then. A full second later, as the moment has parts of one.
        DateTime due = until.UtcDateTime.AddSeconds(1);
        string name = NameOf(target);
        Install(target, string.Create(CultureInfo.InvariantCulture, $"OnCalendar={due:yyyy-MM-dd HH:mm:ss} UTC\nPersistent=true"));
        await SystemctlAsync(["daemon-reload"], token).ConfigureAwait(false);
        await SystemctlAsync(["restart", name + ".timer"], token).ConfigureAwait(false);
    });

    /// <inheritdoc/>
    public Task EndAsync(Target target, CancellationToken token) => TryAsync(async () =>
    {
        string name = NameOf(target);
        if (machine.Stat($"{Folder}/{name}.timer") is null)
            return;
        await SystemctlAsync(["stop", name + ".timer"], token).ConfigureAwait(false);
        foreach (string path in new[] { LinkOf(name), $"{Folder}/{name}.timer", $"{Folder}/{name}.service", $"{Stamps}/stamp-{name}.timer" })
            Remove(path);
        machine.SyncDirectory(Folder);
        await SystemctlAsync(["daemon-reload"], token).ConfigureAwait(false);
    });

    private static string NameOf(Target target) => target.Identity.User is { } user ? $"hosttools-confirm-{user}" : "hosttools-confirm";

    private static string LinkOf(string name) => $"{Folder}/timers.target.wants/{name}.timer";

    private void Install(Target target, string when)
    {
        IReadOnlyList<string> command = WatchCommand.Of(target) ?? throw new IOException("neither the executable hosttools nor PowerShell's pwsh with the module was found");
        string name = NameOf(target);
        string header = "# Made by HostTools for an apply that waits for a moment or for the next start, and removed with it.\n";
        Write($"{Folder}/{name}.service",
            $"""
            {header}[Unit]
            Description=Take back what HostTools applied and nobody confirmed, and apply what waited for this start
            StartLimitIntervalSec=0

            [Service]
            {(Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } runtime ? $"Environment={UnitLine.Quote("DOTNET_ROOT=" + runtime)}\n" : string.Empty)}ExecStart={string.Join(' ', command.Select(UnitLine.Quote))}
            Restart=on-failure
            RestartSec=10

            """);
        Write($"{Folder}/{name}.timer",
            $"""
            {header}[Unit]
            Description=When HostTools looks at what waits to be confirmed, or for a start

            [Timer]
            {when}
            AccuracySec=100ms

            """);
        machine.CreateDirectories($"{Folder}/timers.target.wants");
        if (machine.Stat(LinkOf(name)) is null)
            machine.CreateLink(LinkOf(name), $"../{name}.timer");
        machine.SyncDirectory($"{Folder}/timers.target.wants");
        machine.SyncDirectory(Folder);
    }

    private void Write(string path, string text)
    {
        string temporary = path + ".hosttools";
        Remove(temporary);
        using (FileStream stream = machine.CreateNew(temporary, Readable))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        machine.Rename(temporary, path);
    }

    private void Remove(string path)
    {
        if (machine.Stat(path) is not null)
            machine.RemoveFile(path);
    }

    private async Task SystemctlAsync(string[] arguments, CancellationToken token)
    {
        ProcessResult result = await processes.RunAsync(new ProcessRequest("systemctl", arguments) { Timeout = s_limit, WorkingDirectory = "/" }, token).ConfigureAwait(false);
        if (result.ExitCode != 0)
            throw new IOException($"systemctl {string.Join(' ', arguments)} failed: {result.StandardError.Trim()}");
    }

    private static async Task<string?> TryAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
            return null;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or HostToolsException)
        {
            return cause.Message.TrimEnd('.');
        }
    }
}
