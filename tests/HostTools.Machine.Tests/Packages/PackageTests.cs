using HostTools.Activation;
using HostTools.Configuration;
using HostTools.Machine.Packages;
using HostTools.Machine.Tests.Accounts;

namespace HostTools.Machine.Tests.Packages;

/// <summary>Neutral names, what they stand for on each distribution, and where they were asked for.</summary>
public sealed class PackageTests : IDisposable
{
    private static readonly string[] s_asked = ["fd", "libvirt", "docker"];

    private readonly AccountFolder _root = new();

    [Theory]
    [InlineData("debian", "fd-find", "libvirt-daemon-system libvirt-clients", "docker.io")]
    [InlineData("ubuntu", "fd-find", "libvirt-daemon-system libvirt-clients", "docker.io")]
    [InlineData("fedora", "fd-find", "libvirt", "moby-engine")]
    [InlineData("arch", "fd", "libvirt", "docker")]
    [InlineData("suse", "fd", "libvirt", "docker")]
    [InlineData("alpine", "fd", "libvirt-daemon libvirt-client", "docker")]
    public void Name_IsTheDistributions(string distribution, params string[] expected)
    {
        Dictionary<string, PackageResource> packages = Packages(
            $"config: {{ system.distribution: {distribution}, environment.systemPackages: [fd, libvirt, docker, made-up] }}");
        Assert.Equal(expected, s_asked.Select(name => string.Join(' ', packages[name].Names!))); // The distribution is known.
        Assert.Equal(["made-up"], packages["made-up"].Names);
        Assert.All(packages.Values, package => Assert.Equal(distribution, package.Distribution));
    }

    [Fact]
    public void Ubuntu_FollowsDebianWhereItIsNotNamed()
    {
        Dictionary<string, PackageResource> packages = Packages("config: { system.distribution: ubuntu, environment.systemPackages: [which, docker-compose, kubectl] }");
        Assert.Equal(["debianutils"], packages["which"].Names);
        Assert.Equal(["docker-compose-v2"], packages["docker-compose"].Names);
        Assert.Equal([], packages["kubectl"].Names!); // The distribution is known.
    }

    [Fact]
    public void Windows_WantsTheIdentifiersOfWinget()
    {
        HostConfig config = Trees.EvaluateOn("x86_64-windows", "config: { environment.systemPackages: [git, tmux, Valve.Steam] }").Require();
        Assert.True(config.TryGet(out object? names, "environment", "nativePackages"));
        var native = (ConfigMap)names!; // TryGet said so.
        Assert.Equal(["Git.Git"], Entry.TextsOf(native["git"]));
        Assert.Empty(Entry.TextsOf(native["tmux"]));
        Assert.Equal(["Valve.Steam"], Entry.TextsOf(native["Valve.Steam"]));
    }

    [Fact]
    public async Task Plan_SaysBothNamesAndWarnsOfWhatThereIsNot()
    {
        const string host = "config:\n  system.distribution: debian\n  environment.systemPackages: [git, fd,\n    helm]\n";
        Plan plan = await _root.PlanAsync(host);
        Assert.Equal(
            [". leave package fd (is recorded: fd-find on debian)", ". leave package git (is recorded)", ". leave package helm (is recorded: debian has none)"],
            plan.Changes.Select(static change => change.Summary));
        Assert.Equal("hosts/den/default.yaml:6:5", Assert.Single(plan.Changes, static change => change.Path == "helm").Origins[0].ToString());
        PlanWarning warning = Assert.Single(plan.Warnings, static warning => warning.Message.Contains("has no package", StringComparison.Ordinal));
        Assert.Equal(
            "hosts/den/default.yaml:6:5: debian has no package for 'helm'. Leave it out, or say what it is called once it can be had: environment.packageNames.helm.debian: NAME.",
            warning.ToString());

        await _root.Session.ApplyAsync(plan);
        Assert.False((await _root.PlanAsync(host)).HasChanges);
        string manifest = File.ReadAllText(Directory.EnumerateFiles(_root.Root, "manifest.json", SearchOption.AllDirectories).Single());
        Assert.Contains("\"fd-find\"", manifest, StringComparison.Ordinal);

        // Another name is another wish.
        PlanChange change = Assert.Single((await _root.PlanAsync(host + "  environment.packageNames.helm.debian: helm\n")).Changes);
        Assert.Equal(". leave package helm (is recorded)", change.Summary);
    }

    [Fact]
    public async Task Distribution_ThatNobodyNames_LeavesTheNeutralName()
    {
        Plan plan = await _root.PlanAsync("config: { environment.systemPackages: [fd, helm] }");
        Assert.All(plan.Changes, static change => Assert.Equal("is recorded", change.Reason));
        Assert.DoesNotContain(plan.Warnings, static warning => warning.Message.Contains("has no package", StringComparison.Ordinal));
    }

    [Fact]
    public void UsersNames_WinOverTheLibrarys()
    {
        Dictionary<string, PackageResource> packages = Packages(
            """
            config:
              system.distribution: ubuntu
              environment.systemPackages: [fd, own, kubectl]
              environment.packageNames:
                fd.debian: my-fd
                own: { ubuntu: [own-a, own-b] }
                kubectl.ubuntu: kubectl
            """);
        Assert.Equal(["my-fd"], packages["fd"].Names);
        Assert.Equal(["own-a", "own-b"], packages["own"].Names);
        Assert.Equal(["kubectl"], packages["kubectl"].Names);
    }

    [Fact]
    public void Distribution_ThatIsNone_IsNamed() =>
        Assert.Contains(
            "environment.packageNames.fd names debain; there are alpine, arch, debian,",
            Trees.Errors("config: { environment.packageNames.fd: { debain: fd-find } }"), StringComparison.Ordinal);

    [Fact]
    public void EveryPlaceThatAsks_IsNamed()
    {
        Dictionary<string, PackageResource> packages = Packages(
            """
            imports: [system/packages]
            config:
              modules.system.packages.define.mine: [git, bat]
              modules.system.packages.groups: [mine]
              modules.system.packages.extra: [git]
              environment.systemPackages: [git]
            """);
        Assert.Equal(
            ["hosts/den/default.yaml:5:41", "hosts/den/default.yaml:7:35", "hosts/den/default.yaml:8:32"],
            packages["git"].Origins.Where(static place => place.File.StartsWith("hosts/", StringComparison.Ordinal)).Select(static place => place.ToString()).Order(StringComparer.Ordinal));
        Assert.StartsWith("library/system/packages.yaml:", packages["git"].Origins[^1].ToString(), StringComparison.Ordinal);
        Assert.Equal("hosts/den/default.yaml:5:46", packages["bat"].Origins[0].ToString());
        Assert.StartsWith("library/system/packages.yaml:", packages["tmux"].Origins.Single().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Exclusion_HoldsForGroupsAndExtra()
    {
        Dictionary<string, PackageResource> packages = Packages(
            "imports: [system/packages]\nconfig: { modules.system.packages: { extra: [cowsay, fortune], exclude: [vim, cowsay] } }");
        Assert.Contains("fortune", packages.Keys);
        Assert.Contains("tmux", packages.Keys);
        Assert.DoesNotContain("vim", packages.Keys);
        Assert.DoesNotContain("cowsay", packages.Keys);
    }

    public void Dispose() => _root.Dispose();

    private static Dictionary<string, PackageResource> Packages(string yaml) =>
        Trees.Realise(yaml).Set.Resources.OfType<PackageResource>().ToDictionary(static package => package.Name);
}
