using System.Diagnostics;

namespace HostTools.Cli.Tests;

/// <summary>Several commands at one target at once.</summary>
public sealed class WaitTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Applies_that_wait_come_one_after_the_other_and_all_succeed()
    {
        int count = Environment.GetEnvironmentVariable("HOSTTOOLS_DEPTH") == "full" ? 200 : 6;
        string[] hosts = ["toaster", "honeypot"];
        int running = Math.Min(count, 8); // As many processes as a machine bears; the queue never ends.
        int next = -1;
        var results = new List<Result>();
        async Task WorkAsync()
        {
            while (Interlocked.Increment(ref next) is var index && index < count)
            {
                Result result = await RunAsync($"apply {hosts[index % 2]} --root out --machine-only --wait 55s --yes");
                lock (results)
                    results.Add(result);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, running).Select(_ => Task.Run(WorkAsync)));

        Assert.All(results, static result => Assert.True(result.ExitCode == 0, result.Error));
        Assert.All(results, static result => Assert.DoesNotContain("interrupted", result.Error, StringComparison.Ordinal));
        Assert.Equal(0, (await RunAsync("status --root out --exit-code")).ExitCode);
        Assert.Contains("Nothing to repair", (await RunAsync("repair --root out")).Error, StringComparison.Ordinal);
        // Each that says it made something made one generation.
        int made = results.Count(static result => result.Error.Contains("now at generation", StringComparison.Ordinal));
        Assert.Equal(made, Directory.GetDirectories(Path.Combine(_workspace.Root, "var/lib/hosttools/generations")).Length);
    }

    [SkippableTheory]
    [InlineData("apply toaster --root out --machine-only --yes")]
    [InlineData("rollback 1 --root out --yes")]
    [InlineData("repair --root out")]
    [InlineData("generation prune --root out --keep 1 --yes")]
    [InlineData("generation confirm --root out")]
    [InlineData("plan toaster --root out --machine-only --out-file plan.json")]
    public async Task What_takes_the_lock_waits_and_an_interruption_ends_the_wait(string line)
    {
        Skip.IfNot(File.Exists("/usr/bin/flock"), "flock is not installed here");
        await RunAsync("apply toaster --root out --machine-only --yes");
        await RunAsync("apply honeypot --root out --machine-only --confirm-within 1h --yes");
        if (!line.Contains("confirm", StringComparison.Ordinal))
            await RunAsync("generation confirm --root out");
        using var held = new Holder(_workspace.Root);

        Result refused = await RunAsync(line);
        Assert.True(refused.ExitCode == 1, refused.Error);
        Assert.Contains("error[Busy]", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("interrupted", refused.Error, StringComparison.Ordinal);

        using Process waiting = Executable.Start(_workspace.Tree, [.. line.Split(' '), "--wait", "50s"]);
        string? said;
        do
        {
            said = await waiting.StandardError.ReadLineAsync();
        }
        while (said?.StartsWith("Waiting", StringComparison.Ordinal) == false);
        Assert.Contains("is testing", said, StringComparison.Ordinal);
        var clock = Stopwatch.StartNew();
        (string signal, int code) = Executable.CanBeInterrupted ? ("-INT", 130) : ("-TERM", 143);
        Process.Start("kill", [signal, $"{waiting.Id}"]).WaitForExit();
        Result stopped = await Executable.FinishAsync(waiting);
        Assert.Equal(code, stopped.ExitCode);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{clock.Elapsed}");
    }

    /// <summary>Holds the lock of a target as another process would.</summary>
    private sealed class Holder : IDisposable
    {
        private readonly Process _process;

        public Holder(string root)
        {
            string path = Path.Combine(root, "var/lib/hosttools/lock");
            // bash keeps the lock open as its descriptor 9, and writes the record of a process that lives: itself.
            string script = $$"""
                exec 9<>'{{path}}'
                flock 9
                start=$(sed 's/.*) //' /proc/$$/stat | cut -d' ' -f20)
                printf '{"pid":%s,"startTime":"%s","bootId":"%s","user":"ann","purpose":"testing","id":"x"}' $$ "$start" "$(cat /proc/sys/kernel/random/boot_id)" >'{{path}}'
                echo held
                read -r line
                """;
            _process = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
            Assert.Equal("held", _process.StandardOutput.ReadLine());
        }

        public void Dispose()
        {
            _process.StandardInput.Close();
            _process.WaitForExit();
            _process.Dispose();
        }
    }

    private Task<Result> RunAsync(string line) => Executable.RunAsync(_workspace.Tree, line.Split(' '));
}
