using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Machine.Windows;
using HostTools.Platform;

namespace HostTools.Machine.Tests.Windows;

/// <summary>What people read of Windows: plans, warnings, errors; and what is refused.</summary>
public sealed class WindowsWordsTests
{
    private const string All =
        """
        windows.registry: { 'HKLM:\Software\Example\Deep': { values: { Level: { data: '0x1F', type: Dword } } } }
        windows.services.Spooler: { startupType: Disabled }
        windows.optionalFeatures.TelnetClient: {}
        windows.scheduledTasks.Nightly: { actions: [{ execute: a.exe }] }
        environment.variables.Path: ['C:\Ours']
        """;

    [Fact]
    public async Task A_plan_says_what_changes_and_how()
    {
        using var host = new WindowsHost();
        Plan plan = await host.PlanAsync(All);
        Assert.Equal(
            [
                @"+ create registry-key HKLM\Software\Example (is absent)",
                @"+ create registry-key HKLM\Software\Example\Deep (is absent)",
                @"+ create registry-value HKLM\Software\Example\Deep\\Level (is absent)",
                "~ change variable Path (differs)",
                "~ change service Spooler (differs)",
                "~ change optional-feature TelnetClient (differs)",
                @"+ create scheduled-task \Nightly (is absent)",
            ],
            plan.Changes.Select(static change => change.Summary));
        Dictionary<string, string?> diffs = plan.Changes.ToDictionary(static change => change.Kind + change.Path, static change => change.Diff);
        Assert.Equal("+Dword 31", diffs[@"registry-valueHKLM\Software\Example\Deep\\Level"]);
        Assert.Equal("-%SystemRoot%\\system32;%SystemRoot%;C:\\Theirs\\\n+%SystemRoot%\\system32;%SystemRoot%;C:\\Theirs\\;C:\\Ours", diffs["variablePath"]);
        Assert.Equal("-Automatic\n+Disabled", diffs["serviceSpooler"]);
        Assert.Equal("+Principals/Principal/UserId = S-1-5-18\n+Action 1/Exec/Command = a.exe", diffs[@"scheduled-task\Nightly"]);
        Assert.Equal(UndoQuality.BestEffort, plan.Changes.Single(static change => change.Kind == "optional-feature").Undo);
    }

    [Fact]
    public async Task A_folder_only_records_and_another_machine_refuses()
    {
        using var folder = new TemporaryFolder();
        var context = new PlanContext("den", new string('a', 64), null, false, "ann");
        ResourceSet wanted = WindowsHost.Wants(All);
        Plan recorded = await Session(Target.Folder(folder.File("root"))).PlanAsync(wanted, context);
        Assert.Empty(recorded.Errors);
        Assert.All(recorded.Changes, static change => Assert.StartsWith(". leave", change.Summary, StringComparison.Ordinal));

        Plan refused = await Session(Target.MachineAt(folder.File("linux"), null)).PlanAsync(wanted, context);
        Assert.All(refused.Errors, static error => Assert.Equal("WindowsMissing", error.Id));
        Assert.Contains(refused.Errors, static error => error.Message.StartsWith("Things of the kind 'service' are for Windows, and this machine runs another system.", StringComparison.Ordinal));

        static ActivationSession Session(Target target) =>
            new(target, new SystemClock(), new SystemProcessRunner(), new BaseFeature(LibraryLocator.Find()) { Windows = static _ => null }.Providers(target).Where(static provider => provider.Kind is not "package"));
    }

    [Fact]
    public async Task What_cannot_be_looked_at_stops_the_plan_and_is_no_drift()
    {
        using var host = new WindowsHost();
        await host.ApplyAsync(All);
        host.Registry.Refused = @"HKLM\Software\Example\Deep";
        Plan plan = await host.PlanAsync(All);
        HostError error = Assert.Single(plan.Errors, static error => $"{error.Target}".EndsWith("Level", StringComparison.Ordinal));
        Assert.Equal("WindowsUnreadable", error.Id);
        Assert.Contains("Requested registry access is not allowed. Apply as an administrator.", error.Message, StringComparison.Ordinal);
        Assert.Equal(DriftKind.Unobservable, (await host.Session().DriftAsync()).Single(static drift => drift.Kind == "registry-value").Difference);
    }

    [Fact]
    public async Task Refusals_of_programs_are_told_in_their_words_and_undone()
    {
        using var host = new WindowsHost();
        string before = host.All;
        host.Programs.Instead = static request => request.Arguments.Contains("stop") ? new ProcessResult(1051, "[SC] ControlService FAILED 1051:\r\n\r\nA stop control has been sent to a service that other running services are dependent on.\r\n", string.Empty) : null;
        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(() => host.ApplyAsync("windows.services.Spooler: { startupType: Manual, state: Stopped }"));
        Assert.Equal("ServiceCommandFailed", refused.Errors[0].Id);
        Assert.Equal("'sc.exe stop Spooler' failed with 1051: A stop control has been sent to a service that other running services are dependent on. Services that depend on it run; declare them stopped as well.", refused.Errors[0].Message);
        Assert.Equal(before, host.All);

        host.Programs.Instead = static request => request.Arguments.Contains("/Enable-Feature") ? new ProcessResult(unchecked((int)0x800f0950), "\r\nError: 0x800f0950\r\n\r\nDISM failed. No operation was performed.\r\n", string.Empty) : null;
        refused = await Assert.ThrowsAsync<HostToolsException>(() => host.ApplyAsync("windows.optionalFeatures.TelnetClient: {}"));
        Assert.StartsWith("'dism.exe /Enable-Feature TelnetClient' failed with 0x800f0950: DISM failed. No operation was performed.", refused.Errors[0].Message, StringComparison.Ordinal);

        host.Programs.Instead = static request => request.Program == "powershell.exe" ? new ProcessResult(1, string.Empty, "Access is denied.\r\n") : null;
        Plan plan = await host.PlanAsync("windows.scheduledTasks.Nightly: { actions: [{ execute: a.exe }] }");
        Assert.Contains("Windows PowerShell said: Access is denied.", Assert.Single(plan.Errors).Message, StringComparison.Ordinal);
        Assert.Equal(before, host.All);
    }

    [Fact]
    public async Task A_restart_that_is_needed_is_told_and_not_done()
    {
        using var host = new WindowsHost();
        host.Programs.NeedRestart.Add("TelnetClient");
        ApplyResult result = await host.ApplyAsync("windows.optionalFeatures.TelnetClient: {}");
        Assert.Equal(["The feature 'TelnetClient' is enabled once Windows has started again."], result.Notes);
        Assert.True((await host.ApplyAsync("windows.optionalFeatures.TelnetClient: {}")).NothingToDo);
        Assert.Contains("dism.exe /Online /English /Enable-Feature /FeatureName:TelnetClient /NoRestart /Quiet", host.Programs.Ran);
    }

    [Fact]
    public async Task Unknown_features_stop_a_plan_and_unknown_services_wait()
    {
        using var host = new WindowsHost();
        Plan plan = await host.PlanAsync("windows.optionalFeatures.TelnetKlient: {}\nwindows.services.Nothing: { state: Running }");
        Assert.Equal("This Windows has no optional feature 'TelnetKlient'. 'dism /Online /Get-Features' lists those it has; editions differ.", Assert.Single(plan.Errors).Message);
        Assert.Contains("The service 'Nothing' is only recorded: there is no service of that name yet", Assert.Single(plan.Warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_with_a_password_is_not_replaced()
    {
        using var host = new WindowsHost();
        host.ByHand(static memory => memory.Tasks[@"\Nightly"] =
            """<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task"><Principals><Principal><UserId>S-1-5-21-1-2-3-1001</UserId><LogonType>Password</LogonType></Principal></Principals></Task>""");
        Plan plan = await host.PlanAsync("windows.scheduledTasks.nightly: { actions: [{ execute: a.exe }] }");
        Assert.Equal("TaskHasPassword", Assert.Single(plan.Errors).Id);
    }

    [Fact]
    public async Task Capitals_make_no_other_thing()
    {
        using var host = new WindowsHost();
        await host.ApplyAsync("""windows.registry: { 'HKLM\Software\Example': { values: { Level: { data: 1 } } } }""");
        Plan plan = await host.PlanAsync("""windows.registry: { 'HKEY_LOCAL_MACHINE\SOFTWARE\EXAMPLE': { values: { LEVEL: { data: 2 } } } }""");
        Assert.Equal([@"~ change registry-value HKLM\SOFTWARE\EXAMPLE\\LEVEL (differs)"], plan.Changes.Select(static change => change.Summary));
        HostToolsException twice = await Assert.ThrowsAsync<HostToolsException>(() => host.PlanAsync("windows.services: { Spooler: { state: Running }, spooler: { state: Stopped } }"));
        Assert.Equal("The service 'spooler' is declared also as 'Spooler', which is the same. Remove one of the two declarations.", twice.Errors[0].Message);
    }

    [Fact]
    public async Task A_key_with_something_of_others_stays()
    {
        using var host = new WindowsHost();
        await host.ApplyAsync("""windows.registry: { 'HKLM\Software\Example': { values: { Level: { data: 1 } } } }""");
        host.ByHand(static memory => memory.Keys[@"HKLM\Software\Example"]["Theirs"] = ["String", "x"]);
        ApplyResult result = await host.ApplyAsync(string.Empty);
        Assert.Equal([@"The key 'HKLM\Software\Example' was left: others have put something into it."], result.Notes);
        Assert.Equal(["Theirs"], host.Memory.Keys[@"HKLM\Software\Example"].Keys);
    }

    [Theory]
    [InlineData(@"system: x86_64-linux", "windows.services.Spooler: { state: Running }", "windows.services is for hosts with Windows, and the system of this one is x86_64-linux.")]
    [InlineData(@"system: x86_64-linux", @"windows.registry: { 'HKLM\Software\X': {} }", "windows.registry is for hosts with Windows")]
    [InlineData(@"system: x86_64-linux", "windows.optionalFeatures.TelnetClient: {}", "windows.optionalFeatures is for hosts with Windows")]
    [InlineData(@"system: x86_64-linux", "windows.scheduledTasks.A: { actions: [{ execute: a }] }", "Timers are in systemd.timers.")]
    [InlineData(@"system: x86_64-windows", @"windows.registry: { 'HKXX\Software\X': {} }", "it begins with 'HKXX', and the roots are HKLM, HKCU, HKU, HKCR and HKCC")]
    [InlineData(@"system: x86_64-windows", @"windows.registry: { 'HKCU\Software\X': {} }", "HKCU is of whoever applies; declare it in the home of the user")]
    [InlineData(@"system: x86_64-windows", @"windows.registry: { 'HKLM\\Software': {} }", "a part of it is empty; in single quotes one backslash is enough")]
    [InlineData(@"system: x86_64-windows", @"windows.registry: { 'HKLM\Software\X': { values: { a: {} } } }", "it has no data; give it some, or 'ensure: Absent'")]
    [InlineData(@"system: x86_64-windows", @"windows.registry: { 'HKLM\Software\X': { values: { a: { data: 4294967296 } } } }", "a Dword is a whole number from 0 to 4294967295")]
    [InlineData(@"system: x86_64-windows", @"windows.registry: { 'HKLM\Software\X': { values: { a: { type: Binary, data: '1' } } } }", "bytes are written as pairs of hexadecimal digits")]
    [InlineData(@"system: x86_64-windows", "windows.services: { 'a\\b': { state: Running } }", "a service's name has at most 256 characters, and no slashes")]
    [InlineData(@"system: x86_64-windows", "windows.services.a: { startupType: Disabled, state: Running }", "A service that is disabled cannot be started.")]
    [InlineData(@"system: x86_64-windows", @"windows.scheduledTasks: { '\Microsoft\Windows\X': { actions: [{ execute: a }] } }", @"tasks below \Microsoft are those of Windows itself")]
    [InlineData(@"system: x86_64-windows", "windows.scheduledTasks.a: {}", "A scheduled task needs an action")]
    [InlineData(@"system: x86_64-windows", "windows.scheduledTasks.a: { actions: [{ execute: a }], triggers: [{ type: Daily }] }", "A trigger of the type Daily needs a time")]
    [InlineData(@"system: x86_64-windows", "windows.scheduledTasks.a: { actions: [{ execute: a }], triggers: [{ type: AtLogon, repetitionInterval: 30s }] }", "repetitionInterval is from a minute to 31 days.")]
    [InlineData(@"system: x86_64-windows", "windows.scheduledTasks.a: { actions: [{ execute: a }], settings: { restartInterval: 60d } }", "restartInterval is from a minute to 31 days.")]
    [InlineData(@"system: x86_64-windows", "environment.variables.Path: x", "environment.variables.Path is a list on Windows")]
    [InlineData(@"system: x86_64-windows", "environment.etc.motd.text: x", "A host with Windows cannot have '/etc/motd': nothing looks into /etc/ there")]
    [InlineData(@"system: x86_64-windows", "systemd.services.a.script: x", "A host with Windows cannot have the unit 'a.service'")]
    [InlineData(@"system: x86_64-windows", "users.users.ann: { isNormalUser: true }", "A host with Windows cannot have the user 'ann'")]
    [InlineData(@"system: x86_64-windows", @"environment.files: { 'C:\Tools\a.txt': { text: x, mode: 0600 } }", "A host with Windows cannot have a mode or an owner of '/Tools/a.txt'")]
    [InlineData(@"system: x86_64-windows", @"environment.files: { 'D:\a.txt': { text: x } }", "only the drive that Windows is on can be reached")]
    [InlineData(@"system: x86_64-windows", @"environment.files: { 'C:\Tools\nul.txt': { text: x } }", "'nul.txt' is a device on Windows")]
    public void What_cannot_be_is_refused_with_the_way_out(string system, string config, string words) =>
        Assert.Contains(words, Errors(system, config), StringComparison.Ordinal);

    [Fact]
    public void A_bare_host_with_Windows_wants_nothing() => Assert.DoesNotContain(WindowsHost.Wants(string.Empty).Resources, static resource => resource is not TriggerResource);

    [Fact]
    public void Files_of_Windows_are_written_from_its_drive_on() =>
        Assert.Contains(WindowsHost.Wants(@"environment.files: { 'C:\ProgramData\Example\a.ini': { text: x } }").Resources, static resource => resource.Id.ToString() == "file:/ProgramData/Example/a.ini");

    [Fact]
    public async Task What_could_lock_people_out_counts_as_a_risk()
    {
        using var host = new WindowsHost();
        Plan plan = await host.PlanAsync("""
            windows.services.sshd: { startupType: Disabled }
            windows.registry: { 'HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server': { values: { fDenyTSConnections: { data: 1 } } } }
            """);
        Assert.Equal(["whether the machine can be reached", "whether the machine can be reached"], plan.Changes.Select(static change => change.Risk).OfType<string>());
    }

    private static string Errors(string system, string config)
    {
        var evaluation = Trees.EvaluateOn(system["system: ".Length..], $"config:\n  {config}");
        IReadOnlyList<HostError> errors = evaluation.Errors;
        if (evaluation.Config is { } evaluated)
            errors = Assert.Throws<HostToolsException>(() => new BaseFeature(LibraryLocator.Find()).Realise(evaluated, new ResourceSet())).Errors;
        return string.Join('\n', errors);
    }
}
