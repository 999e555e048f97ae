using HostTools.Activation.Resources;

namespace HostTools.Machine.Tests.Library;

public sealed class UnitsTests
{
    [Fact]
    public void Service_ThatSaysWhatToStart_IsAWholeUnit()
    {
        Realised host = Trees.Realise(
            """
            config:
              systemd.services.web:
                description: Web server
                after: [network.target]
                wantedBy: [multi-user.target]
                requiredBy: [site.target]
                aliases: [www.service]
                environment: { MODE: fast, RATE: 100%, N: 1 }
                path: [/opt/web/bin]
                serviceConfig: { ExecStart: /usr/bin/web --port 80, UMask: 0022, Restart: no, PrivateTmp: true, Nice: -5, CPUWeight: null }
                unitConfig.ConditionPathExists: [/a, /b]
                restartIfChanged: false
                restartTriggers: ["${{ sha256('settings') }}"]
            """);
        string unit = host.Text("/etc/systemd/system/web.service");
        Assert.StartsWith("# Written by HostTools from systemd.services.web.\n[Unit]\nDescription=Web server\nAfter=network.target\nX-Restart-Triggers=", unit, StringComparison.Ordinal);
        Assert.Contains("ConditionPathExists=/a\nConditionPathExists=/b\n", unit, StringComparison.Ordinal);
        Assert.Contains(
            """
            [Service]
            Environment="MODE=fast"
            Environment="N=1"
            Environment="PATH=/opt/web/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"
            Environment="RATE=100%%"
            ExecStart=/usr/bin/web --port 80
            Nice=-5
            PrivateTmp=true
            Restart=no
            UMask=0022
            X-RestartIfChanged=false

            [Install]
            WantedBy=multi-user.target
            RequiredBy=site.target
            Alias=www.service

            """,
            unit, StringComparison.Ordinal);
        Assert.Equal("../web.service", host.Link("/etc/systemd/system/multi-user.target.wants/web.service"));
        Assert.Equal("../web.service", host.Link("/etc/systemd/system/site.target.requires/web.service"));
        Assert.Equal("web.service", host.Link("/etc/systemd/system/www.service"));
        Assert.Equal(["systemd-reload"], host.Files.Single(static file => file.Path.EndsWith("web.service", StringComparison.Ordinal)).Triggers);
    }

    [Fact]
    public void Script_IsAFileThatTheUnitNames()
    {
        const string yaml = "config:\n  systemd.services.web: { script: \"exec web \\\"$1\\\"\", scriptArgs: -v 100%%, preStart: mkdir -p /run/web, serviceConfig.ExecStartPre: [/bin/first] }\n";
        Realised host = Trees.Realise(yaml);
        Assert.Equal("#!/bin/sh\n# Written by HostTools from systemd.services.web.\nset -e\nexec web \"$1\"\n", host.Text("/etc/hosttools/scripts/web-start"));
        FileResource script = host.Files.Single(static file => file.Path == "/etc/hosttools/scripts/web-pre-start");
        Assert.Equal(0x1ED, script.Mode); // 0755
        Assert.Equal("hosts/den/default.yaml", script.Origins[0].File);
        string unit = host.Text("/etc/systemd/system/web.service");
        Assert.Contains("ExecStart=/etc/hosttools/scripts/web-start -v 100%%\n", unit, StringComparison.Ordinal);
        Assert.Contains("ExecStartPre=/etc/hosttools/scripts/web-pre-start\nExecStartPre=/bin/first\n", unit, StringComparison.Ordinal);
        Assert.NotEqual(unit, Trees.Realise(yaml.Replace("exec web", "exec nginx", StringComparison.Ordinal)).Text("/etc/systemd/system/web.service"));
    }

    [Fact]
    public void Script_OfAUserUnit_LiesApart()
    {
        Realised host = Trees.Realise("config:\n  systemd.services.tidy.script: a\n  systemd.user.services.tidy.script: b\n");
        Assert.EndsWith("\nb\n", host.Text("/etc/hosttools/user-scripts/tidy-start"), StringComparison.Ordinal);
        Assert.Contains("ExecStart=/etc/hosttools/user-scripts/tidy-start\n", host.Text("/etc/systemd/user/tidy.service"), StringComparison.Ordinal);
    }

    [Fact]
    public void Script_OfADisabledService_IsNotWritten() =>
        Assert.DoesNotContain(Trees.Realise("config:\n  systemd.services.tidy: { enable: false, script: a }\n").Files, static file => file.Path.StartsWith("/etc/hosttools", StringComparison.Ordinal));

    [Fact]
    public void Service_ThatDoesNot_AddsToTheDistributions()
    {
        Realised host = Trees.Realise(
            """
            config:
              systemd.services:
                cups: { serviceConfig.Restart: always, wantedBy: [multi-user.target] }
                "getty@tty1": { wantedBy: [getty.target] }
            """);
        Assert.Equal("# Written by HostTools from systemd.services.cups.\n[Service]\nRestart=always\n", host.Text("/etc/systemd/system/cups.service.d/hosttools.conf"));
        Assert.Equal("/usr/lib/systemd/system/cups.service", host.Link("/etc/systemd/system/multi-user.target.wants/cups.service"));
        Assert.Equal("/usr/lib/systemd/system/getty@.service", host.Link("/etc/systemd/system/getty.target.wants/getty@tty1.service"));
        Assert.False(host.Has("/etc/systemd/system/getty@tty1.service.d/hosttools.conf"));
    }

    [Theory]
    [InlineData("services", "cups.service", "serviceConfig.ExecStart: [\"\", /usr/sbin/cupsd -l]")]
    [InlineData("sockets", "cups.socket", "socketConfig.ListenStream: [\"\", /run/cups.sock]")]
    [InlineData("timers", "cups.timer", "timerConfig.OnCalendar: [\"\", daily]")]
    [InlineData("targets", "cups.target", "wants: [a.service]")]
    public void Unit_ThatClearsOrSaysNothing_AddsToTheDistributions(string kind, string unit, string line)
    {
        Realised host = Trees.Realise($"config:\n  systemd.{kind}.cups: {{ {line} }}\n");
        Assert.True(host.Has($"/etc/systemd/system/{unit}.d/hosttools.conf"));
        Assert.False(host.Has($"/etc/systemd/system/{unit}"));
    }

    [Fact]
    public void EnablementLinks_TakeThePlaceOfTheDistributions()
    {
        Realised host = Trees.Realise(
            """
            config:
              systemd.services:
                ssh.wantedBy: [multi-user.target]
                own: { wantedBy: [multi-user.target], serviceConfig.ExecStart: /bin/own }
                old: { enable: false, collision: force }
            """);
        Assert.All(host.Links.Where(static link => link.Path.Contains(".wants/", StringComparison.Ordinal)), static link => Assert.Equal(CollisionPolicy.Backup, link.Collision));
        Assert.Equal(CollisionPolicy.Error, host.Files.Single(static file => file.Path == "/etc/systemd/system/own.service").Collision);
        Assert.Equal(CollisionPolicy.Force, host.Links.Single(static link => link.LinkTarget == "/dev/null").Collision);
    }

    [Fact]
    public void DisabledService_IsMasked()
    {
        Realised host = Trees.Realise("config:\n  systemd.services.avahi-daemon: { enable: false, wantedBy: [multi-user.target] }\n");
        Assert.Equal("/dev/null", host.Link("/etc/systemd/system/avahi-daemon.service"));
        Assert.Single(host.Links);
    }

    [Fact]
    public void Timer_ComesBesideItsService()
    {
        Realised host = Trees.Realise(
            """
            config:
              systemd:
                services.sweep.serviceConfig: { Type: oneshot, ExecStart: [/usr/bin/sweep a, /usr/bin/sweep b] }
                timers.sweep: { wantedBy: [timers.target], timerConfig: { OnCalendar: [daily, "*-*-* 12:00:00"], Persistent: true } }
                timers.fstrim.timerConfig.RandomizedDelaySec: 1h
            """);
        Assert.Contains("[Timer]\nOnCalendar=daily\nOnCalendar=*-*-* 12:00:00\nPersistent=true\n", host.Text("/etc/systemd/system/sweep.timer"), StringComparison.Ordinal);
        Assert.Contains("ExecStart=/usr/bin/sweep a\nExecStart=/usr/bin/sweep b\n", host.Text("/etc/systemd/system/sweep.service"), StringComparison.Ordinal);
        Assert.EndsWith("[Timer]\nRandomizedDelaySec=1h\n", host.Text("/etc/systemd/system/fstrim.timer.d/hosttools.conf"), StringComparison.Ordinal);
    }

    [Fact]
    public void Mount_IsNamedAfterItsPlace()
    {
        Realised host = Trees.Realise("config:\n  systemd.mounts.\"/srv/old-media\": { what: LABEL=media, wantedBy: [multi-user.target] }\n");
        Assert.Contains("What=LABEL=media\nWhere=/srv/old-media\n", host.Text(@"/etc/systemd/system/srv-old\x2dmedia.mount"), StringComparison.Ordinal);
        Assert.Equal(@"../srv-old\x2dmedia.mount", host.Link(@"/etc/systemd/system/multi-user.target.wants/srv-old\x2dmedia.mount"));
    }

    [Fact]
    public void TwoModules_AddToOneService()
    {
        Realised host = Trees.Realise(
            """
            config:
              - set: { systemd.services.a: { after: [x.service], serviceConfig.ExecStart: /bin/a } }
              - set: { systemd.services.a: { after: [y.service], serviceConfig.User: nobody } }
            """);
        string unit = host.Text("/etc/systemd/system/a.service");
        Assert.Contains("After=x.service y.service\n", unit, StringComparison.Ordinal);
        Assert.Contains("User=nobody\n", unit, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("services.\"a b\".serviceConfig.ExecStart: /bin/a", "'a b' in 'systemd.services' is no name of a unit.")]
    [InlineData("services.\"../x\".serviceConfig.ExecStart: /bin/a", "'../x' in 'systemd.services' is no name of a unit.")]
    [InlineData("services.a.serviceConfig: { ExecStart: \"/bin/a\\n/bin/b\" }", "The unit 'a.service' cannot hold 'serviceConfig.ExecStart': a value is one line; write a list")]
    [InlineData("services.a: { serviceConfig.ExecStart: /bin/a, wantedBy: [../../x.target] }", "'../../x.target' in 'systemd.services.a.wantedBy' is no name of a unit.")]
    [InlineData("services.a: { serviceConfig.ExecStart: /bin/a, aliases: [b] }", "'b' in 'systemd.services.a.aliases' is no name of a unit.")]
    [InlineData("services.a: { serviceConfig.ExecStart: /bin/a, environment: { A B: 1 } }", "The unit 'a.service' cannot hold 'environment.A B'")]
    [InlineData("services.a: { overrideStrategy: asUnit }", "'systemd.services.a': The service is to be a whole unit but does not say what to start. Set serviceConfig.ExecStart or script.")]
    [InlineData("timers.a: { overrideStrategy: asUnit }", "'systemd.timers.a': The timer never runs. Set timerConfig.OnCalendar")]
    [InlineData("sockets.a: { overrideStrategy: asUnit }", "'systemd.sockets.a': The socket listens nowhere.")]
    [InlineData("paths.a: { overrideStrategy: asUnit }", "'systemd.paths.a': Nothing is watched.")]
    [InlineData("mounts.media: { what: LABEL=media }", "'media' is no mount point. Mounts are named by their absolute path")]
    [InlineData("mounts.\"/srv/media/\": { what: LABEL=media }", "'/srv/media/' is no mount point.")]
    [InlineData("user.services.a: { overrideStrategy: asUnit }", "'systemd.user.services.a': The service is to be a whole unit")]
    [InlineData("services.a: { script: x, serviceConfig.ExecStart: /bin/a }", "'systemd.services.a.serviceConfig.ExecStart' has conflicting values")]
    [InlineData("services.a: { script: x, scriptArgs: \"a\\nb\" }", "scriptArgs")]
    [InlineData("services.a.after: network.target", "default.yaml:4:29: 'systemd.services.a.after' is")]
    [InlineData("services.a.enable: yes", "Write true.")]
    [InlineData("services.a.servceConfig.User: x", "serviceConfig")]
    public void Mistake_IsNamedWithItsPlace(string line, string expected) =>
        Assert.Contains(expected, Trees.Errors($"config:\n  systemd.{line}\n"), StringComparison.Ordinal);

    [Fact]
    public void UnitOrigin_IsTheUsersLine()
    {
        Realised host = Trees.Realise("config:\n  systemd.services.a.serviceConfig.ExecStart: /bin/a\n");
        FileResource unit = host.Files.Single(static file => file.Path == "/etc/systemd/system/a.service");
        Assert.Equal("hosts/den/default.yaml", unit.Origins[0].File);
        Assert.Equal(4, unit.Origins[0].Line);
    }
}
