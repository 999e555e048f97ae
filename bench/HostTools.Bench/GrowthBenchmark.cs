using System.Diagnostics;
using System.Globalization;
using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Bench;

/// <summary>Apply and plan of 1,000, 5,000 and 50,000 files in memory, so that our own work is measured and no disk. It grows as the files do.</summary>
internal static class GrowthBenchmark
{
    private static readonly int[] s_counts = [1_000, 5_000, 50_000];

    public static async Task RunAsync()
    {
        string folder = Path.Join(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), "hosttools-bench-" + Guid.NewGuid().ToString("N")[..8]);
        Directory.CreateDirectory(folder);
        try
        {
            await RoundAsync(Path.Join(folder, "warm"), 2_000);
            double[]? first = null;
            foreach (int count in s_counts)
            {
                string root = Path.Join(folder, count.ToString(CultureInfo.InvariantCulture));
                (string Name, double Time)[] took = await RoundAsync(root, count);
                first ??= [.. took.Select(step => step.Time / count)];
                for (int i = 0; i < took.Length; i++)
                {
                    double each = took[i].Time / count;
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"{count,6} files, {took[i].Name,-22} {took[i].Time,9:F0} ms = {each * 1000,6:F0} us each, {each / first[i]:F2} times that of {s_counts[0]}"));
                }

                Directory.Delete(root, recursive: true);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(string Name, double Time)[]> RoundAsync(string root, int count)
    {
        Directory.CreateDirectory(root);
        var session = new ActivationSession(Target.Folder(root), new SystemClock(), new SystemProcessRunner());
        var context = new PlanContext("bench", new string('0', 64), null, false, "bench");
        var times = new List<(string, double)>();
        async Task<T> TimedAsync<T>(string name, Func<Task<T>> step)
        {
            var watch = Stopwatch.StartNew();
            T result = await step();
            times.Add((name, watch.Elapsed.TotalMilliseconds));
            return result;
        }

        Plan first = await TimedAsync("first plan", () => session.PlanAsync(ApplyBenchmark.Resources(count, 1), context));
        await TimedAsync("first apply", () => session.ApplyAsync(first));
        Plan none = await TimedAsync("plan of no change", () => session.PlanAsync(ApplyBenchmark.Resources(count, 1), context));
        if (none.HasChanges)
            throw new InvalidOperationException("The plan was to be empty.");
        Plan second = await TimedAsync("plan of all changed", () => session.PlanAsync(ApplyBenchmark.Resources(count, 2), context));
        await TimedAsync("apply of all changed", () => session.ApplyAsync(second));
        if ((await TimedAsync("drift", () => session.DriftAsync())).Count > 0)
            throw new InvalidOperationException("All was to be as applied.");
        return [.. times];
    }
}
