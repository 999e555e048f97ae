using HostTools.Activation.Resources;
using HostTools.Activation.Tests.Windows;
using HostTools.Machine.Windows;

namespace HostTools.Activation.Tests;

/// <summary>Every kind of Windows, answered from a file in the folder: what is compared, copied and killed is that file.</summary>
internal static class WindowsScenarios
{
    private const string Theirs = """<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task"><RegistrationInfo><URI>\Theirs</URI></RegistrationInfo><Actions><Exec><Command>theirs.exe</Command></Exec></Actions></Task>""";

    public static IReadOnlyList<FaultScenario> All { get; } =
    [
        new("windows-change", static (session, root) => AtFirst(session, root), static session => FaultScenario.Apply(session, Second())),
        new("windows-back", static async (session, root) =>
        {
            await AtFirst(session, root);
            await FaultScenario.Apply(session, Second());
        }, static async session => await session.ApplyAsync(await session.PlanRestoreAsync(1, "draxel"))),
        // The last of all that is done.
        new("windows-fail", static (session, root) => AtFirst(session, root), static session => FaultScenario.Apply(session, [.. Second(), new TaskResource(@"\zz", TaskOf(RecordedPrograms.Refused))]))
        {
            AlwaysFails = true,
        },
    ];

    /// <summary>The kinds for a folder, with its own Windows.</summary>
    public static IEnumerable<IProvider> ProvidersOf(Target target) =>
        WindowsProviders.Of(target, new WindowsMachine(new RecordedRegistry(MemoryOf(target.ToString())), new RecordedPrograms(MemoryOf(target.ToString()))) { Pause = TimeSpan.FromMilliseconds(1) });

    private static string MemoryOf(string root) => Path.Join(root, "windows.json");

    private static Task Foreign(string root)
    {
        var memory = new WindowsMemory
        {
            Services = { ["Spooler"] = ("2   AUTO_START", true), ["WSearch"] = ("2   AUTO_START  (DELAYED)", false) },
            Features = { ["TelnetClient"] = "Disabled", ["Containers"] = "Disabled", ["Containers-Parent"] = "Disabled" },
            Tasks = { [@"\Theirs"] = Theirs },
        };
        memory.Keys[@"HKLM\Software"] = [];
        memory.Keys[@"HKLM\Software\Theirs"] = new(StringComparer.OrdinalIgnoreCase) { ["Size"] = ["Qword", "7"] };
        memory.Keys[Variables.MachineKey] = new(StringComparer.OrdinalIgnoreCase) { ["Path"] = ["ExpandString", @"%SystemRoot%\system32"] };
        memory.Save(MemoryOf(root));
        return Task.CompletedTask;
    }

    private static async Task AtFirst(ActivationSession session, string root)
    {
        await Foreign(root);
        await FaultScenario.Apply(session, First());
    }

    private static Resource[] First() =>
    [
        .. Value(@"HKLM\Software\New\Deep", "Level", RegistryData.Of(RegistryType.Dword, "3")),
        .. Value(@"HKLM\Software\Theirs", "Size", null),
        new VariableResource("Path") { Last = [@"C:\Ours"] },
        new VariableResource("EDITOR") { Text = "nvim" },
        new ServiceResource("Spooler") { Start = ServiceStart.Disabled, IsRunning = false },
        new TaskResource(@"\Ours\Nightly", TaskOf("first.exe")),
        new FeatureResource("TelnetClient"),
        Sandbox.Text("/ProgramData/ours.txt", "first"),
    ];

    private static Resource[] Second() =>
    [
        .. Value(@"HKLM\Software\New\Other", "Names", new RegistryData(RegistryType.MultiString, ["a", "b"])),
        new VariableResource("Path") { First = [@"C:\Front"] },
        new ServiceResource("Spooler") { IsRunning = true },
        new ServiceResource("WSearch") { Start = ServiceStart.Manual, IsRunning = true },
        new TaskResource(@"\Ours\Nightly", TaskOf("second.exe")),
        new TaskResource(@"\Theirs", TaskOf("ours.exe")),
        new FeatureResource("Containers") { IncludesParents = true },
        Sandbox.Text("/ProgramData/ours.txt", "second"),
    ];

    private static IEnumerable<Resource> Value(string key, string name, RegistryData? data)
    {
        string[] keys = [key, .. RegistryPath.Above(key)];
        for (int i = 0; i < keys.Length; i++)
            yield return new RegistryKeyResource(keys[i]) { After = i + 1 < keys.Length ? [new ResourceId(RegistryKeyResource.KindName, keys[i + 1])] : [] };
        yield return new RegistryValueResource(key, name, data) { After = [new ResourceId(RegistryKeyResource.KindName, key)] };
    }

    private static string TaskOf(string program) => Theirs.Replace("theirs.exe", program, StringComparison.Ordinal).Replace("<RegistrationInfo><URI>\\Theirs</URI></RegistrationInfo>", "<Triggers />", StringComparison.Ordinal);
}
