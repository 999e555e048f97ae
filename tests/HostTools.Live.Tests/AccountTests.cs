using System.Diagnostics;
using HostTools.Live.Tests.Support;
using HostTools.Platform;

namespace HostTools.Live.Tests;

/// <summary>Users and groups of a machine that runs, through its own programs.</summary>
public sealed class AccountTests(LiveMachine machine) : IClassFixture<LiveMachine>
{
    private const string Files = "cat /etc/passwd /etc/group /etc/shadow /etc/gshadow /etc/subuid /etc/subgid";

    private const string Users =
        """
        users.groups.crew: { gid: 4711, members: [ann] }
        users.users.ann: { isNormalUser: true, uid: 4001, description: "Ann Other", shell: /bin/sh, extraGroups: [adm] }
        users.users.app: { isSystemUser: true, home: /srv/app }
        """;

    [SkippableFact]
    public async Task Account_IsMadeByTheProgramsOfTheSystemAndGoesWithItsDeclaration()
    {
        await FreshAsync();
        string before = await machine.ShellAsync(Files);
        await machine.ShellAsync("rm -f /etc/skel/hello; echo hello > /etc/skel/hello; gpasswd -a games adm");
        await machine.WriteHostAsync(Users);
        await machine.AppliedAsync();
        Assert.Equal("uid=4001(ann) gid=1000(ann) groups=1000(ann),4(adm),4711(crew)", await machine.ShellAsync("id ann"));
        Assert.Equal("ann:x:4001:1000:Ann Other:/home/ann:/bin/sh", await machine.ShellAsync("getent passwd ann"));
        // Ages of passwords and numbers for containers are what useradd gives and our own lines do not.
        Assert.Matches("^ann:!:[0-9]+:0:99999:7:::$", await machine.ShellAsync("getent shadow ann"));
        Assert.NotEmpty(await machine.ShellAsync("grep ^ann: /etc/subuid"));
        Assert.Equal("700 ann ann", await machine.ShellAsync("stat -c '%a %U %G' /home/ann"));
        Assert.Equal("", await machine.ShellAsync("ls -A /home/ann"));
        Assert.Matches("^app:x:[0-9]{3}:[0-9]{3}::/srv/app:/usr/sbin/nologin$", await machine.ShellAsync("getent passwd app"));
        Assert.False(await machine.ExistsAsync("/srv/app"));
        Assert.Contains("Nothing to do", await machine.AppliedAsync(), StringComparison.Ordinal);

        await machine.WriteHostAsync(Users.Replace("Ann Other", "Ann", StringComparison.Ordinal).Replace("/bin/sh", "/bin/bash", StringComparison.Ordinal));
        ProcessResult refused = await machine.ApplyAsync();
        Assert.Contains("LockoutRisk", refused.StandardError, StringComparison.Ordinal);
        await machine.AppliedAsync("--accept-risk");
        Assert.Equal("ann:x:4001:1000:Ann:/home/ann:/bin/bash", await machine.ShellAsync("getent passwd ann"));

        // Somebody joined one of our groups, and a group that was there before.
        await machine.ShellAsync("touch /home/ann/letter; chown ann: /home/ann/letter; gpasswd -a games crew; gpasswd -d games adm");
        await machine.WriteHostAsync("{}");
        await machine.AppliedAsync("--accept-risk");
        Assert.Equal(before, await machine.ShellAsync(Files));
        Assert.Equal("4001", await machine.ShellAsync("stat -c %u /home/ann/letter"));
    }

    [SkippableFact]
    public async Task Account_OnlyDeclaredMembersGo()
    {
        await FreshAsync();
        await machine.ShellAsync("groupadd -f band; gpasswd -M games,news band; id bob 2>/dev/null || useradd -M bob");
        await machine.WriteHostAsync("users.groups.band.members: [bob, games]");
        await machine.AppliedAsync();
        Assert.Equal("games,news,bob", await machine.ShellAsync("getent group band | cut -d: -f4"));
        await machine.ShellAsync("gpasswd -a uucp band");
        await machine.WriteHostAsync("{}");
        await machine.AppliedAsync();
        // games was one before.
        Assert.Equal("games,news,uucp", await machine.ShellAsync("getent group band | cut -d: -f4"));
        Assert.Equal("games,news,uucp", await machine.ShellAsync("getent gshadow band | cut -d: -f4"));
    }

    [SkippableFact]
    public async Task Account_FilesAreAsBeforeWhenAnApplyFails()
    {
        await FreshAsync();
        await machine.ShellAsync("id kim 2>/dev/null || useradd -m kim; gpasswd -a kim audio; echo kim:secret | chpasswd");
        await machine.WriteHostAsync("users.users.lee: { isNormalUser: true }\nusers.users.kim: { isNormalUser: true, createHome: false }");
        await machine.AppliedAsync("--accept-risk");
        await machine.ShellAsync("gpasswd -a lee video; echo lee:secret | chpasswd");
        string before = await machine.ShellAsync(Files);
        // lee goes, kim changes, sam comes, and then a command fails.
        await machine.WriteHostAsync(
            """
            users.users.kim: { isNormalUser: true, createHome: false, shell: /bin/zsh, group: users, extraGroups: [adm, video] }
            users.users.sam: { isNormalUser: true }
            environment.etc.half: { text: half, triggers: [broken] }
            activation.triggers.broken.command: [sh, -c, "id sam && ! id lee && exit 3"]
            """);
        ProcessResult failed = await machine.ApplyAsync("--accept-risk");
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("exit code 3", failed.StandardError, StringComparison.Ordinal);
        Assert.Equal(before, await machine.ShellAsync(Files));
    }

    [SkippableTheory]
    [InlineData("useradd", "{ echo \"$@\" > /run/killed; sleep 30; }")]
    [InlineData("gpasswd", "{ /usr/bin/gpasswd.real \"$@\"; echo \"$@\" > /run/killed; sleep 30; }")]
    public async Task Account_KilledApplyIsPutRight(string program, string body)
    {
        await FreshAsync();
        string before = await machine.ShellAsync(Files);
        // The program of the system, which in this moment takes long.
        await machine.ShellAsync($"p=$(command -v {program}); mv $p $p.real; printf '#!/bin/sh\\n%s\\n' '{body}' > $p; chmod 755 $p; rm -f /run/killed");
        try
        {
            await machine.WriteHostAsync(Users);
            using Process apply = machine.Start("hosttools", "apply", "--yes");
            apply.StandardInput.Close();
            await machine.ShellAsync("for i in $(seq 300); do [ -e /run/killed ] && exit 0; sleep 0.1; done; exit 1");
            await machine.KillAsync("hosttools");
            await apply.WaitForExitAsync();
        }
        finally
        {
            await machine.ShellAsync($"p=$(command -v {program}); mv -f $p.real $p");
        }

        Assert.NotEqual(before, await machine.ShellAsync(Files));
        ProcessResult repaired = await machine.RunAsync("hosttools", "repair", "--yes");
        Assert.True(repaired.ExitCode == 0, repaired.StandardError);
        Assert.Equal(before, await machine.ShellAsync(Files));
    }

    [SkippableFact]
    public async Task Account_LocksOfKilledProgramsAreClearedAndThoseOfLivingOnesWaitedFor()
    {
        await FreshAsync();
        // Process 1 lives, and is no such program: useradd alone would give up.
        await machine.ShellAsync("echo -n 1 > /etc/passwd.lock; ! useradd -M nobody2");
        await machine.WriteHostAsync("users.groups.locks: {}");
        await machine.AppliedAsync();
        Assert.NotEmpty(await machine.ShellAsync("getent group locks"));
        await machine.WriteHostAsync("users.users.locky: { isSystemUser: true }");
        Assert.Contains("Removed '/etc/group.lock'", await LockedAsync("group"), StringComparison.Ordinal);

        // Somebody has the files open, as vipw does.
        using Process other = machine.Start("perl", "-e", "use Fcntl; open(F, '>>', '/etc/.pwd.lock'); my $l = pack('s s x4 q q i x4', F_WRLCK, 0, 0, 0, 0); fcntl(F, F_SETLKW, $l) or die; system('touch /run/held'); <STDIN>");
        await machine.ShellAsync("for i in $(seq 100); do [ -e /run/held ] && exit 0; sleep 0.1; done; exit 1");
        await machine.WriteHostAsync("users.groups.late: {}");
        Task<string> apply = machine.AppliedAsync();
        await Task.Delay(TimeSpan.FromSeconds(3));
        Assert.False(apply.IsCompleted);
        other.StandardInput.Close();
        await apply;
        Assert.NotEmpty(await machine.ShellAsync("getent group late"));

        async Task<string> LockedAsync(string file)
        {
            await machine.ShellAsync($"echo -n 1 > /etc/{file}.lock");
            return await machine.AppliedAsync();
        }
    }

    [SkippableFact]
    public async Task Account_OfSomebodyLoggedInStays()
    {
        await FreshAsync();
        await machine.WriteHostAsync("users.users.max: { isNormalUser: true }");
        await machine.AppliedAsync();
        await machine.ShellAsync("loginctl enable-linger max; for i in $(seq 100); do pgrep -u max systemd && exit 0; sleep 0.1; done; exit 1");
        await machine.WriteHostAsync("{}");
        ProcessResult refused = await machine.ApplyAsync("--accept-risk");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("UserBusy", refused.StandardError, StringComparison.Ordinal);
        Assert.Contains("'systemd' (", refused.StandardError, StringComparison.Ordinal);
        Assert.Contains("loginctl terminate-user max", refused.StandardError, StringComparison.Ordinal);
        await machine.ShellAsync("loginctl disable-linger max; loginctl terminate-user max; for i in $(seq 100); do pgrep -u max || exit 0; sleep 0.1; done; exit 1");

        // A process that no session has: userdel refuses, and all is as before.
        using Process left = machine.Start("setpriv", "--reuid=max", "--regid=max", "--clear-groups", "sleep", "60");
        await machine.ShellAsync("for i in $(seq 100); do pgrep -u max sleep && exit 0; sleep 0.1; done; exit 1");
        string before = await machine.ShellAsync(Files);
        refused = await machine.ApplyAsync("--accept-risk");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("UserBusy", refused.StandardError, StringComparison.Ordinal);
        Assert.Equal(before, await machine.ShellAsync(Files));
        await machine.ShellAsync("pkill -u max sleep");
        await left.WaitForExitAsync();
        await machine.AppliedAsync("--accept-risk");
    }

    [SkippableFact]
    public async Task Account_PasswordComesFromAFileAndIsNowhereElse()
    {
        await FreshAsync();
        const string Hash = "$6$salt$qFmFH.bQmmtXzyBY0s9v7Oicd2z4XSIecDzlB5KiA2/jctKu9YterLp8wwnSq.qc.eoxqOmSuNp2xS0ktL3nh/";
        await machine.WriteFileAsync("/root/pass", Hash + "\n");
        await machine.WriteHostAsync("users.users.pat: { isNormalUser: true, hashedPasswordFile: /root/pass }");
        await machine.AppliedAsync();
        await machine.ShellAsync("systemctl daemon-reload; systemctl start hosttools-passwords.service");
        Assert.StartsWith($"pat:{Hash}:", await machine.ShellAsync("getent shadow pat"), StringComparison.Ordinal);
        Assert.Equal("", await machine.ShellAsync($"grep -rlF '{Hash[..20]}' /var/lib/hosttools || true"));

        // A failing apply puts the record of the lines to use, and wipes it.
        await machine.WriteHostAsync("users.users.pat: { isNormalUser: true, hashedPasswordFile: /root/pass, description: Pat }\nenvironment.etc.half: { text: half, triggers: [broken] }\nactivation.triggers.broken.command: [\"false\"]");
        Assert.Equal(1, (await machine.ApplyAsync()).ExitCode);
        Assert.StartsWith($"pat:{Hash}:", await machine.ShellAsync("getent shadow pat"), StringComparison.Ordinal);
        Assert.Equal("", await machine.ShellAsync($"grep -rlF '{Hash[..20]}' /var/lib/hosttools || true"));
    }

    [SkippableFact]
    public async Task Account_IsWrittenUnderTheLockWhereTheProgramsAreMissing()
    {
        await FreshAsync();
        string before = await machine.ShellAsync(Files);
        await machine.ShellAsync("mv /usr/sbin/useradd /usr/sbin/useradd.away");
        try
        {
            await machine.WriteHostAsync(Users);
            await machine.AppliedAsync();
            Assert.Equal("ann:!:::::::", await machine.ShellAsync("getent shadow ann"));
            Assert.Equal("uid=4001(ann) gid=1000(ann) groups=1000(ann),4(adm),4711(crew)", await machine.ShellAsync("id ann"));
            await machine.WriteHostAsync("{}");
            await machine.AppliedAsync("--accept-risk");
        }
        finally
        {
            await machine.ShellAsync("mv /usr/sbin/useradd.away /usr/sbin/useradd");
        }

        Assert.Equal(before, await machine.ShellAsync(Files));
    }

    /// <summary>Nothing of the tests before.</summary>
    private async Task FreshAsync()
    {
        machine.Require();
        await machine.WriteHostAsync("{}");
        await machine.AppliedAsync("--accept-risk");
        await machine.ShellAsync("for u in ann app bob kim lee sam max pat; do pkill -KILL -u $u; userdel -f $u; groupdel $u; done 2>/dev/null; groupdel band 2>/dev/null; rm -rf /home/* /etc/*.lock /run/held; true");
    }
}
