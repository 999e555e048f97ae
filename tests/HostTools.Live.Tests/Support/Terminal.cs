using System.Diagnostics;
using HostTools.Platform;

namespace HostTools.Live.Tests.Support;

/// <summary>A program on a terminal of its own (tmux's), with a person who types and reads.</summary>
public sealed class Terminal : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private readonly string _socket = $"hosttools-{Guid.NewGuid():n}";

    private Terminal()
    {
    }

    public static async Task<Terminal> StartAsync(string[] command)
    {
        var terminal = new Terminal();
        await terminal.TmuxAsync(["-f", "/dev/null", "new-session", "-d", "-x", "200", "-y", "50", .. command]);
        return terminal;
    }

    /// <summary>Types texts and keys by tmux's names, such as <c>Enter</c> and <c>C-c</c>.</summary>
    public Task TypeAsync(params string[] keys) => TmuxAsync(["send-keys", .. keys]);

    /// <summary>Reads the screen until a text stands there.</summary>
    public async Task WaitForAsync(string text)
    {
        string screen = string.Empty;
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < s_limit; await Task.Delay(100))
        {
            screen = await TmuxAsync(["capture-pane", "-p", "-J"]);
            if (screen.Contains(text, StringComparison.Ordinal))
                return;
        }

        Assert.Fail($"'{text}' never came. On the terminal stands:\n{screen}");
    }

    public async ValueTask DisposeAsync() => await TmuxAsync(["kill-server"]);

    private async Task<string> TmuxAsync(string[] arguments)
    {
        ProcessResult result = await new SystemProcessRunner().RunAsync(
            new ProcessRequest("tmux", ["-L", _socket, .. arguments]) { Timeout = s_limit, WorkingDirectory = "/" }, CancellationToken.None);
        Assert.True(result.ExitCode == 0, result.StandardError);
        return result.StandardOutput;
    }
}
