using HostTools.Live.Tests.Support;
using HostTools.Platform;

namespace HostTools.Live.Tests;

/// <summary>Files, links, directories and commands on a machine that runs.</summary>
public sealed class FileTests(LiveMachine machine) : IClassFixture<LiveMachine>
{
    [SkippableFact]
    public async Task Machine_AppliesConvergesDriftsAndGoesBack()
    {
        machine.Require();
        await machine.ShellAsync("echo before > /etc/motd; find /etc -type f -exec sha256sum {} + | sort > /root/etc.before");
        await machine.WriteHostAsync(
            """
            environment.etc.motd: { text: one, collision: backup }
            environment.etc."app/main.conf": { text: "a = 1", mode: "0640", group: adm, triggers: [app] }
            environment.etc."app/link".link: main.conf
            environment.directories."/srv/app": { mode: "2775" }
            activation.triggers.app.command: [touch, /run/app-told]
            """);

        // The name of the host is that of the machine; there is no --root.
        await machine.AppliedAsync();
        Assert.Equal("one\n", await machine.ReadFileAsync("/etc/motd"));
        Assert.Equal("640 adm", await machine.ShellAsync("stat -c '%a %G' /etc/app/main.conf"));
        Assert.Equal("main.conf", await machine.ShellAsync("readlink /etc/app/link"));
        Assert.Equal("2775", await machine.ShellAsync("stat -c %a /srv/app"));
        Assert.True(await machine.ExistsAsync("/run/app-told"));
        Assert.True(await machine.ExistsAsync("/var/lib/hosttools/current"));

        Assert.Contains("Nothing to do", await machine.AppliedAsync(), StringComparison.Ordinal);
        Assert.Equal(0, (await machine.RunAsync("hosttools", "status", "--exit-code")).ExitCode);

        await machine.ShellAsync("echo by hand >> /etc/motd; chmod 600 /etc/app/main.conf");
        ProcessResult drift = await machine.RunAsync("hosttools", "status", "--exit-code");
        Assert.Equal(2, drift.ExitCode);
        Assert.Contains("/etc/motd", drift.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("/etc/app/main.conf", drift.StandardOutput, StringComparison.Ordinal);
        await machine.AppliedAsync();
        Assert.Equal("one\n", await machine.ReadFileAsync("/etc/motd"));

        await machine.WriteHostAsync("environment.etc.motd: { text: two, collision: backup }");
        await machine.AppliedAsync();
        Assert.False(await machine.ExistsAsync("/etc/app"));
        ProcessResult back = await machine.RunAsync("hosttools", "rollback", "--yes");
        Assert.True(back.ExitCode == 0, back.StandardError);
        Assert.Equal("one\n", await machine.ReadFileAsync("/etc/motd"));
        Assert.Equal("640 adm", await machine.ShellAsync("stat -c '%a %G' /etc/app/main.conf"));
    }

    [SkippableFact]
    public async Task Machine_IsAsBeforeWhenACommandFails()
    {
        machine.Require();
        await machine.ShellAsync("rm -f /etc/half; cat /etc/motd > /root/motd.before");
        await machine.WriteHostAsync(
            """
            environment.etc.half: { text: half, triggers: [broken] }
            environment.etc.motd: { text: other, collision: backup }
            activation.triggers.broken.command: [sh, -c, "echo no such luck >&2; exit 3"]
            """);
        ProcessResult failed = await machine.ApplyAsync();
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("no such luck", failed.StandardError, StringComparison.Ordinal);
        Assert.False(await machine.ExistsAsync("/etc/half"));
        await machine.ShellAsync("cmp /etc/motd /root/motd.before");
    }

    [SkippableFact]
    public async Task User_WithoutRootRightsHasOnlyTheOwnHome()
    {
        machine.Require();
        await machine.ShellAsync("id ann >/dev/null 2>&1 || useradd -m -s /bin/bash ann; rm -f /etc/whole");
        await machine.WriteHostAsync("environment.etc.whole.text: machine", ("users/ann/home.yaml", "config:\n  home.file.\".rc\".text: ann\n"));
        await machine.ShellAsync("sed -i '1i users: [ann]' /root/tree/hosts/den/default.yaml; rm -rf /home/ann/tree; cp -r /root/tree /home/ann/tree; chown -R ann: /home/ann/tree");

        ProcessResult own = await machine.RunAsUserAsync("ann", "hosttools", "apply", "--yes", "--path", "/home/ann/tree", "den");
        Assert.True(own.ExitCode == 0, own.StandardError);
        Assert.Contains("sudo", own.StandardError, StringComparison.Ordinal);
        Assert.Equal("ann ann", await machine.ShellAsync("stat -c '%U %G' /home/ann/.rc"));
        Assert.False(await machine.ExistsAsync("/etc/whole"));

        ProcessResult looked = await machine.RunAsUserAsync("ann", "hosttools", "plan", "--machine-only", "--path", "/home/ann/tree", "den");
        Assert.True(looked.StandardOutput.Contains("/etc/whole", StringComparison.Ordinal), looked.StandardError);
        ProcessResult refused = await machine.RunAsUserAsync("ann", "hosttools", "apply", "--yes", "--machine-only", "--path", "/home/ann/tree", "den");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("RootNeeded", refused.StandardError, StringComparison.Ordinal);

        await machine.AppliedAsync();
        Assert.Equal("machine\n", await machine.ReadFileAsync("/etc/whole"));
    }

    [SkippableFact]
    public async Task User_WithoutRootRightsMayLookWhereTheMachineHasSecrets()
    {
        machine.Require();
        await machine.ShellAsync("id ann >/dev/null 2>&1 || useradd -m -s /bin/bash ann; mkdir -p /srv; echo hush > /srv/secret; chmod 600 /srv/secret");
        const string secret = "secrets.db.source.file: /srv/secret\nenvironment.etc.\"bears.conf\".text: \"${{ secret('db') }}\"\n";
        await machine.WriteHostAsync(secret);
        await machine.AppliedAsync();
        Assert.Equal("700", await machine.ShellAsync("stat -c %a /var/lib/hosttools/secrets"));
        await machine.ShellAsync("chmod 644 /srv/secret");
        await machine.WriteHostAsync(secret + "environment.etc.\"bears2.conf\".text: \"${{ secret('db') }}\"\nenvironment.etc.open.text: open\n");
        await machine.ShellAsync("rm -rf /home/ann/tree; cp -r /root/tree /home/ann/tree; chown -R ann: /home/ann/tree");

        ProcessResult looked = await machine.RunAsUserAsync("ann", "hosttools", "plan", "--machine-only", "--path", "/home/ann/tree", "den");

        Assert.DoesNotContain("TargetForbidden", looked.StandardError, StringComparison.Ordinal);
        Assert.True(looked.StandardOutput.Contains("/etc/open", StringComparison.Ordinal), looked.StandardError);
        await machine.WriteHostAsync("{}");
        await machine.AppliedAsync();
    }

    [SkippableFact]
    public async Task User_HasProgramsInASessionOfTheirOwnWithoutRootsTerminal()
    {
        machine.Require();
        await machine.ShellAsync("id ann >/dev/null 2>&1 || useradd -m -s /bin/bash ann");
        await machine.WriteTreeAsync(LiveMachine.Tree, ("hosttools.yaml", "{}\n"), ($"hosts/{LiveMachine.Name}/default.yaml", "users: [ann]\n"), ("users/ann/home.yaml",
            """
            config:
              home.file.".asks": { text: x, triggers: [asks] }
              activation.triggers.asks.command: [sh, -c, "cut -d' ' -f 6,7 /proc/self/stat > /home/ann/session; ( : < /dev/tty ) 2> /dev/null && echo has > /home/ann/terminal || echo none > /home/ann/terminal"]

            """));
        await machine.ShellAsync("script -qec 'hosttools apply --yes --path /root/tree den' /dev/null");
        Assert.Equal("none\n", await machine.ReadFileAsync("/home/ann/terminal"));
        Assert.EndsWith(" 0\n", await machine.ReadFileAsync("/home/ann/session"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Plan_WarnsOfAHostForAnotherMachine()
    {
        machine.Require();
        await machine.WriteHostAsync("networking.hostName: attic");
        Assert.Contains("This machine is called 'den', and the host 'den' wants it to be 'attic'", await machine.PlanAsync(), StringComparison.Ordinal);
    }
}
