using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Machine.Tests.Packages.Live;

/// <summary>The same story with the real package managers of other distributions.</summary>
public sealed class ManagerTests
{
    [SkippableTheory]
    [InlineData("pacman")]
    [InlineData("dnf")]
    [InlineData("zypper")]
    public async Task Packages_come_and_go_with_what_they_need(string manager)
    {
        using PackageMachine machine = Make(manager);
        string one = machine.Version("1.0");
        string two = machine.Version("2.0");
        machine.Install("other");
        Plan plan = await machine.PlanAsync("app, tool, other");
        Assert.Equal(["+ create package app (is not installed)", $"= adopt package other (is installed already: {one})", "+ create package tool (is not installed)"], plan.Changes.Select(static change => change.Summary));
        Assert.Equal($"+ app {two}\n+ libapp {one} (comes along)", plan.Changes[0].Diff);
        await machine.Session().ApplyAsync(plan);
        Assert.Equal($"app={two} libapp={one} other={one} tool={one}", machine.Installed);
        Assert.False((await machine.PlanAsync("app, tool, other")).HasChanges);
        Assert.Empty(await machine.Session().DriftAsync());

        plan = await machine.PlanAsync("rival");
        Assert.Equal(["- remove package app (is no longer declared)", ". leave package other (is no longer declared; it was there before and stays)", "+ create package rival (is not installed)", "- remove package tool (is no longer declared)"],
            plan.Changes.Select(static change => change.Summary));
        Assert.Equal($"- app {two}\n- libapp {one} (came along with what goes)", plan.Changes[0].Diff);
        await machine.Session().ApplyAsync(plan);
        Assert.Equal($"other={one} rival={one}", machine.Installed);
        await machine.Session().ApplyAsync(await machine.Session().PlanRestoreAsync(1, "ann"));
        Assert.Equal($"app={two} libapp={one} other={one} tool={one}", machine.Installed);
    }

    [SkippableTheory]
    [InlineData("pacman")]
    [InlineData("dnf")]
    [InlineData("zypper")]
    public async Task A_failing_script_undoes_everything(string manager)
    {
        using PackageMachine machine = Make(manager);
        string one = machine.Version("1.0");
        machine.Publish(1);
        machine.Install("app");
        machine.Publish(2);
        HostToolsException failed = await Assert.ThrowsAsync<HostToolsException>(() => machine.ApplyAsync("app, tool, bad", "  environment.packageVersions.app: latest\n"));
        Assert.Equal(["PackageManagerFailed", "Undone"], failed.Errors.Select(static error => error.Id));
        Assert.Equal($"app={one} libapp={one}", machine.Installed);
        await machine.ApplyAsync("app, tool", "  environment.packageVersions.app: latest\n");
        Assert.Equal($"app={machine.Version("2.0")} libapp={one} tool={one}", machine.Installed);
    }

    [SkippableTheory]
    [InlineData("pacman")]
    [InlineData("dnf")]
    [InlineData("zypper")]
    public async Task What_is_in_the_way_is_said_before_anything_is_touched(string manager)
    {
        using PackageMachine machine = Make(manager);
        string one = machine.Version("1.0");
        Plan unknown = await machine.PlanAsync("toool, app");
        Assert.Contains($"{manager} knows no package 'toool'. Do you mean 'tool'?", Assert.Single(unknown.Errors).Message, StringComparison.Ordinal);
        machine.Install("tool", "other");
        Assert.Matches("^Packages(Impossible|InTheWay)$", Assert.Single((await machine.PlanAsync("rival")).Errors).Id);
        machine.Remove("tool");
        await machine.ApplyAsync("tool");
        machine.Install("user");
        Plan needed = await machine.PlanAsync("other");
        Assert.Contains(needed.Warnings, static warning => warning.Message.StartsWith("'tool' stays although nobody declares it any more: ", StringComparison.Ordinal) && warning.Message.Contains("user", StringComparison.Ordinal));
        await machine.Session().ApplyAsync(needed);
        Assert.Equal($"other={one} tool={one} user={one}", machine.Installed);
    }

    [SkippableTheory]
    [InlineData("pacman")]
    [InlineData("dnf")]
    [InlineData("zypper")]
    public async Task Held_packages_are_left_alone_with_a_word(string manager)
    {
        using PackageMachine machine = Make(manager);
        machine.Publish(1);
        machine.Install("app");
        machine.Publish(2);
        machine.Hold("app");
        Plan plan = await machine.PlanAsync("app", "  environment.packageVersions.app: latest\n");
        Assert.Equal($"'app' is held at {machine.Version("1.0")}, so it stays as it is.", Assert.Single(plan.Warnings).Message);
        Assert.Equal(". leave package app (stays as it is)", Assert.Single(plan.Changes).Summary);
    }

    [SkippableFact]
    public async Task Long_names_break_no_table()
    {
        using PackageMachine machine = Make("dnf");
        const string Name = "a-package-with-a-name-that-is-longer-than-any-line-of-a-table";
        await machine.ApplyAsync($"{Name}, tool");
        Assert.Equal($"{Name}=1.0-1 tool=1.0-1", machine.Installed);
    }

    private static PackageMachine Make(string manager)
    {
        PackageMachine.Require([.. new[] { "/usr/bin/unshare", $"/usr/bin/{manager}" }, .. manager == "pacman" ? Array.Empty<string>() : ["/usr/bin/rpmbuild", "/usr/bin/createrepo_c"]]);
        return manager switch { "pacman" => new PacmanMachine(), "dnf" => new DnfMachine(), _ => new ZypperMachine() };
    }
}
