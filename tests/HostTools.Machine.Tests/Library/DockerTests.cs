using HostTools.Activation.Resources;
using HostTools.Configuration;

namespace HostTools.Machine.Tests.Library;

public sealed class DockerTests
{
    private static string Yaml(string docker) => $"imports: [virtualization/docker]\nconfig:\n  virtualisation.docker: {{ enable: true, {docker} }}\n";

    [Fact]
    public void Enabled_WritesTheDaemonsFileAndAddsToItsUnit()
    {
        Realised host = Trees.Realise(Yaml("storageDriver: btrfs, daemon.settings: { data-root: /srv/docker, max-concurrent-downloads: 6, log-driver: local }"));
        Assert.Equal(
            """
            {
              "data-root": "/srv/docker",
              "live-restore": true,
              "log-driver": "local",
              "max-concurrent-downloads": 6,
              "storage-driver": "btrfs"
            }

            """,
            host.Text("/etc/docker/daemon.json"));
        Assert.Contains("After=network-online.target\n", host.Text("/etc/systemd/system/docker.service.d/hosttools.conf"), StringComparison.Ordinal);
        Assert.Equal("/usr/lib/systemd/system/docker.service", host.Link("/etc/systemd/system/multi-user.target.wants/docker.service"));
        Assert.DoesNotContain(host.Set.Resources, static resource => resource.Id.Kind is "group" or "member");
    }

    [Fact]
    public void OnDemand_IsNotEnabled() => Assert.Empty(Trees.Realise(Yaml("enableOnBoot: false")).Links);

    [Fact]
    public void Users_BecomeMembersOfTheGroup()
    {
        Realised host = Trees.Realise(Yaml("users: [ann, bob, ann]"));
        Assert.Equal(["docker:ann", "docker:bob"], host.Set.Resources.Where(static r => r.Id.Kind == "member").Select(static r => r.Id.Key));
        Resource ann = host.Set.Resources.Single(static r => r.Id.Key == "docker:ann");
        // Asked for twice.
        Assert.Equal(["hosts/den/default.yaml:5:50", "hosts/den/default.yaml:5:60"], ann.Origins.Select(static place => place.ToString()));
    }

    [Fact]
    public void Proxy_IsForTheDaemonOnly()
    {
        string dropIn = Trees.Realise(Yaml("proxy: { http: \"http://proxy:3128/%20\", exceptions: [localhost, .lan] }")).Text("/etc/systemd/system/docker.service.d/hosttools.conf");
        Assert.Contains("Environment=\"HTTP_PROXY=http://proxy:3128/%%20\"\nEnvironment=\"NO_PROXY=localhost,.lan\"\n", dropIn, StringComparison.Ordinal);
        Assert.DoesNotContain("HTTPS_PROXY", dropIn, StringComparison.Ordinal);
    }

    [Fact]
    public void AutoPrune_IsATimer()
    {
        Realised host = Trees.Realise(Yaml("autoPrune: { enable: true, dates: daily, flags: [--all, --volumes] }"));
        Assert.Contains("ExecStart=/usr/bin/docker system prune --force --all --volumes\n", host.Text("/etc/systemd/system/docker-prune.service"), StringComparison.Ordinal);
        Assert.Contains("OnCalendar=daily\n", host.Text("/etc/systemd/system/docker-prune.timer"), StringComparison.Ordinal);
    }

    [Fact]
    public void HostsWithCertificates_Warn()
    {
        HostEvaluation evaluation = Trees.Evaluate(Yaml("daemon.settings: { hosts: [\"tcp://0.0.0.0:2376\"], tlsverify: true }"));
        Assert.Empty(evaluation.Errors);
        Assert.Contains("refuses to start", Assert.Single(evaluation.Warnings).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("daemon.settings: { hosts: [\"tcp://0.0.0.0:2375\"] }", "opens the daemon to the network without certificates")]
    [InlineData("storageDriver: aufs", "'overlay2'")]
    [InlineData("users: [\"a b\"]", "hosts/den/default.yaml:5:50: 'virtualisation.docker.users[0]'")]
    [InlineData("enableOnBoot: no", "Write false.")]
    public void Mistake_IsNamed(string docker, string expected) =>
        Assert.Contains(expected, Trees.Errors(Yaml(docker)), StringComparison.Ordinal);
}
