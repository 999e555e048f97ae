using HostTools.Activation;
using HostTools.Machine.Packages.Managers;
using HostTools.Platform;

namespace HostTools.Machine.Tests.Packages.Live;

/// <summary>Packages of the live machine, by the real apt and dpkg.</summary>
public sealed class AptTests
{
    [SkippableFact]
    public async Task Packages_are_installed_in_one_transaction_with_the_versions_that_were_planned()
    {
        AptMachine.Require();
        using var machine = new AptMachine();
        Plan plan = await machine.PlanAsync("app, tool");
        Assert.Equal(
            ["+ create package app (is not installed)", "+ create package tool (is not installed)"],
            plan.Changes.Select(static change => change.Summary));
        Assert.Equal("+ app 2.0\n+ libapp 1.0 (comes along)", plan.Changes[0].Diff);
        Assert.Equal("+ tool 1.0", plan.Changes[1].Diff);
        Assert.All(plan.Changes, static change => Assert.Equal(UndoQuality.BestEffort, change.Undo));
        Assert.Contains("Not exactly undoable: 2.", string.Join('\n', plan.ToLines()), StringComparison.Ordinal);

        await machine.Session().ApplyAsync(plan);
        Assert.Equal("app=2.0 libapp=1.0 tool=1.0", machine.Installed);
        Assert.Equal("libapp", machine.Marks);
        Assert.Single(machine.Runner.Started, static command => command.Contains("apt-get", StringComparison.Ordinal) && command.Contains(" install ", StringComparison.Ordinal)
            && !command.Contains("--simulate", StringComparison.Ordinal) && !command.Contains("--print-uris", StringComparison.Ordinal) && !command.Contains("--download-only", StringComparison.Ordinal));
        Assert.False((await machine.PlanAsync("app, tool")).HasChanges);
        Assert.Empty(await machine.Session().DriftAsync());
    }

    [SkippableFact]
    public async Task What_was_there_before_stays_and_what_came_with_ours_goes_with_it()
    {
        AptMachine.Require();
        using var machine = new AptMachine();
        machine.Install("tool");
        await machine.ApplyAsync("app, tool, other");
        Assert.Equal("app=2.0 libapp=1.0 other=1.0 tool=1.0", machine.Installed);
        Plan plan = await machine.PlanAsync("other");
        Assert.Equal(["- remove package app (is no longer declared)", ". leave package tool (is no longer declared; it was there before and stays)"], plan.Changes.Select(static change => change.Summary));
        Assert.Equal("- app 2.0\n- libapp 1.0 (came along with what goes)", plan.Changes[0].Diff);
        await machine.Session().ApplyAsync(plan);
        Assert.Equal("other=1.0 tool=1.0", machine.Installed);
    }

    [SkippableFact]
    public async Task What_came_along_stays_while_somebody_else_needs_it()
    {
        AptMachine.Require();
        using var machine = new AptMachine();
        await machine.ApplyAsync("app, tool");
        machine.Install("user");
        machine.Run("apt-mark", "manual", "libapp");
        Plan plan = await machine.PlanAsync("other");
        Assert.Contains(plan.Warnings, static warning => warning.Message == "'tool' stays although nobody declares it any more: user needs it.");
        await machine.Session().ApplyAsync(plan);
        Assert.Equal("libapp=1.0 other=1.0 tool=1.0 user=1.0", machine.Installed);
    }

    [SkippableFact]
    public async Task Versions_follow_the_wish_and_go_back_with_the_generation()
    {
        AptMachine.Require();
        using var machine = new AptMachine();
        await machine.ApplyAsync("app", "  environment.packageVersions.app: \"1.0\"\n");
        Assert.Equal("app=1.0 libapp=1.0", machine.Installed);
        Plan plan = await machine.PlanAsync("app", "  environment.packageVersions.app: latest\n");
        Assert.Equal("~ change package app (differs)", Assert.Single(plan.Changes).Summary);
        Assert.Equal("~ app 1.0 → 2.0", plan.Changes[0].Diff);
        await machine.Session().ApplyAsync(plan);
        Assert.Equal("app=2.0 libapp=1.0", machine.Installed);
        await machine.Session().ApplyAsync(await machine.Session().PlanRestoreAsync(1, "ann"));
        Assert.Equal("app=1.0 libapp=1.0", machine.Installed);
        // Without a wish a package is left as it is.
        Assert.DoesNotContain((await machine.PlanAsync("app")).Changes, static change => change.Action is not ChangeAction.None);
    }

    [SkippableFact]
    public async Task Held_packages_are_left_alone_with_a_word()
    {
        AptMachine.Require();
        using var machine = new AptMachine();
        await machine.ApplyAsync("app", "  environment.packageVersions.app: \"1.0\"\n");
        machine.Hold("app");
        Plan plan = await machine.PlanAsync("app", "  environment.packageVersions.app: latest\n");
        Assert.Equal("'app' is held at 1.0, so it stays as it is.", Assert.Single(plan.Warnings).Message);
        await machine.Session().ApplyAsync(plan);
        await machine.ApplyAsync("tool");
        Assert.Equal("app=1.0 libapp=1.0 tool=1.0", machine.Installed.Replace("hi/app/1.0", "app=1.0", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_failing_script_undoes_everything()
    {
        AptMachine.Require();
        using var machine = new AptMachine();
        machine.Install("app=1.0", "other");
        string status = machine.Run("dpkg-query", "-W");
        HostToolsException failed = await Assert.ThrowsAsync<HostToolsException>(() => machine.ApplyAsync("app, tool, bad", "  environment.packageVersions.app: \"2.0\"\n"));
        Assert.Equal("PackageManagerFailed", failed.Errors[0].Id);
        Assert.Contains("bad", failed.Errors[0].Message, StringComparison.Ordinal);
        Assert.Equal("Undone", failed.Errors[1].Id);
        Assert.Equal(status, machine.Run("dpkg-query", "-W"));
        Assert.Equal("libapp", machine.Marks);
    }

    [SkippableFact]
    public async Task A_dpkg_that_was_killed_is_mended_and_undone()
    {
        AptMachine.Require();
        using var machine = new AptMachine();
        machine.Install("other");
        HostToolsException failed = await Assert.ThrowsAsync<HostToolsException>(() => machine.ApplyAsync("tool, killer"));
        Assert.Equal(["PackageManagerFailed", "Undone"], failed.Errors.Select(static error => error.Id));
        Assert.Equal("other=1.0", machine.Installed);
        Assert.DoesNotContain(Directory.GetFiles(machine.PathOf("var/lib/dpkg/updates")), static file => Path.GetFileName(file).All(char.IsAsciiDigit));
        await machine.ApplyAsync("tool");
        Assert.Equal("other=1.0 tool=1.0", machine.Installed);
    }

    [SkippableFact]
    public async Task What_an_undo_cannot_remove_is_named_and_the_rest_is_undone()
    {
        AptMachine.Require();
        using var machine = new AptMachine();
        machine.Install("app=1.0");
        HostToolsException failed = await Assert.ThrowsAsync<HostToolsException>(() => machine.ApplyAsync("app, tool, worse", "  environment.packageVersions.app: latest\n"));
        Assert.Equal(["PackageManagerFailed", "UndoFailed"], failed.Errors.Select(static error => error.Id));
        Assert.Contains("worse 1.0 is still there", failed.Errors[1].Message, StringComparison.Ordinal);
        Assert.StartsWith("app=1.0 ", machine.Installed, StringComparison.Ordinal);
        Assert.DoesNotContain("tool", machine.Installed, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task What_there_is_no_room_for_is_refused_before_anything_is_fetched()
    {
        AptMachine.Require();
        using var machine = new AptMachine();
        Plan plan = await machine.PlanAsync("tool, huge");
        Assert.Equal("PackagesNeedSpace", Assert.Single(plan.Errors).Id);
        Assert.Contains("left, and apt needs ", plan.Errors[0].Message, StringComparison.Ordinal);
        Assert.Empty(machine.Installed);
    }

    [Fact]
    public void What_is_fetched_is_counted_without_files_of_this_machine() => Assert.Equal(1_234_567, AptManager.FetchedIn(
        "'http://deb.debian.org/debian/pool/main/f/fd-find/fd-find_8.6.0-3_amd64.deb' fd-find_8.6.0-3_amd64.deb 1234567 SHA256:0\n'file:/srv/repo/tool_1.0_all.deb' tool_1.0_all.deb 99 SHA256:0\nE: no line\n"));

    [SkippableFact]
    public async Task What_a_package_leaves_and_cannot_be_removed_is_named_and_goes_with_the_repair()
    {
        AptMachine.Require();
        using var machine = new AptMachine();
        HostToolsException failed = await Assert.ThrowsAsync<HostToolsException>(() => machine.ApplyAsync("sticky, bad"));
        Assert.Equal(["PackageManagerFailed", "UndoFailed"], failed.Errors.Select(static error => error.Id));
        Assert.Contains("what sticky leaves could not be removed", failed.Errors[1].Message, StringComparison.Ordinal);
        machine.Write("root/unstuck", string.Empty);
        await machine.Session().RepairAsync(RepairDirection.Back);
        Assert.Empty(machine.Run("dpkg-query", "-W"));
    }

    [SkippableFact]
    public async Task A_package_that_disappeared_is_noticed_before_anything_is_touched()
    {
        AptMachine.Require();
        using var machine = new AptMachine();
        Plan plan = await machine.PlanAsync("app, tool");
        File.Delete(machine.PathOf("srv/repo/tool_1.0_all.deb"));
        HostToolsException failed = await Assert.ThrowsAsync<HostToolsException>(() => machine.Session().ApplyAsync(plan));
        Assert.Equal(["PackagesNotFetched", "Undone"], failed.Errors.Select(static error => error.Id));
        Assert.Empty(machine.Installed);
        Assert.False(File.Exists(machine.PathOf("opt/app")));
    }

    [SkippableFact]
    public async Task A_plan_is_refused_when_the_index_has_moved()
    {
        AptMachine.Require();
        using var machine = new AptMachine();
        Plan plan = await machine.PlanAsync("app");
        File.Delete(machine.PathOf("srv/repo/app_2.0_all.deb"));
        machine.Reindex();
        HostToolsException failed = await Assert.ThrowsAsync<HostToolsException>(() => machine.Session().ApplyAsync(plan));
        Assert.Equal("PackagesImpossible", failed.Errors[0].Id);
        Assert.Contains("Version '2.0' for 'app' was not found", failed.Errors[0].Message, StringComparison.Ordinal);
        Assert.Empty(machine.Installed);
    }

    [SkippableFact]
    public async Task Unknown_names_are_errors_with_place_and_suggestion_before_anything_is_touched()
    {
        AptMachine.Require();
        using var machine = new AptMachine();
        Plan plan = await machine.PlanAsync("tool, toool, whatever");
        Assert.False(plan.CanApply);
        Assert.Equal(["PackageUnknown", "PackageUnknown"], plan.Errors.Select(static error => error.Id));
        Assert.Contains("apt knows no package 'toool'. Do you mean 'tool'?", plan.Errors[0].Message, StringComparison.Ordinal);
        Assert.Equal("hosts/den/default.yaml:5:38", plan.Errors[0].Origin.ToString());
        Assert.Contains("Run 'apt-get update' if its index is old", plan.Errors[1].Message, StringComparison.Ordinal);
        Assert.Contains("'2.5'. There are 2.0, 1.0", Assert.Single((await machine.PlanAsync("app", "  environment.packageVersions.app: \"2.5\"\n")).Errors).Message, StringComparison.Ordinal);

        Directory.Delete(machine.PathOf("var/lib/apt/lists"), recursive: true);
        Assert.Contains("Its index was never fetched: run 'apt-get update', or set environment.packageRefresh: true.", (await machine.PlanAsync("tool")).Errors[0].Message, StringComparison.Ordinal);
        await machine.ApplyAsync("app, tool", "  environment.packageRefresh: true\n");
        Assert.Equal("app=2.0 libapp=1.0 tool=1.0", machine.Installed);
    }

    [SkippableFact]
    public async Task What_somebody_else_installed_is_not_removed_for_ours()
    {
        AptMachine.Require();
        using var machine = new AptMachine();
        machine.Install("tool");
        Plan plan = await machine.PlanAsync("rival");
        Assert.Equal("Installing 'rival' would remove 'tool', which HostTools did not install. Leave it out, or remove that by hand first.", Assert.Single(plan.Errors).Message);
        Assert.Equal("PackagesImpossible", Assert.Single((await machine.PlanAsync("rival, tool")).Errors).Id);
    }

    [SkippableFact]
    public async Task A_dependency_that_is_declared_is_marked_and_unmarked_again()
    {
        AptMachine.Require();
        using var machine = new AptMachine();
        machine.Install("app");
        Plan plan = await machine.PlanAsync("libapp");
        Assert.Equal("~ change package libapp (came because another one needs it; is marked as asked for)", Assert.Single(plan.Changes).Summary);
        await machine.Session().ApplyAsync(plan);
        Assert.Equal(string.Empty, machine.Marks);
        await machine.ApplyAsync("tool");
        Assert.Equal("libapp", machine.Marks);
        Assert.Equal("app=2.0 libapp=1.0 tool=1.0", machine.Installed);
    }

    [SkippableFact]
    public async Task A_package_behind_two_names_stays_until_neither_wants_it()
    {
        AptMachine.Require();
        using var machine = new AptMachine();
        const string Names = "  environment.packageNames: { first.debian: tool, second.debian: [tool, other] }\n";
        await machine.ApplyAsync("first, second", Names);
        Assert.Equal("other=1.0 tool=1.0", machine.Installed);
        await machine.ApplyAsync("first", Names);
        Assert.Equal("tool=1.0", machine.Installed);
        await machine.ApplyAsync("tool");
        await machine.ApplyAsync("other");
        Assert.Equal("other=1.0", machine.Installed);
    }

    [SkippableFact]
    public async Task Another_package_manager_is_waited_for_up_to_a_limit()
    {
        AptMachine.Require();
        using var machine = new AptMachine();
        Plan plan = await machine.PlanAsync("tool");
        var told = new Told();
        using (FileStream locked = File.Open(machine.PathOf("var/lib/dpkg/lock-frontend"), FileMode.OpenOrCreate))
        {
            locked.Lock(0, 0);
            HostToolsException failed = await Assert.ThrowsAsync<HostToolsException>(() => machine.Session().ApplyAsync(plan, new ApplyOptions { PackageWait = TimeSpan.FromSeconds(1) }));
            Assert.Equal("PackageManagerBusy", failed.Errors[0].Id);
            Assert.Empty(machine.Installed);
            Task<ApplyResult> waiting = machine.Session().ApplyAsync(plan, progress: told);
            while (!told.Steps.ToArray().Any(static step => step.StartsWith("Waiting for ", StringComparison.Ordinal)) && !waiting.IsCompleted)
                await Task.Delay(50);
            Assert.False(waiting.IsCompleted);
            locked.Unlock(0, 0);
            await waiting;
        }

        Assert.Equal("tool=1.0", machine.Installed);
        Assert.Contains(told.Steps, static step => step.StartsWith("Waiting for ", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Settings_that_somebody_changed_stay_without_a_question_also_through_an_undo()
    {
        AptMachine.Require();
        using var machine = new AptMachine();
        machine.Write("etc/settings.conf", "mine\n");
        await Assert.ThrowsAsync<HostToolsException>(() => machine.ApplyAsync("settings, bad"));
        Assert.Equal("mine\n", File.ReadAllText(machine.PathOf("etc/settings.conf")));
        await machine.ApplyAsync("settings", "  environment.packageVersions.settings: \"1.0\"\n");
        await machine.ApplyAsync("settings", "  environment.packageVersions.settings: \"2.0\"\n");
        Assert.Equal("mine\n", File.ReadAllText(machine.PathOf("etc/settings.conf")));
        Assert.Equal("settings=2.0", machine.Installed);
    }

    [SkippableFact]
    public async Task Drift_names_what_was_removed_and_the_next_apply_brings_it_back()
    {
        AptMachine.Require();
        using var machine = new AptMachine();
        await machine.ApplyAsync("app, tool");
        machine.Remove("tool");
        Drift drift = Assert.Single(await machine.Session().DriftAsync());
        Assert.StartsWith("tool: was removed", drift.ToString(), StringComparison.Ordinal);
        Assert.InRange(drift.ChangedAt!.Value, DateTimeOffset.Now.AddHours(-1), DateTimeOffset.Now.AddSeconds(1)); // The log tells.
        Plan plan = await machine.PlanAsync("app, tool");
        Assert.Equal("+ create package tool (was removed by hand)", Assert.Single(plan.Changes).Summary);
        await machine.Session().ApplyAsync(plan);
        Assert.Empty(await machine.Session().DriftAsync());
    }

    [SkippableFact]
    public async Task A_version_that_cannot_be_brought_back_is_said_in_the_plan_and_after_the_undo()
    {
        AptMachine.Require();
        using var machine = new AptMachine();
        machine.Install("app=1.0");
        File.Delete(machine.PathOf("srv/repo/app_1.0_all.deb"));
        machine.Reindex();
        Plan plan = await machine.PlanAsync("app, bad", "  environment.packageVersions.app: latest\n");
        Assert.Contains(plan.Warnings, static warning => warning.Message == "An undo could not bring back app 1.0: no repository has it any more.");
        HostToolsException failed = await Assert.ThrowsAsync<HostToolsException>(() => machine.Session().ApplyAsync(plan));
        Assert.Contains("app is 2.0 and was 1.0", string.Join('\n', failed.Errors), StringComparison.Ordinal);
        Assert.Equal("app=2.0 libapp=1.0", machine.Installed);
    }

    private sealed class Told : IProgress<ApplyProgress>
    {
        public List<string> Steps { get; } = [];

        public void Report(ApplyProgress value) => Steps.Add(value.Step);
    }
}
