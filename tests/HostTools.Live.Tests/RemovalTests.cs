using HostTools.Live.Tests.Support;
using HostTools.Platform;

namespace HostTools.Live.Tests;

/// <summary>A machine that is looked at by a timer, and from which HostTools is removed while it runs.</summary>
public sealed class RemovalTests(LiveMachine machine) : IClassFixture<LiveMachine>
{
    // Not of HostTools: copies that the account tools make, what systemd keeps, and what a session leaves.
    private const string Snapshot =
        "find /etc /home /usr/local /var/lib -path /var/lib/systemd -prune -o ! -name '*-' ! -name .pwd.lock -printf '%p %y %m %u %g %l\\n' | sort; " +
        "find /etc /home /usr/local -type f ! -name '*-' ! -name .pwd.lock -exec sha256sum {} + | sort -k2";

    private const string Host =
        """
        users: [ann]
        imports: [services/drift-check]
        config:
          users.users.ann.isNormalUser: true
          environment.etc.motd: { text: one, collision: backup }
          environment.etc."app/main.conf": { text: "a = 1", mode: "0640" }
          services.driftCheck: { enable: true, program: /opt/hosttools/hosttools, users: [ann] }
          systemd.services.canary: { serviceConfig.ExecStart: /bin/sleep infinity, wantedBy: [multi-user.target] }
        """;

    [SkippableFact]
    public async Task Machine_IsAsBeforeOnceAllIsTakenBack()
    {
        machine.Require();
        await machine.ShellAsync("echo before > /etc/motd; chmod 600 /etc/motd");
        string before = await machine.ShellAsync(Snapshot);
        await WriteAsync();
        await machine.AppliedAsync("--accept-risk");
        Assert.Equal("active", await machine.PropertyAsync("canary.service", "ActiveState"));
        Assert.Equal("ann ann", await machine.ShellAsync("stat -c '%U %G' /home/ann/.rc"));

        await machine.RunAsync("systemctl", "start", "hosttools-drift-check.service");
        Assert.Equal("success", await machine.PropertyAsync("hosttools-drift-check.service", "Result"));
        await machine.ShellAsync("echo by hand >> /home/ann/.rc");
        await machine.RunAsync("systemctl", "start", "hosttools-drift-check.service");
        Assert.Equal("2", await machine.PropertyAsync("hosttools-drift-check.service", "ExecMainStatus"));
        Assert.Contains("/home/ann/.rc", await machine.ShellAsync("journalctl --no-pager -u hosttools-drift-check.service"), StringComparison.Ordinal);
        await machine.AppliedAsync("--accept-risk");
        await machine.ShellAsync("systemctl reset-failed");

        ProcessResult shown = await machine.RunAsync("hosttools", "uninstall", "--what-if");
        Assert.True(shown.ExitCode == 0, shown.StandardError);
        Assert.Contains("/home/ann/.rc", shown.StandardOutput, StringComparison.Ordinal);
        ProcessResult refused = await machine.RunAsync("hosttools", "uninstall", "--yes");
        Assert.Contains("error[LockoutRisk]", refused.StandardError, StringComparison.Ordinal);
        Assert.True(await machine.ExistsAsync("/home/ann/.rc"));
        ProcessResult removed = await machine.RunAsync("hosttools", "uninstall", "--yes", "--accept-risk");

        Assert.True(removed.ExitCode == 0, removed.StandardError);
        Assert.Equal("inactive not-found", await machine.ShellAsync("echo $(systemctl show -P ActiveState canary.service) $(systemctl show -P LoadState canary.service)"));
        Assert.Equal("/home", await machine.ShellAsync("find /home"));
        Assert.Equal(before, await machine.ShellAsync(Snapshot));
        Assert.Contains("keeps no state", (await machine.RunAsync("hosttools", "uninstall", "--yes")).StandardError, StringComparison.Ordinal);
    }

    private Task WriteAsync() => machine.WriteTreeAsync(LiveMachine.Tree,
        ("hosttools.yaml", "{}\n"), ($"hosts/{LiveMachine.Name}/default.yaml", Host), ("users/ann/home.yaml", "config:\n  home.file: { \".rc\": { text: ann } }\n"));
}
