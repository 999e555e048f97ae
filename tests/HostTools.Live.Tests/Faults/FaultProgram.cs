using System.Diagnostics;
using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Live.Tests.Faults;

/// <summary>
/// Runs on the machine of the tests: <c>snapshot file</c>; <c>points tree</c>; <c>fail tree</c>, with a line <c>way|point</c> for each case;
/// <c>kill tree way|point</c>; <c>check</c>.
/// </summary>
internal static class FaultProgram
{
    /// <summary>Where snapshots of the old and the new state lie.</summary>
    public const string Old = "/run/faults-old", New = "/run/faults-new";

    private static readonly string[] s_undone = ["After the undo 'systemctl ", "What was started could not be stopped", "after the undo and failed"];

    public static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["snapshot", var file]:
                File.WriteAllLines(file, [$"generation {LiveApply.Generation}", .. Snapshot.Take()]);
                return 0;
            case ["points", var tree]:
                await PointsAsync(new LiveApply(tree));
                return 0;
            case ["fail", var tree]:
                await FailAsync(new LiveApply(tree));
                return 0;
            case ["kill", var tree, var one]:
                await KillAsync(new LiveApply(tree), one);
                return 0;
            case ["check"]:
                Console.WriteLine(Check(null));
                return 0;
            default:
                return 64;
        }
    }

    private static async Task PointsAsync(LiveApply apply)
    {
        var points = new List<string>();
        try
        {
            await apply.RunAsync(new Steps((point, _) =>
            {
                lock (points)
                    points.Add(point);
                return null;
            }));
        }
        catch (HostToolsException failed)
        {
            Console.Error.WriteLine(failed.Message);
        }

        foreach (string point in points)
            Console.WriteLine(point);
    }

    /// <summary>One case after the other, as long as the machine ends in its old state.</summary>
    private static async Task FailAsync(LiveApply apply)
    {
        while (Console.ReadLine() is { Length: > 0 } line)
        {
            string answer = await FailAsync(apply, line.Split('|')[0], line.Split('|')[1]);
            Console.WriteLine(answer);
            if (!answer.StartsWith("old", StringComparison.Ordinal))
                return;
        }
    }

    private static async Task<string> FailAsync(LiveApply apply, string way, string where)
    {
        bool isReached = false;
        Task<ProcessResult>? Break(string point, Func<Task<ProcessResult>>? run)
        {
            if (point != where)
                return null;
            isReached = true;
            return Ways.Break(way, point, run);
        }

        string? said = null;
        try
        {
            await apply.RunAsync(new Steps(Break));
        }
        catch (HostToolsException failed)
        {
            said = failed.Message;
            // Where the fault hit the undo itself.
            await LiveApply.RepairAsync();
        }
        catch (Exception other)
        {
            return $"BAD {other}".ReplaceLineEndings(" ");
        }

        string found = Check(said);
        return found.StartsWith("BAD", StringComparison.Ordinal) ? $"{found}; said: {said}".ReplaceLineEndings(" ") : isReached ? found : found + " unreached";
    }

    private static async Task KillAsync(LiveApply apply, string one)
    {
        try
        {
            await apply.RunAsync(Killing(one));
        }
        catch (HostToolsException)
        {
            // It fails by itself.
        }
    }

    private static Steps Killing(string one) => new((point, run) => point == one.Split('|')[1] ? Ways.Break(one.Split('|')[0], point, run) : null);

    /// <summary>old, new or what is wrong; <c>told</c> when units do not run as they did, which was said.</summary>
    /// <param name="said">Why the apply failed; null when it succeeded, or nobody knows.</param>
    private static string Check(string? said)
    {
        if (!LiveApply.IsClean)
            return "BAD a journal is left";
        string[] now = [$"generation {LiveApply.Generation}", .. Snapshot.Take()];
        string[] old = File.ReadAllLines(Old);
        string[] fresh = File.Exists(New) ? File.ReadAllLines(New) : [];
        if (now.SequenceEqual(old))
            return "old";
        if (said is null && now.SequenceEqual(fresh))
            return "new";
        if (said is not null && s_undone.Any(words => said.Contains(words, StringComparison.Ordinal)) && now.Except(old).Concat(old.Except(now)).All(static line => line.StartsWith("unit ", StringComparison.Ordinal)))
            return "told";
        (string name, string[] nearest) = now[0] == old[0] ? ("old", old) : ("new", fresh);
        return $"BAD it is nearly {name}: instead of [{string.Join("; ", nearest.Except(now).Take(12))}] there is [{string.Join("; ", now.Except(nearest).Take(12))}]";
    }
}
