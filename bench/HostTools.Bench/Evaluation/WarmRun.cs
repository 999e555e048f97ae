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
    /// <summary>CPU time of the first evaluation.</summary>
    public double FirstCpu { get; init; }

    /// <summary>Allocated by the first evaluation.</summary>
    public double FirstAllocated { get; init; }

    /// <summary>What the process keeps when no evaluation is going on: parsed files.</summary>
    public double Kept { get; init; }

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
        using Process process = Process.GetCurrentProcess();
        TimeSpan cpu = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        Evaluate(tree, 0, 0);
        var first = new WarmRun(watch.Elapsed.TotalMilliseconds, 0, 0, 0, 0) { FirstAllocated = Mebibytes(GC.GetTotalAllocatedBytes()) };
        process.Refresh();
        first = first with { FirstCpu = (process.TotalProcessorTime - cpu).TotalMilliseconds };
        if (hosts > 1)
            return Print(AllHosts(tree, first, hosts));
        for (int round = 1; round <= rounds; round++)
            Evaluate(tree, rounds + round, 0);
        Thread.Sleep(s_compilerEnds);
        double least = double.MaxValue;
        (cpu, long allocated) = (process.TotalProcessorTime, GC.GetTotalAllocatedBytes());
        for (int round = 1; round <= rounds; round++)
        {
            watch.Restart();
            Evaluate(tree, round, 0);
            least = Math.Min(least, watch.Elapsed.TotalMilliseconds);
        }

        process.Refresh();
        return Print(first with
        {
            Least = least,
            Cpu = (process.TotalProcessorTime - cpu).TotalMilliseconds / rounds,
            Allocated = Mebibytes(GC.GetTotalAllocatedBytes() - allocated) / rounds,
        });
    }

    /// <summary>Every host once, on all cores; <see cref="Least"/> is then the whole time.</summary>
    private static WarmRun AllHosts(ConfigurationTree tree, WarmRun first, int hosts)
    {
        using Process process = Process.GetCurrentProcess();
        TimeSpan cpu = process.TotalProcessorTime;
        long allocated = GC.GetTotalAllocatedBytes();
        var watch = Stopwatch.StartNew();
        Parallel.For(0, hosts, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, host => Evaluate(tree, host, host));
        double wall = watch.Elapsed.TotalMilliseconds;
        process.Refresh();
        return first with { Least = wall, Cpu = (process.TotalProcessorTime - cpu).TotalMilliseconds, Allocated = Mebibytes(GC.GetTotalAllocatedBytes() - allocated) };
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
        double peak = ProcessRun.PeakOf(Environment.ProcessId);
        Console.WriteLine(JsonSerializer.Serialize(run with { Peak = peak, Kept = Mebibytes(GC.GetTotalMemory(forceFullCollection: true)) }));
        return 0;
    }

    private static double Mebibytes(long bytes) => bytes / 1048576.0;
}
