using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace HostTools.Bench.Evaluation;

/// <summary>What a process took: wall and CPU time in ms, peak resident memory in MiB (0 when not asked for), standard output.</summary>
internal sealed partial record ProcessRun(double Wall, double Cpu, double Peak, string Output)
{
    private const int Children = -1;

    /// <summary>The least of several runs; the machine does other things too.</summary>
    public static ProcessRun Least(int runs, ProcessStartInfo start)
    {
        ProcessRun[] all = [.. Enumerable.Range(0, runs).Select(_ => Once(start))];
        return new ProcessRun(all.Min(static r => r.Wall), all.Min(static r => r.Cpu), 0, all[0].Output);
    }

    /// <summary>Runs a process to its end.</summary>
    /// <param name="start">What to run.</param>
    /// <param name="watchMemory">Looks at its memory every few milliseconds, which takes CPU time of its own.</param>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it said.</exception>
    public static ProcessRun Once(ProcessStartInfo start, bool watchMemory = false)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        double cpuBefore = ChildrenCpu();
        var watch = Stopwatch.StartNew();
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        double peak = 0;
        while (watchMemory && !process.WaitForExit(4))
            peak = Math.Max(peak, PeakOf(process.Id));
        process.WaitForExit();
        double wall = watch.Elapsed.TotalMilliseconds;
        return process.ExitCode == 0
            ? new ProcessRun(wall, ChildrenCpu() - cpuBefore, peak, output.Result)
            : throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}: {output.Result}{error.Result}");
    }

    /// <summary>The peak resident memory of a process in MiB; 0 when it is gone.</summary>
    public static double PeakOf(int process)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line[6..^2], CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>User and system time of all children that have ended, in ms.</summary>
    private static double ChildrenCpu()
    {
        Span<long> usage = stackalloc long[32];
        return GetResourceUsage(Children, usage) == 0 ? ((usage[0] + usage[2]) * 1000.0) + ((usage[1] + usage[3]) / 1000.0) : 0;
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetResourceUsage(int who, Span<long> usage);
}
