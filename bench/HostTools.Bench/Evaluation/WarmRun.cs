using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using HostTools.Configuration;

namespace HostTools.Bench.Evaluation;

/// <summary>Figures of evaluating one tree again and again in a process of its own: times in ms, sizes in MiB.</summary>
/// <param name="First">The first evaluation, which reads and parses.</param>
/// <param name="Least">The least time of one after it.</param>
/// <param name="Cpu">CPU time of the process for each evaluation after warming up, the collector's threads included.</param>
/// <param name="Allocated">Allocated by each evaluation after the first.</param>
/// <param name="Peak">Peak resident memory of the process.</param>
internal sealed record WarmRun(double First, double Least, double Cpu, double Allocated, double Peak)
{
    /// <summary>The argument that makes the benchmark this process: folder, rounds, hosts.</summary>
    public const string Verb = "evaluate-child";

    /// <summary>After this the runtime has compiled what is used much, in the background.</summary>
    private static readonly TimeSpan s_compilerEnds = TimeSpan.FromMilliseconds(700);

    /// <summary>Evaluates a tree in a new process.</summary>
    public static WarmRun Of(string folder, int rounds, int hosts = 1)
    {
        string program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program);
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(typeof(WarmRun).Assembly.Location);
        foreach (string argument in new[] { Verb, folder, rounds.ToString(CultureInfo.InvariantCulture), hosts.ToString(CultureInfo.InvariantCulture) })
            start.ArgumentList.Add(argument);
        return JsonSerializer.Deserialize<WarmRun>(ProcessRun.Once(start).Output)!;
    }

    /// <summary>The child: every round has another parameter, so that no result can be an old one.</summary>
    public static int Child(string folder, int rounds, int hosts)
    {
        ConfigurationTree tree = ConfigurationTree.Open(folder, []);
        var watch = Stopwatch.StartNew();
        Evaluate(tree, 0, 0);
        double first = watch.Elapsed.TotalMilliseconds;
        if (hosts > 1)
            return Print(AllHosts(tree, first, hosts));
        for (int round = 1; round <= rounds; round++)
            Evaluate(tree, rounds + round, 0);
        Thread.Sleep(s_compilerEnds);
        double least = double.MaxValue;
        using Process process = Process.GetCurrentProcess();
        (TimeSpan cpu, long allocated) = (process.TotalProcessorTime, GC.GetTotalAllocatedBytes());
        for (int round = 1; round <= rounds; round++)
        {
            watch.Restart();
            Evaluate(tree, round, 0);
            least = Math.Min(least, watch.Elapsed.TotalMilliseconds);
        }

        process.Refresh();
        return Print(new WarmRun(first, least, (process.TotalProcessorTime - cpu).TotalMilliseconds / rounds, Mebibytes(GC.GetTotalAllocatedBytes() - allocated) / rounds, 0));
    }

    /// <summary>Every host once, on all cores; <see cref="Least"/> is then the whole time.</summary>
    private static WarmRun AllHosts(ConfigurationTree tree, double first, int hosts)
    {
        using Process process = Process.GetCurrentProcess();
        TimeSpan cpu = process.TotalProcessorTime;
        long allocated = GC.GetTotalAllocatedBytes();
        var watch = Stopwatch.StartNew();
        Parallel.For(0, hosts, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, host => Evaluate(tree, host, host));
        double wall = watch.Elapsed.TotalMilliseconds;
        process.Refresh();
        return new WarmRun(first, wall, (process.TotalProcessorTime - cpu).TotalMilliseconds, Mebibytes(GC.GetTotalAllocatedBytes() - allocated), 0);
    }

    private static void Evaluate(ConfigurationTree tree, int turn, int host)
    {
        string value = turn.ToString(CultureInfo.InvariantCulture);
        HostEvaluation evaluation = HostEvaluator.Evaluate(
            tree, new EvaluationRequest(string.Create(CultureInfo.InvariantCulture, $"h{host}")) { Parameters = new Dictionary<string, string> { ["turn"] = value } });
        if (evaluation.Errors.Count > 0 || evaluation.Warnings.Count > 0)
            throw new InvalidOperationException(string.Join('\n', evaluation.Errors.Concat(evaluation.Warnings).Take(5)));
    }

    private static int Print(WarmRun run)
    {
        Console.WriteLine(JsonSerializer.Serialize(run with { Peak = ProcessRun.PeakOf(Environment.ProcessId) }));
        return 0;
    }

    private static double Mebibytes(long bytes) => bytes / 1048576.0;
}
