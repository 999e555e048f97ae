using HostTools.Activation;
using HostTools.Platform;
using HostTools.Machine.Windows;

namespace HostTools.Machine.Tests.Windows;

/// <summary>What every kind of Windows owes: nothing twice, nothing half, and all of it back.</summary>
public sealed class WindowsLifeTests
{
    /// <summary>Kinds with a wish, and another one.</summary>
    public static TheoryData<string, string, string> Wishes => new()
    {
        {
            "registry-value",
            """windows.registry: { 'HKLM\Software\New\Deep': { values: { Level: { data: 3 }, Names: { data: [a, b] }, (Default): { type: ExpandString, data: '%TEMP%' } } } }""",
            """windows.registry: { 'HKLM\Software\New\Deep': { values: { Level: { type: Qword, data: 4 } } }, 'HKLM\Software\Theirs': { values: { Size: { ensure: Absent }, Text: { data: ours } } } }"""
        },
        { "variable", """environment.variables: { EDITOR: nvim, Path: ['C:\Ours', 'C:\More'] }""", """environment.variables: { TEMP: 'D:\Temp', Path: ['C:\Front', '%Path%', 'C:\More'] }""" },
        { "service", "windows.services: { Spooler: { startupType: Disabled, state: Stopped }, WSearch: { state: Running } }", "windows.services: { Spooler: { startupType: AutomaticDelayedStart }, WSearch: { startupType: Manual } }" },
        {
            "scheduled-task",
            """windows.scheduledTasks: { 'Ours\Deep\Nightly': { actions: [{ execute: a.exe }], triggers: [{ type: Daily, at: "03:30:00" }] } }""",
            """windows.scheduledTasks: { 'Ours\Deep\Nightly': { actions: [{ execute: b.exe }] }, Theirs: { actions: [{ execute: ours.exe }], user: ann, triggers: [{ type: AtLogon, user: ann, delay: 5min }] } }"""
        },
        { "optional-feature", "windows.optionalFeatures: { TelnetClient: {}, SMB1Protocol: { enable: false } }", "windows.optionalFeatures: { TelnetClient: {}, Containers: { all: true } }" },
    };

    [Theory]
    [MemberData(nameof(Wishes))]
    public async Task A_second_apply_finds_nothing_to_do_and_taking_the_wish_away_brings_all_back(string kind, string first, string second)
    {
        using WindowsHost host = Host();
        string before = host.All;
        Plan plan = await host.PlanAsync(first);
        Assert.Empty(plan.Errors);
        Assert.Contains(plan.Changes, change => change.Kind == kind && change.Action is not ChangeAction.None);
        Assert.Equal(before, host.All);

        Assert.False((await host.ApplyAsync(first)).NothingToDo);
        Assert.NotEqual(before, host.All);
        Assert.True((await host.ApplyAsync(first)).NothingToDo);
        Assert.Empty(await host.Session().DriftAsync());

        await host.ApplyAsync(second);
        Assert.True((await host.ApplyAsync(second)).NothingToDo);
        Assert.Empty(await host.Session().DriftAsync());

        await host.ApplyAsync(string.Empty);
        Assert.Equal(WithParent(kind, before), host.All);
    }

    [Theory]
    [MemberData(nameof(Wishes))]
    public async Task A_failure_at_any_step_leaves_all_as_it_was(string kind, string first, string second)
    {
        var points = new List<string>();
        using (WindowsHost trial = await HostAt(first))
            await trial.ApplyAsync(second, points.Add);
        Assert.Contains(points, point => point.StartsWith($"do:{kind}:", StringComparison.Ordinal));
        for (int step = 0; step < points.Count; step++)
        {
            using WindowsHost host = await HostAt(first);
            string before = host.All;
            int left = step;
            HostToolsException? failure = await Record.ExceptionAsync(() => host.ApplyAsync(second, point =>
            {
                if (left-- == 0)
                    throw new IOException($"injected at {point}");
            })) as HostToolsException;
            if (failure is null)
                continue; // What fails once the new generation is current takes nothing back.
            await host.Session().RepairAsync(RepairDirection.Back);
            Assert.True(before == host.All, $"{kind}: after a failure at {points[step]} there is\n{host.All}\ninstead of\n{before}");
        }
    }

    [Theory]
    [MemberData(nameof(Wishes))]
    public async Task An_earlier_generation_comes_back(string kind, string first, string second)
    {
        using WindowsHost host = Host();
        await host.ApplyAsync(first);
        string then = host.All;
        await host.ApplyAsync(second);
        Assert.NotEqual(then, host.All);
        ActivationSession session = host.Session();
        await session.ApplyAsync(await session.PlanRestoreAsync(1, "ann"));
        Assert.Equal(WithParent(kind, then), host.All);
    }

    [Theory]
    [MemberData(nameof(Wishes))]
    public async Task What_was_changed_by_hand_is_told_and_put_right(string kind, string first, string second)
    {
        _ = second;
        using WindowsHost host = Host();
        await host.ApplyAsync(first);
        string applied = host.All;
        host.ByHand(memory =>
        {
            _ = kind switch
            {
                "registry-value" => memory.Keys[@"HKLM\Software\New\Deep"].Remove("level"),
                "variable" => memory.Keys[Variables.MachineKey].Remove("editor"),
                "service" => memory.Services.Remove("spooler") && memory.Services.TryAdd("Spooler", ("2   AUTO_START", true)),
                "scheduled-task" => memory.Tasks.Remove(@"\ours\deep\nightly"),
                _ => memory.Features.Remove("telnetclient") && memory.Features.TryAdd("TelnetClient", "Disabled"),
            };
        });
        Drift drift = Assert.Single(await host.Session().DriftAsync());
        Assert.Equal(kind, drift.Kind);
        await host.ApplyAsync(first);
        Assert.Empty(await host.Session().DriftAsync());
        Assert.Equal(applied, host.All);
    }

    [Theory]
    [MemberData(nameof(Wishes))]
    public async Task A_saved_plan_is_stale_when_somebody_was_faster(string kind, string first, string second)
    {
        _ = (kind, second);
        using WindowsHost host = Host();
        Plan plan = await host.PlanAsync(first);
        await host.ApplyAsync(first);
        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(() => host.Session().ApplyAsync(plan));
        Assert.Equal("PlanStale", refused.Errors[0].Id);
    }

    /// <summary>A feature that came along stays, as its option says.</summary>
    private static string WithParent(string kind, string all) =>
        kind == "optional-feature" ? all.Replace("\"Containers-Parent\": \"Disabled\"", "\"Containers-Parent\": \"Enabled\"", StringComparison.Ordinal) : all;

    private static async Task<WindowsHost> HostAt(string config)
    {
        WindowsHost host = Host();
        if (config.Length > 0)
            await host.ApplyAsync(config);
        return host;
    }

    private static WindowsHost Host()
    {
        var host = new WindowsHost();
        host.ByHand(static memory =>
        {
            memory.Keys[@"HKLM\Software\Theirs"] = new(StringComparer.OrdinalIgnoreCase) { ["Size"] = ["Qword", "7"], ["text"] = ["ExpandString", "%theirs%"] };
            memory.Tasks[@"\Theirs"] = """<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task"><RegistrationInfo><URI>\Theirs</URI></RegistrationInfo><Triggers /><Principals><Principal><UserId>S-1-5-18</UserId></Principal></Principals><Actions><Exec><Command>theirs.exe</Command></Exec></Actions></Task>""";
        });
        return host;
    }
}
