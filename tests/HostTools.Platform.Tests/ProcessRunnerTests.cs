using System.Diagnostics;
using System.Globalization;

namespace HostTools.Platform.Tests;

/// <summary>Real programs: what they say, how they end, and what they leave running.</summary>
public sealed class ProcessRunnerTests
{
    private readonly SystemProcessRunner _runner = new();

    [Fact]
    public async Task All_that_a_program_says_arrives_with_its_exit_code()
    {
        ProcessResult result = await Sh("seq 1 50000; echo 'å' >&2; exit 7");
        Assert.Equal(7, result.ExitCode);
        Assert.Equal(50000, result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal("å\n", result.StandardError);
    }

    [Fact]
    public async Task Bytes_stay_bytes()
    {
        ProcessResult result = await _runner.RunAsync(new ProcessRequest("/bin/cat", []) { StandardInputBytes = new byte[] { 0, 255, 10 }, HasBinaryOutput = true }, default);
        Assert.Equal([0, 255, 10], result.OutputBytes);
        Assert.Empty(result.StandardOutput);
    }

    [Fact]
    public async Task What_a_program_leaves_running_is_not_waited_for()
    {
        var watch = Stopwatch.StartNew();
        ProcessResult result = await Sh("sleep 60 & echo $!; echo started");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{watch.Elapsed}");
        string[] lines = result.StandardOutput.Split('\n');
        Process.GetProcessById(int.Parse(lines[0], CultureInfo.InvariantCulture)).Kill();
        Assert.Equal("started", lines[1]);
    }

    /// <summary>Each of them used to hold two threads of the pool, and one that had none in time lost what its program said.</summary>
    [Fact]
    public async Task Many_at_once_on_a_busy_machine_lose_nothing()
    {
        ThreadPool.GetMinThreads(out int workers, out _);
        using var ended = new ManualResetEventSlim();
        Task[] busy = [.. Enumerable.Range(0, workers * 2).Select(_ => Task.Run(() => ended.Wait(TimeSpan.FromSeconds(2))))];
        ProcessResult[] results = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => Sh($"echo {number}")));
        ended.Set();
        await Task.WhenAll(busy);
        Assert.Equal(Enumerable.Range(0, 40).Select(static number => $"{number}\n"), results.Select(static result => result.StandardOutput));
    }

    [Fact]
    public async Task What_keeps_writing_when_its_time_is_up_is_let_go()
    {
        HostToolsException late = await Assert.ThrowsAsync<HostToolsException>(
            () => _runner.RunAsync(new ProcessRequest("/bin/sh", ["-c", "while :; do echo more; done"]) { Timeout = TimeSpan.FromMilliseconds(300) }, default));
        Assert.Equal("ProgramTimedOut", late.Errors[0].Id);
    }

    [Fact]
    public async Task What_lasts_too_long_is_ended_and_named()
    {
        HostToolsException late = await Assert.ThrowsAsync<HostToolsException>(
            () => _runner.RunAsync(new ProcessRequest("/bin/sleep", ["60"]) { Timeout = TimeSpan.FromMilliseconds(200) }, default));
        Assert.Equal("ProgramTimedOut", late.Errors[0].Id);
    }

    private Task<ProcessResult> Sh(string script) => _runner.RunAsync(new ProcessRequest("/bin/sh", ["-c", script]), default);
}
