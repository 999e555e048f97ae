using System.Diagnostics;
using System.Globalization;
using HostTools.Activation.Resources;
using HostTools.Platform;
using Xunit.Abstractions;

namespace HostTools.Activation.Tests;

/// <summary>Root applies into a home whose user plants links all the while: nothing is written where he may not write, nothing is shown to him that he may not read.</summary>
public sealed class HostileHomeTests(ITestOutputHelper output) : IDisposable
{
    private const int Ann = 4001;

    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    [SkippableFact]
    public async Task Links_planted_while_applying_lead_nowhere()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "needs root to act as somebody else");
        Prepare();
        IReadOnlyList<string> before = Outside();
        var watch = Stopwatch.StartNew();
        int applied = 0, refused = 0, all = 0;
        var reasons = new SortedSet<string>(StringComparer.Ordinal);
        using Process racer = Process.Start(new ProcessStartInfo("setpriv",
            ["--reuid=4001", "--regid=4001", "--clear-groups", "dotnet", "exec", typeof(CrashProgram).Assembly.Location, "race", _box.PathOf("/home/ann"), Depth.Seed.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["HOME"] = _box.PathOf("/home/ann"), ["DOTNET_CLI_HOME"] = _box.PathOf("/home/ann") },
        })!;
        Assert.Equal("ready", await racer.StandardOutput.ReadLineAsync());
        for (; all < (Depth.IsFull ? 1000 : 40); all++)
        {
            // Now and then he rests: what comes through then shows that the applies themselves would.
            bool isAlone = all % 8 == 7;
            if (isAlone)
            {
                racer.StandardInput.Write('r');
                Assert.Equal("resting", await racer.StandardOutput.ReadLineAsync());
            }

            try
            {
                try
                {
                    await ApplyAsync(all);
                }
                catch (HostToolsException older) when (isAlone && older.Errors[0].Kind is ErrorKind.Stale)
                {
                    // What the race left half undone was repaired first, and the plan was older than that.
                    await ApplyAsync(all);
                }

                applied++;
            }
            catch (HostToolsException lost) when (isAlone)
            {
                Assert.Fail($"Nobody raced it, and it was refused: {lost.Message}");
            }
            catch (HostToolsException lost)
            {
                // Losing the race is fine; what counts is where nothing was written.
                Assert.All(lost.Errors, static error => Assert.NotEmpty(error.Message));
                refused++;
                reasons.Add(lost.Errors[0].Id);
            }

            if (isAlone)
                racer.StandardInput.Write('g');
        }

        racer.StandardInput.Close();
        int swaps = int.Parse((await racer.StandardOutput.ReadToEndAsync()).Trim(), CultureInfo.InvariantCulture);
        await racer.WaitForExitAsync();

        Assert.Equal(before, Outside());
        // His own links may lead there; a copy may not be made for him.
        var files = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        Assert.All(Directory.EnumerateFiles(_box.PathOf("/home/ann"), "*", files), static file => Assert.False(Canary.IsIn(File.ReadAllBytes(file)), file));
        Assert.True(applied >= all / 8, $"only {applied} of {all} applied");
        Assert.True(swaps > 10, $"only {swaps} swaps");
        Depth.Say($"applies into a hostile home ({swaps} swaps, {applied} applied, {refused} refused: {string.Join(", ", reasons)})", all, 1000, watch.Elapsed, output);
    }

    private async Task ApplyAsync(int round)
    {
        var home = new ActivationSession(Target.Home(_box.Target, "ann"), _box.Clock, _box.Processes);
        Plan plan = await home.PlanAsync(Sandbox.Set(
            Sandbox.Text("/home/ann/.rc", $"{round}") with { Collision = CollisionPolicy.Backup },
            Sandbox.Text("/home/ann/.config/passwd", $"{round}") with { Collision = CollisionPolicy.Force },
            Sandbox.Text("/home/ann/.config/app/shadow", $"{round}") with { Collision = CollisionPolicy.Backup, Mode = 0x1FF },
            Sandbox.Text($"/home/ann/deep/er/new{round % 3}", $"{round}") with { Collision = CollisionPolicy.Force }), Sandbox.Context);
        await home.ApplyAsync(plan);
    }

    /// <summary>All that is not the home's.</summary>
    private IReadOnlyList<string> Outside() => [.. TreeOf.Folder(_box.Root, withoutState: false).Where(static line => !line.StartsWith("/home/ann", StringComparison.Ordinal))];

    private void Prepare()
    {
        _box.Write("/etc/passwd", "root:x:0:0::/root:/bin/sh\nann:x:4001:4001::/home/ann:/bin/sh\n");
        _box.Write("/etc/group", "root:x:0:\nann:x:4001:\n");
        _box.Write("/etc/shadow", Canary.Of("shadow"), 0x180);
        _box.Write("/etc/cron.d/new0", "root's");
        _box.Write("/srv/precious", "root's");
        foreach (string open in new[] { _box.Base, _box.Root })
            File.SetUnixFileMode(open, (UnixFileMode)0x1ED);
        foreach (string path in new[] { "/home/ann", "/home/ann/.config", "/home/ann/.config/app", "/home/ann/deep", "/home/ann/deep/er", "/home/ann/.local", "/home/ann/.local/state" })
        {
            Directory.CreateDirectory(_box.PathOf(path));
            Root.At(_box.Root).SetOwner(path, Ann, Ann);
        }

        _box.Write("/home/ann/.rc", "ann's");
        Root.At(_box.Root).SetOwner("/home/ann/.rc", Ann, Ann);
    }
}
