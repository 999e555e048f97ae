using System.Diagnostics;
using System.Globalization;
using System.Text;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Bench;

/// <summary>Apply of 50 small files against a bare loop of write, fsync and rename in the same run. Budget: at most 4 times.</summary>
internal static class ApplyBenchmark
{
    private const int Files = 50;
    private const int Rounds = 15;

    public static async Task RunAsync()
    {
        string folder = Path.Join(Environment.GetEnvironmentVariable("HOSTTOOLS_BENCH") ?? Path.GetTempPath(), "hosttools-bench-" + Guid.NewGuid().ToString("N")[..8]);
        Directory.CreateDirectory(folder);
        try
        {
            var bare = new List<double>();
            var create = new List<double>();
            var update = new List<double>();
            for (int round = 0; round <= Rounds; round++)
            {
                double bareTime = Bare(Path.Join(folder, $"bare{round}"), round);
                string root = Path.Join(folder, $"root{round}");
                double createTime = await ApplyAsync(root, round);
                double updateTime = await ApplyAsync(root, round + 1000);
                if (round == 0)
                    continue; // The first round compiles.
                bare.Add(bareTime);
                create.Add(createTime);
                update.Add(updateTime);
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"apply {Files} files, median of {Rounds}: bare loop {Median(bare):F1} ms, create {Median(create):F1} ms ({Median(create) / Median(bare):F2}x), update {Median(update):F1} ms ({Median(update) / Median(bare):F2}x); budget 4x"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static ResourceSet Resources(int count, int version)
    {
        var set = new ResourceSet();
        for (int i = 0; i < count; i++)
        {
            set.Add(new FileResource($"/etc/app{i % 5}/file{i}.conf")
            {
                Content = FileContent.FromText(Text(i, version)),
                Mode = 0x1A4,
            });
        }

        return set;
    }

    /// <summary>Content of one of the files.</summary>
    public static string Text(int file, int version) => $"# version {version}\n{string.Concat(Enumerable.Repeat($"setting{file} = value\n", 20))}";

    private static double Bare(string folder, int version)
    {
        Directory.CreateDirectory(folder);
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < Files; i++)
        {
            string path = Path.Join(folder, $"file{i}.conf");
            using (FileStream file = File.Create(path + ".new"))
            {
                file.Write(Encoding.UTF8.GetBytes(Text(i, version)));
                file.Flush(flushToDisk: true);
            }

            File.Move(path + ".new", path, overwrite: true);
        }

        return watch.Elapsed.TotalMilliseconds;
    }

    private static async Task<double> ApplyAsync(string root, int version)
    {
        Directory.CreateDirectory(root);
        var session = new ActivationSession(Target.Folder(root), new SystemClock(), new SystemProcessRunner());
        Plan plan = await session.PlanAsync(Resources(Files, version), new PlanContext("bench", new string('0', 64), null, false, "bench"));
        var watch = Stopwatch.StartNew();
        await session.ApplyAsync(plan);
        return watch.Elapsed.TotalMilliseconds;
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
