using System.Diagnostics;
using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Live.Tests.Faults;

/// <summary>The ways in which steps and programs break.</summary>
internal static class Ways
{
    private static readonly string[] s_calls = ["observe:", "preflight:", "ready:", "capture:", "prepare:", "do:", "did:", "verify:", "undo:", "undid:"];

    /// <summary>How a point can fail.</summary>
    public static IReadOnlyList<string> At(string point) => point.StartsWith("program ", StringComparison.Ordinal)
        ? ["fails", "fails late", "time-out", "missing"]
        : ["no space", "no permission", .. s_calls.Any(call => point.Split(' ')[2].StartsWith(call, StringComparison.Ordinal)) ? (string[])["command failing", "time-out"] : []];

    /// <summary>How the process can be killed there.</summary>
    public static IReadOnlyList<string> OfKilling(string point) => point.StartsWith("program ", StringComparison.Ordinal) ? ["kill", "kill inside"] : ["kill"];

    /// <summary>Points that are of one kind. A program is another one when it is asked for another reason.</summary>
    /// <param name="points">All of an apply, in their order.</param>
    public static IEnumerable<IGrouping<string, string>> ByKind(IEnumerable<string> points)
    {
        string reason = "looking";
        return points.Select(point => (Point: point, Kind: Next(point))).ToArray().GroupBy(static one => one.Kind, static one => one.Point);

        string Next(string point)
        {
            if (point.StartsWith("program ", StringComparison.Ordinal))
                return $"{KindOf(point)}, {reason}";
            reason = point.Split(' ')[2].Split(':')[0] switch
            {
                "observe" or "preflight" or "ready" => "looking",
                "capture" => "capturing",
                "prepare" or "do" or "did" or "verify" => "doing",
                "undo" or "undid" => "undoing",
                _ => reason,
            };
            return KindOf(point);
        }
    }

    /// <summary>What it is, without its number.</summary>
    private static string KindOf(string point) => string.Join(':', string.Join(' ', point.Split(' ').Where(static (_, at) => at != 1)).Split(':').Take(2));

    public static Task<ProcessResult>? Break(string way, string point, Func<Task<ProcessResult>>? run) => way switch
    {
        "kill" => Kill(),
        "kill inside" => KillInside(run!), // Only programs have an inside.
        "no space" => throw new RootIOException($"No space left on device, injected at {point}", RootFailure.NoSpace, "/injected"),
        "no permission" => throw new UnauthorizedAccessException($"injected at {point}"),
        "command failing" => throw new HostToolsException(ActivationErrors.TriggerFailed("injected", ["injected", point], new ProcessResult(1, string.Empty, "injected"))),
        "time-out" => throw new HostToolsException(PlatformErrors.ProgramTimedOut("injected", TimeSpan.FromSeconds(1))),
        "missing" => throw new HostToolsException(PlatformErrors.ProgramNotFound("injected", null)),
        "fails" => Task.FromResult(new ProcessResult(1, string.Empty, "injected")),
        "fails late" => FailLateAsync(run!),
        _ => throw new ArgumentException(way),
    };

    /// <summary>It did all its work, and then says that it failed.</summary>
    private static async Task<ProcessResult> FailLateAsync(Func<Task<ProcessResult>> run) => await run() with { ExitCode = 1, StandardError = "injected" };

    private static Task<ProcessResult>? Kill()
    {
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
        return null;
    }

    /// <summary>The program is at work and goes on.</summary>
    private static async Task<ProcessResult> KillInside(Func<Task<ProcessResult>> run)
    {
        _ = run();
        await Task.Delay(Random.Shared.Next(5, 250));
        return await Kill()!; // It does not come back.
    }
}
