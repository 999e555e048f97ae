using HostTools.Live.Tests.Support;

namespace HostTools.Live.Tests;

/// <summary>Secrets on a machine that runs, from the credentials of its own systemd.</summary>
public sealed class SecretTests(LiveMachine machine) : IClassFixture<LiveMachine>
{
    private const string Host =
        """
        secrets.db: { source.credential: db, owner: daemon, restartUnits: [canary.service] }
        environment.etc."canary.conf".text: "password=${{ secret('db') }}"
        systemd.services.canary: { serviceConfig.ExecStart: /bin/sleep infinity, wantedBy: [multi-user.target] }
        activation.secretsAtStart: { enable: true, program: /opt/hosttools/hosttools }
        """;

    [SkippableFact]
    public async Task Machine_HasThemInMemoryForTheirReadersAlone()
    {
        machine.Require();
        await EncryptAsync("CaNaRy-1");
        await machine.WriteHostAsync(Host);
        string said = await machine.PlanAsync() + await machine.AppliedAsync();

        Assert.Equal("CaNaRy-1", await machine.ReadFileAsync("/run/hosttools/secrets/db"));
        Assert.Equal("400 daemon tmpfs", await machine.ShellAsync("echo $(stat -c '%a %U' /run/hosttools/secrets/db) $(stat -f -c %T /run/hosttools/secrets/db)"));
        Assert.Equal("711 root", await machine.ShellAsync("stat -c '%a %U' /run/hosttools/secrets"));
        Assert.Equal("password=CaNaRy-1\n", await machine.ReadFileAsync("/etc/canary.conf"));
        Assert.Equal("400 root", await machine.ShellAsync("stat -c '%a %U' /etc/canary.conf"));
        Assert.Contains("Nothing to do", await machine.AppliedAsync(), StringComparison.Ordinal);

        await machine.ShellAsync("systemctl start canary.service");
        string before = await machine.PropertyAsync("canary.service", "MainPID");
        await EncryptAsync("CaNaRy-2");
        said += await machine.PlanAsync() + await machine.AppliedAsync();
        Assert.Equal("password=CaNaRy-2\n", await machine.ReadFileAsync("/etc/canary.conf"));
        Assert.Equal("active", await machine.PropertyAsync("canary.service", "ActiveState"));
        Assert.NotEqual(before, await machine.PropertyAsync("canary.service", "MainPID"));

        Assert.Equal("/etc/canary.conf\n/run/hosttools/secrets/db", await machine.ShellAsync("grep -rslE 'CaNaRy|Q2FOYVJ5' /var/lib/hosttools /etc /run/hosttools /root/tree /tmp | sort"));
        Assert.Equal("0", await machine.ShellAsync("journalctl --no-pager | grep -cE 'CaNaRy-|Q2FOYVJ5' || true"));
        Assert.DoesNotContain("CaNaRy", said, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Machine_GetsThemAgainWhenItStarts()
    {
        machine.Require();
        await EncryptAsync("CaNaRy-3");
        await machine.WriteHostAsync(Host);
        await machine.AppliedAsync();
        // Without the tree: the generation has all that is needed.
        await machine.ShellAsync("mv /root/tree /root/away");
        await machine.RebootAsync();

        Assert.Equal("success", await machine.PropertyAsync("hosttools-secrets.service", "Result"));
        Assert.Equal("CaNaRy-3", await machine.ReadFileAsync("/run/hosttools/secrets/db"));
        Assert.Equal("400 daemon 711 root", await machine.ShellAsync("echo $(stat -c '%a %U' /run/hosttools/secrets/db /run/hosttools/secrets)"));
        Assert.Equal("hosttools-secrets.service", await machine.ShellAsync("systemctl show -P After canary.service | tr ' ' '\\n' | grep hosttools"));
        Assert.Equal(0, (await machine.RunAsync("hosttools", "status")).ExitCode);
        await machine.ShellAsync("mv /root/away /root/tree");
        Assert.Contains("Nothing to do", await machine.AppliedAsync(), StringComparison.Ordinal);
    }

    private Task<string> EncryptAsync(string value) =>
        machine.ShellAsync($"mkdir -p /etc/credstore.encrypted && rm -f /etc/credstore.encrypted/db && echo '{value}' | systemd-creds encrypt --with-key=host --name=db - /etc/credstore.encrypted/db");
}
