using System.Diagnostics;
using System.Globalization;
using HostTools.Platform;

namespace HostTools.Activation.Tests;

/// <summary>
/// What a test runs as another process, to kill it in the middle (<c>apply|repair folder scenario n</c>) or as another user
/// (<c>plan|applyas folder path…</c>, <c>race home seed</c>).
/// </summary>
public static class CrashProgram
{
    /// <summary>Exit code of a run that reached its end before the n-th step.</summary>
    public const int Completed = 42;

    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is ["plan" or "applyas", var root, .. var paths])
            return await AsSomebodyElseAsync(arguments[0], root, paths);
        if (arguments is ["race", var home, var seed])
            return Racer.Run(home, int.Parse(seed, CultureInfo.InvariantCulture));
        if (arguments is not [var mode, var folder, var name, var number])
            return 64;
        int left = int.Parse(number, CultureInfo.InvariantCulture);
        void Die(string point)
        {
            if (left-- == 0)
                Process.GetCurrentProcess().Kill();
        }

        if (mode is "group" or "grouprepair")
            return await GroupAsync(mode, folder, name, Die);
        ActivationSession session = FaultFixture.Session(folder, Die);
        try
        {
            if (mode == "repair")
                await session.RepairAsync(RepairDirection.Back);
            else
                await FaultScenario.Of(name).Run(session);
        }
        catch (HostToolsException) when (mode == "apply" && FaultScenario.Of(name).AlwaysFails)
        {
            return Completed;
        }

        return Completed;
    }

    private static async Task<int> GroupAsync(string mode, string folder, string name, Action<string> faults)
    {
        try
        {
            if (mode == "grouprepair")
                await GroupScenario.Machine(folder, faults).RepairAsync(RepairDirection.Back);
            else
                await GroupScenario.Of(name).RunAsync(folder, faults);
        }
        catch (HostToolsException) when (mode == "group" && GroupScenario.Of(name).AlwaysFails)
        {
            return Completed;
        }

        return Completed;
    }

    private static async Task<int> AsSomebodyElseAsync(string mode, string root, string[] paths)
    {
        var session = new ActivationSession(Target.Folder(root), new TestClock(), new ScenarioProcesses());
        Plan plan = await session.PlanAsync(Sandbox.Set([.. paths.Select(static path => Sandbox.Text(path, path) with { Owner = "web" })]), Sandbox.Context);
        foreach (HostError error in plan.Errors)
            Console.WriteLine($"{error.Id} {error.Target}");
        if (mode == "applyas")
            Console.WriteLine($"applied {(await session.ApplyAsync(plan)).Generation?.Number}");
        return 0;
    }
}
