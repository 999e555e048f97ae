using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Activation.Tests.Windows;
using HostTools.Machine.Windows;
using HostTools.Platform;

namespace HostTools.Machine.Tests.Windows;

/// <summary>A live machine with Windows as far as the library knows: nothing of Windows runs, all of it answers from a file.</summary>
internal sealed class WindowsHost : IDisposable
{
    private static readonly PlanContext s_context = new("den", new string('a', 64), null, false, "ann");

    private readonly TemporaryFolder _folder = new();

    public WindowsHost()
    {
        _folder.Write("root/keep", string.Empty);
        Registry = new RecordedRegistry(MemoryFile);
        Programs = new RecordedPrograms(MemoryFile);
        Target = Target.MachineAt(_folder.File("root"), null);
        var start = new WindowsMemory
        {
            Services = { ["Spooler"] = ("2   AUTO_START", true), ["WSearch"] = ("2   AUTO_START  (DELAYED)", false), ["sshd"] = ("3   DEMAND_START", false) },
            Features = { ["TelnetClient"] = "Disabled", ["SMB1Protocol"] = "Enabled", ["Containers"] = "Disabled", ["Containers-Parent"] = "Disabled" },
            Folders = { @"\Microsoft" },
        };
        start.Keys[@"HKLM\Software"] = [];
        start.Keys[@"HKCU\Software"] = [];
        start.Keys[@"HKCU\Environment"] = [];
        start.Keys[Variables.MachineKey] = new(StringComparer.OrdinalIgnoreCase) { ["Path"] = ["ExpandString", @"%SystemRoot%\system32;%SystemRoot%;C:\Theirs\"], ["TEMP"] = ["ExpandString", @"%SystemRoot%\TEMP"] };
        start.Save(MemoryFile);
    }

    public string MemoryFile => _folder.File("windows.json");

    public Target Target { get; }

    public RecordedRegistry Registry { get; }

    public RecordedPrograms Programs { get; }

    /// <summary>All that Windows remembers, to compare it byte by byte.</summary>
    public string All => File.ReadAllText(MemoryFile);

    public WindowsMemory Memory => WindowsMemory.Load(MemoryFile);

    public WindowsMachine Machine => new(Registry, Programs) { User = "ann", Pause = TimeSpan.FromMilliseconds(1) };

    /// <summary>Each is like another process.</summary>
    public ActivationSession Session(Action<string>? faults = null) => SessionOf(Target, faults);

    public ActivationSession SessionOfHome(string user) => SessionOf(Target.Home(Target, user, "/Users/" + user), null);

    private ActivationSession SessionOf(Target target, Action<string>? faults) =>
        new(target, new SystemClock(), Programs, new BaseFeature(LibraryLocator.Find()) { Processes = Programs, Windows = _ => Machine }.Providers(target)) { Faults = faults };

    /// <summary>What the host whose config this is wants of Windows.</summary>
    public static ResourceSet Wants(string config)
    {
        var wanted = new ResourceSet();
        new BaseFeature(LibraryLocator.Find()).Realise(Trees.EvaluateOn("x86_64-windows", config.Length == 0 ? string.Empty : $"config:\n{Indented(config)}").Require(), wanted);
        return wanted;
    }

    public Task<Plan> PlanAsync(string config) => Session().PlanAsync(Wants(config), s_context);

    public async Task<ApplyResult> ApplyAsync(string config, Action<string>? faults = null)
    {
        ActivationSession session = Session(faults);
        return await session.ApplyAsync(await session.PlanAsync(Wants(config), s_context));
    }

    /// <summary>Changes Windows by hand.</summary>
    public void ByHand(Action<WindowsMemory> change)
    {
        WindowsMemory memory = Memory;
        change(memory);
        memory.Save(MemoryFile);
    }

    public void Dispose() => _folder.Dispose();

    private static string Indented(string text) => string.Join('\n', text.Split('\n').Select(static line => "  " + line));
}
