using HostTools.Live.Tests.Support;

namespace HostTools.Live.Tests;

/// <summary>Passwords of accounts, from secrets, on a machine that runs.</summary>
public sealed class PasswordTests(LiveMachine machine) : IClassFixture<LiveMachine>
{
    [SkippableFact]
    public async Task Password_ComesFromASecretAndFollowsIt()
    {
        machine.Require();
        await SecretAsync("$6$salt$one");
        await machine.WriteHostAsync(
            """
            secrets.ann: { source.credential: ann, render: false }
            users.users.ann: { isNormalUser: true, hashedPassword: "${{ secret('ann') }}" }
            """);
        string said = await machine.PlanAsync() + await machine.AppliedAsync();
        Assert.Equal("$6$salt$one", await ShadowAsync());
        Assert.Contains("Nothing to do", await machine.AppliedAsync(), StringComparison.Ordinal);

        await SecretAsync("$6$salt$two");
        said += await machine.PlanAsync() + await machine.AppliedAsync();
        Assert.Equal("$6$salt$two", await ShadowAsync());
        Assert.Equal("400 root tmpfs", await machine.ShellAsync("echo $(stat -c '%a %U' /run/hosttools/passwords/ann) $(stat -f -c %T /run/hosttools/passwords/ann)"));
        Assert.Equal("/run/hosttools/passwords/ann", await machine.ShellAsync("grep -rslF 'salt$two' /var/lib/hosttools /etc/hosttools /etc/systemd /run/hosttools /root/tree /tmp || true"));
        Assert.DoesNotContain("$6$", said, StringComparison.Ordinal);

        await machine.RebootAsync();
        Assert.Equal("$6$salt$two", await ShadowAsync());
        Assert.Equal("active", await machine.PropertyAsync("hosttools-passwords.service", "ActiveState"));
    }

    private Task<string> ShadowAsync() => machine.ShellAsync("getent shadow ann | cut -d: -f2");

    private Task<string> SecretAsync(string value) =>
        machine.ShellAsync($"mkdir -p /etc/credstore.encrypted && rm -f /etc/credstore.encrypted/ann && echo '{value}' | systemd-creds encrypt --with-key=host --name=ann - /etc/credstore.encrypted/ann");
}
