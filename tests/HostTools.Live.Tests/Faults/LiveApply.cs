using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Machine;
using HostTools.Platform;

namespace HostTools.Live.Tests.Faults;

/// <summary>What <c>hosttools apply</c> does to the machine that runs us, with every step and program in our hands.</summary>
internal sealed class LiveApply
{
    private readonly HostConfig _config;

    public LiveApply(string tree)
    {
        // Never on the machine that develops us.
        if (!File.Exists("/root/secret") || File.ReadAllText("/proc/sys/kernel/hostname").Trim() != Support.LiveMachine.Name)
            throw new InvalidOperationException("This is for a machine of tests alone.");
        _config = HostEvaluator.Evaluate(ConfigurationTree.Open(tree, [LibraryLocator.Find()]), new EvaluationRequest(Support.LiveMachine.Name)).Require();
    }

    private const string MachineState = "/var/lib/hosttools", HomeState = "/home/ann/.local/state/hosttools";

    /// <summary>Which generations the machine and the home are at.</summary>
    public static string Generation => $"{NumberIn(MachineState)} {NumberIn(HomeState)}";

    /// <summary>Nothing of an apply is left over.</summary>
    public static bool IsClean => Session(Target.ThisMachine(), null).OpenTransaction is null && !File.Exists($"{MachineState}/group") &&
        new[] { MachineState, HomeState }.Select(static state => new DirectoryInfo($"{state}/journal")).All(static journal => !journal.Exists || journal.GetFiles().Length == 0);

    private static string NumberIn(string state) => File.Exists($"{state}/current") ? File.ReadAllText($"{state}/current").Trim() : "0";

    public async Task RunAsync(Steps steps)
    {
        ActivationSession machine = Session(Target.ThisMachine(), steps);
        var wanted = new ResourceSet();
        Feature(steps).Realise(_config, wanted);
        Plan plan = await machine.PlanAsync(wanted, Context);
        var members = new List<(ActivationSession, Plan)> { (machine, plan) };
        foreach (string user in _config.Meta.Users)
        {
            HostConfig home = _config.Home(user)!; // Each user of the scenarios has one.
            var ofHome = new ResourceSet();
            Feature(steps).RealiseHome(home, ofHome);
            ActivationSession session = Session(Target.Home(machine.Target, user, HomeDirectory.Of(home), HomeDirectory.Planned(plan, wanted, user)), steps);
            members.Add((session, await session.PlanAsync(ofHome, Context)));
        }

        await new GroupApply(machine, members).ApplyAsync();
    }

    public static async Task RepairAsync(Steps? steps = null)
    {
        ActivationSession machine = Session(Target.ThisMachine(), steps);
        await machine.RepairAsync(RepairDirection.Back);
        if (Directory.Exists(HomeState) && File.ReadLines("/etc/passwd").Any(static line => line.StartsWith("ann:", StringComparison.Ordinal)))
            await Session(Target.Home(machine.Target, "ann"), steps).RepairAsync(RepairDirection.Back);
    }

    private PlanContext Context => new(_config.Name, _config.ConfigurationHash, null, false, "root");

    private static ActivationSession Session(Target target, Steps? steps) =>
        new(target, new SystemClock(), steps ?? (IProcessRunner)new SystemProcessRunner(), Feature(steps).Providers(target))
        {
            Faults = steps is null ? null : steps.Pass,
            ProvidersOf = other => Feature(steps).Providers(other),
        };

    private static BaseFeature Feature(Steps? steps) => new(LibraryLocator.Find()) { Processes = steps ?? (IProcessRunner)new SystemProcessRunner() };
}
