using System.Diagnostics;
using System.Globalization;
using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Bench;

/// <summary>Plan of 500 resources that are as wanted: the first in the process, and warm. Budget: 0.5 s.</summary>
internal static class PlanBenchmark
{
    private const int Resources = 500;
    private const int Rounds = 15;

    public static async Task RunAsync()
    {
        string folder = Path.Join(Path.GetTempPath(), "hosttools-bench-" + Guid.NewGuid().ToString("N")[..8]);
        Directory.CreateDirectory(folder);
        try
        {
            var session = new ActivationSession(Target.Folder(folder), new SystemClock(), new SystemProcessRunner());
            var context = new PlanContext("bench", new string('0', 64), null, false, "bench");
            await session.ApplyAsync(await session.PlanAsync(ApplyBenchmark.Resources(Resources, 1), context));
            var times = new List<double>();
            for (int round = 0; round < Rounds; round++)
            {
                var watch = Stopwatch.StartNew();
                Plan plan = await session.PlanAsync(ApplyBenchmark.Resources(Resources, 1), context);
                times.Add(watch.Elapsed.TotalMilliseconds);
                if (plan.HasChanges)
                    throw new InvalidOperationException("The plan was to be empty.");
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"plan of {Resources} converged resources: first {times[0]:F1} ms, median {times.Order().ElementAt(Rounds / 2):F1} ms; budget 500 ms"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
