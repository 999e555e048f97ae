using System.Diagnostics;
using System.Globalization;
using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Machine;
using HostTools.Models;

namespace HostTools.Activation.Tests;

/// <summary>The old and the new state of a scenario, copies of the old one to break, and the check afterwards.</summary>
public sealed class FaultFixture : IDisposable
{
    private static readonly HashSet<string> s_windows = [.. WindowsScenarios.ProvidersOf(Target.Folder("/nowhere")).Select(static provider => provider.Kind)];

    private readonly string _base;
    private readonly string _old;
    private int _copies;

    private FaultFixture(FaultScenario scenario, string? folder)
    {
        Scenario = scenario;
        _base = folder ?? Path.Join(Path.GetTempPath(), "hosttools-faults-" + Guid.NewGuid().ToString("N")[..12]);
        _old = Path.Join(_base, "old");
    }

    public FaultScenario Scenario { get; }

    public IReadOnlyList<string> OldTree { get; private set; } = [];

    public IReadOnlyList<string> NewTree { get; private set; } = [];

    public int OldGeneration { get; private set; }

    /// <summary>Names of all steps the apply passes when nothing breaks.</summary>
    public IReadOnlyList<string> Points { get; private set; } = [];

    /// <param name="scenario">What is broken.</param>
    /// <param name="folder">Where the copies are made; null for a new folder.</param>
    public static async Task<FaultFixture> CreateAsync(FaultScenario scenario, string? folder = null)
    {
        var fixture = new FaultFixture(scenario, folder);
        Directory.CreateDirectory(fixture._old);
        await scenario.Prepare(Session(fixture._old), fixture._old);
        fixture.OldTree = TreeAt(fixture._old);
        fixture.OldGeneration = Session(fixture._old).Generations.Current?.Number ?? 0;
        var points = new List<string>();
        string trial = fixture.Copy();
        try
        {
            await scenario.Run(Session(trial, points.Add));
        }
        catch (HostTools.Platform.HostToolsException) when (scenario.AlwaysFails)
        {
        }

        fixture.Points = points;
        fixture.NewTree = TreeAt(trial);
        Assert.Equal(scenario.AlwaysFails, fixture.OldTree.SequenceEqual(fixture.NewTree));
        return fixture;
    }

    public static ActivationSession Session(string folder, Action<string>? faults = null) =>
        Session(Target.Folder(folder), faults);

    private static ActivationSession Session(Target target, Action<string>? faults) =>
        new(target, new TestClock(), new ScenarioProcesses(), ProvidersOf(target)) { Faults = faults };

    /// <summary>All kinds that a machine has; only the secrets and Windows come from elsewhere.</summary>
    private static IEnumerable<IProvider> ProvidersOf(Target target) =>
    [
        .. new BaseFeature(new ModuleSource("none", "/", [])).Providers(target).Where(provider => provider.Kind != SecretResource.KindName && !s_windows.Contains(provider.Kind)),
        .. WindowsScenarios.ProvidersOf(target),
        SecretFiles.Provider(target, new TestSecrets()),
        new ModelProvider(target, static _ => null, new TestSecrets()),
    ];

    private static string[] TreeAt(string folder) => [.. TreeOf.Folder(folder, withoutState: true).Where(static line => !ModelScenarios.IsNote(line))];

    /// <summary>A fresh copy of the old state.</summary>
    public string Copy()
    {
        string folder = Path.Join(_base, (_copies++).ToString(CultureInfo.InvariantCulture));
        using Process copy = Process.Start(new ProcessStartInfo("cp", ["-a", _old, folder])) ?? throw new InvalidOperationException();
        copy.WaitForExit();
        return folder;
    }

    /// <summary>Runs the apply, or a repair, as another process that kills itself at its n-th step.</summary>
    /// <returns>False when it ended before.</returns>
    public bool Kill(string mode, string folder, int step)
    {
        using Process child = Process.Start(new ProcessStartInfo(
            "dotnet", ["exec", typeof(FaultFixture).Assembly.Location, mode, folder, Scenario.Name, step.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // What is killed cannot remove the pipes that a debugger would use.
            Environment = { ["DOTNET_EnableDiagnostics"] = "0" },
        }) ?? throw new InvalidOperationException();
        string said = child.StandardError.ReadToEnd();
        child.WaitForExit();
        Assert.True(child.ExitCode is CrashProgram.Completed or 137, $"step {step}: exit code {child.ExitCode}: {said}");
        return child.ExitCode != CrashProgram.Completed;
    }

    /// <summary>The target is exactly at one of its two states, and its records agree.</summary>
    public async Task CheckAsync(string folder, string when, bool mustBeOld = false)
    {
        ActivationSession session = Session(folder);
        Assert.True(session.OpenTransaction is null, $"{when}: a journal is left");
        int current = session.Generations.Current?.Number ?? 0;
        bool isOld = current == OldGeneration;
        Assert.True(isOld || (!Scenario.AlwaysFails && !mustBeOld), $"{when}: at generation {current}");
        Assert.True((isOld ? OldTree : NewTree).SequenceEqual(TreeAt(folder)),
            $"{when}: at generation {current} the tree is\n{string.Join('\n', TreeAt(folder).Except(isOld ? OldTree : NewTree))}\ninstead of\n{string.Join('\n', (isOld ? OldTree : NewTree).Except(TreeAt(folder)))}");
        Assert.Equal(current, session.Generations.List().Count);
        if (!isOld)
            Assert.Empty(await session.DriftAsync());
        Assert.Empty(Canary.In(folder + Target.StatePath));
        Directory.Delete(folder, recursive: true);
    }

    public void Dispose()
    {
        if (Directory.Exists(_base))
            Directory.Delete(_base, recursive: true);
    }
}
