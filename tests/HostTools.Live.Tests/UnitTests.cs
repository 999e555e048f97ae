using HostTools.Live.Tests.Support;
using HostTools.Platform;

namespace HostTools.Live.Tests;

/// <summary>What happens to units that run when their definitions change: NixOS's rules, on a real systemd.</summary>
public sealed class UnitTests(LiveMachine machine) : IClassFixture<LiveMachine>
{
    // Each service tells what happens to it.
    private const string Daemon =
        """
        systemd.services.NAME:
          wantedBy: [multi-user.target]
          serviceConfig:
            ExecStart: /bin/sh -c "echo start TEXT >> /run/NAME.log; exec sleep infinity"
            ExecStop: /bin/sh -c "echo stop TEXT >> /run/NAME.log"
            ExecReload: /bin/sh -c "echo reload TEXT >> /run/NAME.log"
        """;

    [SkippableFact]
    public async Task Unit_NewOneStartsAndNothingChangedTouchesNothing()
    {
        await FreshAsync();
        await machine.WriteHostAsync(Service("a", "one"));
        string plan = await machine.PlanAsync();
        Assert.Contains("run unit a.service (starts: multi-user.target wants it)", plan, StringComparison.Ordinal);
        await machine.AppliedAsync();
        Assert.Equal("active", await machine.PropertyAsync("a.service", "ActiveState"));
        Assert.Equal("start one", await LogAsync("a"));
        string invocation = await machine.PropertyAsync("a.service", "InvocationID");

        Assert.Contains("Nothing to do", await machine.AppliedAsync(), StringComparison.Ordinal);
        await machine.WriteHostAsync(Service("a", "one") + "\nenvironment.etc.other.text: other");
        await machine.AppliedAsync();
        await machine.WriteHostAsync(Service("a", "one", "description: Told differently\n  documentation: [\"man:a(1)\"]\n  onFailure: [b.service]"));
        Assert.DoesNotContain("unit a.service", await machine.PlanAsync(), StringComparison.Ordinal);
        await machine.AppliedAsync();
        Assert.Equal("Told differently", await machine.PropertyAsync("a.service", "Description"));
        Assert.Equal(invocation, await machine.PropertyAsync("a.service", "InvocationID"));
        Assert.Equal("start one", await LogAsync("a"));
    }

    [SkippableFact]
    public async Task Unit_ChangedStopsByItsOldDefinitionAndStartsByItsNewOne()
    {
        await FreshAsync();
        await ChangeAsync(Service("a", "one"), Service("a", "two"), "stops by its old definition and starts by its new one: ExecStart= changes");
        Assert.Equal("start one\nstop one\nstart two", await LogAsync("a"));
    }

    [SkippableTheory]
    [InlineData("stopIfChanged: false", "restarts", "start one\nstop two\nstart two")]
    [InlineData("reloadIfChanged: true", "reloads", "start one\nreload two")]
    [InlineData("restartIfChanged: false", "goes on by its old definition", "start one")]
    public async Task Unit_SaysItselfWhatAChangeDoes(string option, string planned, string log)
    {
        await FreshAsync();
        await ChangeAsync(Service("a", "one", option), Service("a", "two", option), planned);
        Assert.Equal(log, await LogAsync("a"));
    }

    [SkippableFact]
    public async Task Unit_ReloadTriggersAndReloadCommandsReload()
    {
        await FreshAsync();
        await ChangeAsync(Service("a", "one", "reloadTriggers: [x]"), Service("a", "one", "reloadTriggers: [y]"), "reloads: Reload-Triggers change");
        Assert.Equal("start one\nreload one", await LogAsync("a"));
        await ChangeAsync(Service("a", "one"), Service("a", "one").Replace("echo reload", "echo again", StringComparison.Ordinal), "reloads: ExecReload= changes");
        Assert.Equal("start one\nreload one\nagain one", await LogAsync("a"));
        string without = string.Join('\n', Service("a", "one").Split('\n').Where(static line => !line.Contains("ExecReload", StringComparison.Ordinal)));
        await machine.WriteHostAsync(without);
        Assert.DoesNotContain("unit a.service", await machine.PlanAsync(), StringComparison.Ordinal);
        await machine.AppliedAsync();
        Assert.Equal("start one\nreload one\nagain one", await LogAsync("a"));
    }

    [SkippableFact]
    public async Task Unit_RestartsWhenAFileItNamesChangesAndAgainWhenThatIsUndone()
    {
        await FreshAsync();
        string with = Service("a", "one", "restartTriggers: [/etc/a.conf]");
        await machine.WriteHostAsync(with + "\nenvironment.etc.\"a.conf\".text: first");
        await machine.AppliedAsync();
        await machine.WriteHostAsync(with + "\nenvironment.etc.\"a.conf\".text: second");
        Assert.Contains("/etc/a.conf changes", await machine.PlanAsync(), StringComparison.Ordinal);
        await machine.AppliedAsync();
        Assert.Equal("start one\nstop one\nstart one", await LogAsync("a"));
        ProcessResult back = await machine.RunAsync("hosttools", "rollback", "--yes");
        Assert.True(back.ExitCode == 0, back.StandardError);
        Assert.Equal("first\n", await machine.ReadFileAsync("/etc/a.conf"));
        Assert.Equal("start one\nstop one\nstart one\nstop one\nstart one", await LogAsync("a"));

        // A service beside it that fails takes all back, and this one has to read its old file again.
        await machine.WriteHostAsync(with + "\nenvironment.etc.\"a.conf\".text: third\n" + Service("z", "zed").Replace("exec sleep infinity", "exit 7", StringComparison.Ordinal));
        ProcessResult failed = await machine.ApplyAsync();
        Assert.Equal(1, failed.ExitCode);
        Assert.Equal("first\n", await machine.ReadFileAsync("/etc/a.conf"));
        Assert.EndsWith("start one\nstop one\nstart one\nstop one\nstart one", await LogAsync("a"), StringComparison.Ordinal);
        Assert.Equal(9, (await LogAsync("a")).Split('\n').Length);
    }

    [SkippableFact]
    public async Task Unit_RemovedStopsUnlessItSaysOtherwise()
    {
        await FreshAsync();
        await machine.WriteHostAsync(Service("a", "one") + "\n" + Service("b", "two", "stopOnRemoval: false"));
        await machine.AppliedAsync();
        await machine.WriteHostAsync("{}");
        await machine.AppliedAsync();
        Assert.Equal("start one\nstop one", await LogAsync("a"));
        Assert.Equal("inactive", await machine.PropertyAsync("a.service", "ActiveState"));
        Assert.Equal("active", await machine.PropertyAsync("b.service", "ActiveState"));
        await machine.ShellAsync("systemctl stop b.service");
    }

    [SkippableFact]
    public async Task Unit_OfTheDistributionStopsWhereOnlyWeEnabledIt()
    {
        await FreshAsync();
        foreach (string name in new[] { "ours", "theirs" })
            await machine.WriteFileAsync($"/usr/lib/systemd/system/{name}.service", "[Service]\nExecStart=/bin/sleep infinity\n");
        await machine.ShellAsync("systemctl daemon-reload; mkdir -p /usr/lib/systemd/system/multi-user.target.wants; ln -sf ../theirs.service /usr/lib/systemd/system/multi-user.target.wants/");
        const string enabled = "systemd.services.ours: { overrideStrategy: asDropin, wantedBy: [multi-user.target] }\nsystemd.services.theirs: { overrideStrategy: asDropin, wantedBy: [multi-user.target] }";
        await machine.WriteHostAsync(enabled);
        await machine.AppliedAsync();
        Assert.Equal("active", await machine.PropertyAsync("ours.service", "ActiveState"));

        await machine.WriteHostAsync("{}");
        string plan = await machine.PlanAsync();
        Assert.Contains("run unit ours.service (stops: nothing enables it any more)", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("unit theirs.service", plan, StringComparison.Ordinal);
        await machine.AppliedAsync();

        Assert.Equal("inactive", await machine.PropertyAsync("ours.service", "ActiveState"));
        Assert.Equal("active", await machine.PropertyAsync("theirs.service", "ActiveState"));
        await machine.ShellAsync("systemctl stop theirs.service; rm /usr/lib/systemd/system/*ours.service /usr/lib/systemd/system/multi-user.target.wants/theirs.service /usr/lib/systemd/system/theirs.service; systemctl daemon-reload");
    }

    [SkippableFact]
    public async Task Unit_MaskedStopsAndUnmaskedStarts()
    {
        await FreshAsync();
        await machine.WriteHostAsync(Service("a", "one"));
        await machine.AppliedAsync();
        await machine.WriteHostAsync("systemd.services.a.enable: false");
        await machine.AppliedAsync();
        Assert.Equal("start one\nstop one", await LogAsync("a"));
        Assert.Equal("masked", await machine.PropertyAsync("a.service", "LoadState"));
        await machine.WriteHostAsync(Service("a", "two"));
        await machine.AppliedAsync();
        Assert.Equal("start one\nstop one\nstart two", await LogAsync("a"));
    }

    [SkippableFact]
    public async Task Unit_MountIsRemountedForOptionsAndMountedAnewForTheRest()
    {
        await FreshAsync();
        const string Mount = "systemd.mounts.\"/srv/m\": { what: tmpfs, type: tmpfs, wantedBy: [multi-user.target], mountConfig: { Options: \"OPT\" } }";
        await machine.WriteHostAsync(Mount.Replace("OPT", "size=1m", StringComparison.Ordinal));
        await machine.AppliedAsync();
        await machine.ShellAsync("touch /srv/m/kept");
        await machine.WriteHostAsync(Mount.Replace("OPT", "size=2m", StringComparison.Ordinal));
        Assert.Contains("unit srv-m.mount (reloads: Options= changes)", await machine.PlanAsync(), StringComparison.Ordinal);
        await machine.AppliedAsync();
        Assert.True(await machine.ExistsAsync("/srv/m/kept"));
        Assert.Contains("size=2048k", await machine.ShellAsync("findmnt -no OPTIONS /srv/m"), StringComparison.Ordinal);
        await machine.WriteHostAsync(Mount.Replace("OPT", "size=2m", StringComparison.Ordinal).Replace("what: tmpfs", "what: other", StringComparison.Ordinal));
        await machine.AppliedAsync();
        Assert.False(await machine.ExistsAsync("/srv/m/kept"));
        Assert.Equal("other", await machine.ShellAsync("findmnt -no SOURCE /srv/m"));
        await machine.WriteHostAsync("{}");
        await machine.AppliedAsync();
        Assert.Equal(1, (await machine.RunAsync("findmnt", "/srv/m")).ExitCode);
    }

    [SkippableFact]
    public async Task Unit_MountInUseIsWaitedForAndThenItsUserIsNamed()
    {
        await FreshAsync();
        await machine.WriteHostAsync("systemd.mounts.\"/srv/m\": { what: tmpfs, type: tmpfs, wantedBy: [multi-user.target] }");
        await machine.AppliedAsync();
        await machine.WriteHostAsync("{}");
        await machine.ShellAsync("systemd-run --quiet --unit=holder sh -c 'cd /srv/m && touch /run/held && exec sleep infinity'; until [ -e /run/held ]; do sleep 0.1; done");
        string said = (await machine.ApplyAsync()).StandardError;
        Assert.Contains("UnitsNotStopped", said, StringComparison.Ordinal);
        Assert.Contains("target is busy", said, StringComparison.Ordinal);
        Assert.Matches(@"/srv/m is used by process \d+ \(sleep\)", said);
        Assert.Equal("active", await machine.PropertyAsync("srv-m.mount", "ActiveState"));

        // It lets go when the mount was found busy once more.
        await machine.ShellAsync("systemctl stop holder");
        await machine.WriteFileAsync("/run/hold", "cd /srv/m; busy() { journalctl --no-pager -u srv-m.mount | grep -c busy; }; before=$(busy); rm /run/held; until [ $(busy) -gt $before ]; do sleep 0.1; done\n");
        await machine.ShellAsync("systemd-run --quiet --unit=holder sh /run/hold; while [ -e /run/held ]; do sleep 0.1; done");
        await machine.AppliedAsync();
        Assert.Equal(1, (await machine.RunAsync("findmnt", "/srv/m")).ExitCode);
    }

    [SkippableFact]
    public async Task Unit_TimerIsStartedAnew()
    {
        await FreshAsync();
        const string Timer = "systemd.services.t.serviceConfig: { ExecStart: /bin/true, Type: oneshot }\nsystemd.timers.t: { wantedBy: [timers.target], timerConfig.OnCalendar: \"WHEN\" }";
        await ChangeAsync(Timer.Replace("WHEN", "2099-01-01", StringComparison.Ordinal), Timer.Replace("WHEN", "2098-01-01", StringComparison.Ordinal), "unit t.timer (stops by its old definition");
        Assert.Contains("2098", await machine.ShellAsync("systemctl list-timers --no-pager t.timer"), StringComparison.Ordinal);
        Assert.Equal("inactive", await machine.PropertyAsync("t.service", "ActiveState"));
    }

    [SkippableFact]
    public async Task Unit_ServiceOfASocketStartsWithTheNextClient()
    {
        await FreshAsync();
        const string Socket = "\nsystemd.sockets.s: { wantedBy: [sockets.target], socketConfig: { ListenStream: /run/s.sock } }";
        string service = string.Join('\n', Service("s", "one").Split('\n').Where(static line => !line.Contains("wantedBy", StringComparison.Ordinal)));
        await machine.WriteHostAsync(service + Socket);
        await machine.AppliedAsync();
        Assert.Equal("inactive", await machine.PropertyAsync("s.service", "ActiveState"));
        await machine.ShellAsync("systemctl start s.service");
        await machine.WriteHostAsync(service.Replace("one", "two", StringComparison.Ordinal) + Socket);
        Assert.Contains("stops with s.socket", await machine.PlanAsync(), StringComparison.Ordinal);
        await machine.AppliedAsync();
        Assert.Equal("inactive active", await machine.ShellAsync("echo $(systemctl show -P ActiveState s.service s.socket)"));
        Assert.Equal("start one\nstop one", await LogAsync("s"));
    }

    [SkippableFact]
    public async Task Unit_InstancesOfATemplateFollowIt()
    {
        await FreshAsync();
        string template = string.Join('\n', Service("T", "one").Split('\n').Where(static line => !line.Contains("wantedBy", StringComparison.Ordinal)))
            .Replace("services.T", "services.\"t@\"", StringComparison.Ordinal).Replace("/run/T.log", "/run/t-%i.log", StringComparison.Ordinal);
        await machine.WriteHostAsync(template);
        await machine.AppliedAsync();
        await machine.ShellAsync("systemctl start t@x.service");
        await machine.WriteHostAsync(template.Replace("one", "two", StringComparison.Ordinal));
        Assert.Contains("t@x.service stops by its old definition", await machine.PlanAsync(), StringComparison.Ordinal);
        await machine.AppliedAsync();
        Assert.Equal("start one\nstop one\nstart two", await LogAsync("t-x"));
        await machine.ShellAsync("systemctl stop t@x.service");
    }

    [SkippableFact]
    public async Task Unit_ThatDoesNotRunIsNotStartedByAChange()
    {
        await FreshAsync();
        string service = string.Join('\n', Service("a", "one").Split('\n').Where(static line => !line.Contains("wantedBy", StringComparison.Ordinal)));
        await machine.WriteHostAsync(service + "\nsystemd.services.a.reloadTriggers: [x]");
        await machine.AppliedAsync();
        await machine.WriteHostAsync(service.Replace("one", "two", StringComparison.Ordinal) + "\nsystemd.services.a.reloadTriggers: [y]");
        await machine.AppliedAsync();
        Assert.Equal("inactive", await machine.PropertyAsync("a.service", "ActiveState"));
    }

    [SkippableFact]
    public async Task Unit_ReloadBecomesAStartWhereItStoppedWithAnother()
    {
        await FreshAsync();
        string needs = Service("n", "one", "reloadTriggers: [X]\n  requires: [m.service]\n  after: [m.service]");
        await machine.WriteHostAsync(Service("m", "one") + "\n" + needs);
        await machine.AppliedAsync();
        await machine.WriteHostAsync(Service("m", "two") + "\n" + needs.Replace("[X]", "[Y]", StringComparison.Ordinal));
        await machine.AppliedAsync();
        Assert.Equal("active active", await machine.ShellAsync("echo $(systemctl show -P ActiveState m.service n.service)"));
        Assert.Equal("start one\nstop one\nstart one", await LogAsync("n"));
    }

    [SkippableFact]
    public async Task Unit_ThatFailsTakesEverythingBack()
    {
        await FreshAsync();
        await machine.WriteHostAsync(Service("a", "one") + "\nenvironment.etc.f.text: old");
        await machine.AppliedAsync();
        string broken = Service("a", "two").Replace("exec sleep infinity", "echo could not listen >&2; exit 3", StringComparison.Ordinal);
        await machine.WriteHostAsync(broken + "\nenvironment.etc.f.text: new\n" + Service("b", "new"));
        ProcessResult failed = await machine.ApplyAsync();
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("UnitsFailed", failed.StandardError, StringComparison.Ordinal);
        Assert.Contains("a.service", failed.StandardError, StringComparison.Ordinal);
        Assert.Contains("could not listen", failed.StandardError, StringComparison.Ordinal);
        Assert.Equal("old\n", await machine.ReadFileAsync("/etc/f"));
        Assert.Equal("active", await machine.PropertyAsync("a.service", "ActiveState"));
        Assert.EndsWith("start two\nstart one", await LogAsync("a"), StringComparison.Ordinal);
        Assert.Equal("not-found inactive", await machine.ShellAsync("echo $(systemctl show -P LoadState -P ActiveState b.service)"));
        Assert.Contains("Nothing to do", await Unchanged(Service("a", "one") + "\nenvironment.etc.f.text: old"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Unit_StoppedByHandIsDriftAndStartsAgain()
    {
        await FreshAsync();
        await machine.WriteHostAsync(Service("a", "one", "serviceConfig.Restart: always"));
        await machine.AppliedAsync();
        await machine.ShellAsync("systemctl stop a.service");
        ProcessResult drift = await machine.RunAsync("hosttools", "status", "--exit-code");
        Assert.Equal(2, drift.ExitCode);
        Assert.Contains("a.service", drift.StandardOutput, StringComparison.Ordinal);
        await machine.AppliedAsync();
        Assert.Equal("active", await machine.PropertyAsync("a.service", "ActiveState"));
    }

    [SkippableFact]
    public async Task Unit_KilledApplyIsPutRightWithItsServices()
    {
        await FreshAsync();
        await machine.WriteHostAsync(Service("a", "one"));
        await machine.AppliedAsync();
        await machine.WriteHostAsync(Service("a", "two")
            + "\nenvironment.etc.slow: { text: slow, triggers: [slow] }\nactivation.triggers.slow.command: [sh, -c, \"[ -e /run/in-the-middle ] && exit; touch /run/in-the-middle; sleep 60\"]");
        await machine.ShellAsync("rm -f /run/in-the-middle");
        using (System.Diagnostics.Process apply = machine.Start("hosttools", "apply", "--yes"))
        {
            apply.StandardInput.Close();
            await machine.ShellAsync("for i in $(seq 300); do [ -e /run/in-the-middle ] && exit 0; sleep 0.1; done; exit 1");
            Assert.Equal("inactive", await machine.PropertyAsync("a.service", "ActiveState"));
            await machine.KillAsync("hosttools");
            await machine.ShellAsync("pkill -KILL -f '[s]leep 60' || true");
            await apply.WaitForExitAsync();
        }

        ProcessResult repaired = await machine.RunAsync("hosttools", "repair", "--yes");
        Assert.True(repaired.ExitCode == 0, repaired.StandardError);
        Assert.False(await machine.ExistsAsync("/etc/slow"));
        Assert.Equal("active", await machine.PropertyAsync("a.service", "ActiveState"));
        Assert.Equal("start one\nstop one\nstart one", await LogAsync("a"));
    }

    [SkippableFact]
    public async Task Unit_OfAHomeFollowsTheSameRulesWhereItsUserIsLoggedIn()
    {
        await FreshAsync();
        await machine.ShellAsync("id bob >/dev/null 2>&1 || useradd -m bob; loginctl disable-linger bob; rm -f /home/bob/log");
        const string Home =
            """
            config:
              systemd.user.services.h:
                wantedBy: [default.target]
                serviceConfig: { ExecStart: /bin/sh -c "echo start TEXT >> /home/bob/log; exec sleep infinity" }

            """;
        await WriteAsync("one");
        await machine.AppliedAsync();
        Assert.False(await machine.ExistsAsync("/home/bob/log"));
        await machine.ShellAsync("loginctl enable-linger bob; for i in $(seq 100); do [ -e /home/bob/log ] && exit 0; sleep 0.1; done; exit 1");
        await WriteAsync("two");
        await machine.AppliedAsync();
        Assert.Equal("start one\nstart two\n", await machine.ReadFileAsync("/home/bob/log"));
        Assert.Equal("bob", await machine.ShellAsync("stat -c %U /home/bob/log"));

        Task WriteAsync(string text) => machine.WriteTreeAsync(LiveMachine.Tree,
            ("hosttools.yaml", "{}\n"), ($"hosts/{LiveMachine.Name}/default.yaml", "users: [bob]\n"), ("users/bob/home.yaml", Home.Replace("TEXT", text, StringComparison.Ordinal)));
    }

    private async Task<string> Unchanged(string configuration)
    {
        await machine.WriteHostAsync(configuration);
        return await machine.AppliedAsync();
    }

    private async Task ChangeAsync(string before, string after, string planned)
    {
        await machine.WriteHostAsync(before);
        await machine.AppliedAsync();
        await machine.WriteHostAsync(after);
        Assert.Contains(planned, await machine.PlanAsync(), StringComparison.Ordinal);
        await machine.AppliedAsync();
        Assert.Contains("Nothing to do", await machine.AppliedAsync(), StringComparison.Ordinal);
    }

    private static string Service(string name, string text, string more = "")
    {
        string service = Daemon.Replace("NAME", name, StringComparison.Ordinal).Replace("TEXT", text, StringComparison.Ordinal);
        return more.Length == 0 ? service : service + "\n  " + more;
    }

    private Task<string> LogAsync(string name) => machine.ShellAsync($"cat /run/{name}.log");

    /// <summary>Nothing of the tests before.</summary>
    private async Task FreshAsync()
    {
        machine.Require();
        await machine.WriteHostAsync("{}");
        await machine.AppliedAsync();
        await machine.ShellAsync("rm -f /run/*.log; systemctl reset-failed");
    }
}
