using System.Diagnostics;
using System.Globalization;
using HostTools.Platform;
using Xunit.Abstractions;

namespace HostTools.Activation.Tests;

/// <summary>The power goes at a moment of an apply; what had reached the disk is mounted and repaired, and is exactly at one of the two states.</summary>
public sealed class PowerLossTests(ITestOutputHelper output)
{
    private const string End = "the end";

    public static TheoryData<string, string> Scenarios
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (FaultScenario scenario in FaultScenario.All.Where(static scenario => Depth.IsFull || scenario.Name is "change" or "fail"))
                data.Add("ext4", scenario.Name);
            foreach (string name in Depth.IsFull ? new[] { "first", "change", "restore", "fail", "accounts-change" } : ["change"])
                data.Add("btrfs", name);
            return data;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Scenarios))]
    public async Task Power_lost_at_any_moment_leaves_the_old_or_the_new_state(string kind, string name)
    {
        var watch = Stopwatch.StartNew();
        using var disk = new Disk(kind);
        string work = Path.Join(disk.Current, "work");
        using FaultFixture fixture = await FaultFixture.CreateAsync(FaultScenario.Of(name), work);
        string folder = fixture.Copy();
        disk.Sync();

        List<string> moments = await CutAsync(disk, fixture, folder);
        disk.Leave();
        for (int i = 0; i < moments.Count; i++)
            await CheckAsync(disk, fixture, folder, i.ToString(CultureInfo.InvariantCulture), moments[i]);
        Depth.Say($"power lost on {kind} in '{name}'", moments.Count, (2 * fixture.Points.Count) + 1, watch.Elapsed, output);
    }

    /// <summary>Applies, and keeps what is on the disk at steps, at random moments between them, and when all is done.</summary>
    private static async Task<List<string>> CutAsync(Disk disk, FaultFixture fixture, string folder)
    {
        var moments = new List<string>();
        void Cut(string when)
        {
            lock (moments)
            {
                disk.Cut(moments.Count.ToString(CultureInfo.InvariantCulture));
                moments.Add(when);
            }
        }

        HashSet<int> steps = [.. Depth.IsFull ? Every(fixture.Points.Count, 60) : Depth.Take([.. Enumerable.Range(0, fixture.Points.Count)], 4)];
        var random = new Random(Depth.Seed);
        using var stop = new CancellationTokenSource();
        // In the middle of a step, also while something is being synced.
        Task between = Task.Run(async () =>
        {
            for (int left = Depth.IsFull ? 30 : 3; left > 0 && !stop.IsCancellationRequested; left--)
            {
                await Task.Delay(random.Next(1, 15));
                if (!stop.IsCancellationRequested)
                    Cut("a random moment");
            }
        });
        int step = 0;
        try
        {
            await fixture.Scenario.Run(FaultFixture.Session(folder, point =>
            {
                if (steps.Contains(step++))
                    Cut($"step {step - 1} ({point})");
            }));
        }
        catch (HostToolsException) when (fixture.Scenario.AlwaysFails)
        {
        }

        await stop.CancelAsync();
        await between;
        Cut(End);
        return moments;
    }

    private static IEnumerable<int> Every(int count, int wanted) => Enumerable.Range(0, Math.Min(count, wanted)).Select(i => (int)((long)i * count / Math.Min(count, wanted)));

    private static async Task CheckAsync(Disk disk, FaultFixture fixture, string folder, string name, string moment)
    {
        string started = disk.Start(name);
        try
        {
            string found = Path.Join(started, Path.GetRelativePath(disk.Current, folder));
            await FaultFixture.Session(found).RepairAsync(RepairDirection.Back);
            int generation = FaultFixture.Session(found).Generations.Current?.Number ?? 0;
            Assert.True(moment != End || fixture.Scenario.AlwaysFails || generation != fixture.OldGeneration, $"{fixture.Scenario.Name}: what was applied is gone");
            await fixture.CheckAsync(found, $"{fixture.Scenario.Name}, power lost at {moment}");
        }
        finally
        {
            disk.Stop(name);
        }
    }
}
