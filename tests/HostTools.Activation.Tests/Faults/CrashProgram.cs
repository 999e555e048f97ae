using System.Diagnostics;
using System.Globalization;
using HostTools.Platform;

namespace HostTools.Activation.Tests;

/// <summary>What a test runs as another process to kill it in the middle: <c>apply|repair folder scenario n</c>.</summary>
public static class CrashProgram
{
    /// <summary>Exit code of a run that reached its end before the n-th step.</summary>
    public const int Completed = 42;

    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is not [var mode, var folder, var name, var number])
            return 64;
        int left = int.Parse(number, CultureInfo.InvariantCulture);
        var target = Target.Folder(folder);
        var session = new ActivationSession(target, new TestClock(), new ScenarioProcesses())
        {
            Faults = _ =>
            {
                if (left-- == 0)
                    Process.GetCurrentProcess().Kill();
            },
        };
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
}
