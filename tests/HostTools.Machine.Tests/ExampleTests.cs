using System.Text;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Machine.Packages;
using HostTools.Platform;

namespace HostTools.Machine.Tests;

/// <summary>Every host of the example tree, taken the whole way and back.</summary>
public sealed class ExampleTests : IDisposable
{
    private const string StateFolder = "var/lib/hosttools";

    // What a distribution has before anybody configures it, some of it in the way of the hosts.
    private static readonly (string File, string Text)[] s_distribution =
    [
        ("etc/passwd", "root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n"),
        ("etc/group", "root:x:0:\nsudo:x:27:\nwheel:x:998:\nusers:x:100:\nnogroup:x:65534:\n"),
        ("etc/shadow", "root:*:19000:0:99999:7:::\nnobody:*:19000:0:99999:7:::\n"),
        ("etc/gshadow", "root:*::\nsudo:*::\nwheel:*::\nusers:*::\nnogroup:*::\n"),
        ("etc/issue", "Linux \\r\n"),
        ("etc/wsl.conf", "# Written by Docker Desktop.\n[network]\ngenerateHosts = true\nhostname=old ; mine\n"),
        ("etc/ssh/sshd_config", "PermitRootLogin yes\n"),
        ("etc/default/keyboard", "XKBLAYOUT=\"us\"\n"),
        ("var/lib/dpkg/status", string.Empty),
        ("boot/.keep", string.Empty),
        ("home/.keep", string.Empty),
        ("usr/local/bin/.keep", string.Empty),
    ];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Hosts => [.. ConfigurationTree.Open(Trees.Homelab, []).HostNames()];

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task Host_GoesTheWholeWayAndBack(string host)
    {
        foreach ((string file, string text) in s_distribution)
            _folder.Write(file, text);
        Dictionary<string, string> before = Entries();
        var target = Target.Folder(_folder.Path);
        var session = new ActivationSession(target, new SystemClock(), new SystemProcessRunner(), new BaseFeature(LibraryLocator.Find()).Providers(target));
        var context = new PlanContext(host, new string('a', 64), null, false, "ann");
        ResourceSet wanted = Trees.HomelabHost(host).Set;

        Plan plan = await session.PlanAsync(wanted, context);
        Assert.True(plan.CanApply, string.Join('\n', plan.ToLines()));
        await session.ApplyAsync(plan);
        Assert.NotEqual(before, Entries());
        Assert.False((await session.PlanAsync(wanted, context)).HasChanges);
        Assert.Empty(await session.DriftAsync());

        await session.ApplyAsync(await session.PlanAsync(new ResourceSet(), context));
        // What was only begun for the user is the user's and stays.
        foreach (FileResource seed in wanted.Resources.OfType<FileResource>().Where(static file => file.Ownership == FileOwnership.Seed))
            File.Delete(_folder.Path + seed.Path);
        Assert.Equal(before, Entries());
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task HostWithItsHomes_GoesTheWholeWayAndBack(string host)
    {
        foreach ((string file, string text) in s_distribution)
            _folder.Write(file, text);
        Dictionary<string, string> before = Entries();
        using var state = new TemporaryFolder();
        foreach (string folder in OperatingSystem.IsWindows() ? [] : (string[])[_folder.Path, state.Path])
            File.SetUnixFileMode(folder, (UnixFileMode)0x1ED); // With root rights a home is looked at as its user, who has to get there.
        (HostConfig config, ResourceSet machine) = Trees.HomelabHost(host);
        var homes = config.Meta.Users.ToDictionary(static user => user, user => Trees.RealiseHome(config, user).Set);

        await ApplyAsync(machine, homes);
        foreach (FileResource file in homes.Values.SelectMany(static home => home.Resources).OfType<FileResource>())
            Assert.True(File.Exists(_folder.Path + file.Path), file.Path);
        Assert.All(await PlansAsync(machine, homes), static member => Assert.False(member.Plan.HasChanges, string.Join('\n', member.Plan.ToLines())));
        foreach ((ActivationSession session, _) in await PlansAsync(machine, homes))
            Assert.Empty(await session.DriftAsync());

        await ApplyAsync(machine, homes.Keys.ToDictionary(static user => user, static _ => new ResourceSet()));
        await ApplyAsync(new ResourceSet(), []);
        foreach (FileResource seed in homes.Values.Prepend(machine).SelectMany(static set => set.Resources).OfType<FileResource>().Where(static file => file.Ownership == FileOwnership.Seed))
            File.Delete(_folder.Path + seed.Path);
        Assert.Equal(before, Entries());

        async Task ApplyAsync(ResourceSet wanted, Dictionary<string, ResourceSet> wantedHomes)
        {
            (ActivationSession Session, Plan Plan)[] members = await PlansAsync(wanted, wantedHomes);
            Assert.All(members, static member => Assert.True(member.Plan.CanApply, string.Join('\n', member.Plan.ToLines())));
            await new GroupApply(members[0].Session, members).ApplyAsync();
        }

        async Task<(ActivationSession Session, Plan Plan)[]> PlansAsync(ResourceSet wanted, Dictionary<string, ResourceSet> wantedHomes)
        {
            var context = new PlanContext(host, new string('a', 64), null, false, "ann");
            ActivationSession session = Open(Target.Folder(_folder.Path, state.Path));
            List<(ActivationSession Session, Plan Plan)> members = [(session, await session.PlanAsync(wanted, context))];
            foreach ((string user, ResourceSet home) in wantedHomes)
            {
                ActivationSession own = Open(Target.Home(session.Target, user, HomeDirectory.Of(config.Home(user)!), HomeDirectory.Planned(members[0].Plan, wanted, user)));
                members.Add((own, await own.PlanAsync(home, context)));
            }

            return [.. members];
        }

        static ActivationSession Open(Target target) => new(target, new SystemClock(), new SystemProcessRunner(), new BaseFeature(LibraryLocator.Find()).Providers(target));
    }

    [Fact]
    public void EveryHost_IsExplainedInTheReadme()
    {
        string readme = File.ReadAllText(Path.Combine(Trees.Homelab, "README.md"));
        foreach (string host in ConfigurationTree.Open(Trees.Homelab, []).HostNames())
            Assert.Contains($"| `{host}` |", readme, StringComparison.Ordinal);
    }

    [Fact]
    public void PackageGroups_ComeFromTheEnvironmentAndTheHost()
    {
        static string[] Packages(string host, string? groups, params (string Name, string Value)[] parameters)
        {
            HostConfig config = HostEvaluator.Evaluate(
                ConfigurationTree.Open(Trees.Homelab, [LibraryLocator.Find()]),
                new EvaluationRequest(host)
                {
                    Environment = name => name == "HOMELAB_PACKAGES" ? groups : null,
                    Parameters = parameters.ToDictionary(static p => p.Name, static p => p.Value),
                }).Require();
            var set = new ResourceSet();
            new BaseFeature(LibraryLocator.Find()).Realise(config, set);
            return [.. set.Resources.OfType<PackageResource>().Select(static package => package.Name)];
        }

        string[] essential = Packages("toaster", null);
        Assert.Contains("tmux", essential);
        Assert.DoesNotContain("kubectl", essential);
        Assert.Equal(essential, Packages("toaster", string.Empty));
        Assert.Equal(["argocd", "helm", "k9s", "kind", "kubectl", "vcluster"], Packages("toaster", "kubernetes").Except(essential).Order(StringComparer.Ordinal));
        Assert.Contains("glow", Packages("toaster", " extras, kubernetes "));
        Assert.Superset(new HashSet<string> { "kubectl", "gh", "btop" }, Packages("toaster", "full").ToHashSet());
        // The command line beats the environment; what the host adds stays.
        Assert.Equal(essential, Packages("toaster", "full", ("packages", "essential")));
        Assert.Contains("kubectl", Packages("devbox-wsl", "essential"));
        HostToolsException refused = Assert.Throws<HostToolsException>(() => Packages("toaster", "esential"));
        Assert.Contains("'esential' in modules.system.packages.groups is no group. There are essential, kubernetes, development, extras, and full", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>All there is outside the state, by path: type, permission bits and content.</summary>
    private Dictionary<string, string> Entries() =>
        new DirectoryInfo(_folder.Path).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .Select(entry => (Path: Path.GetRelativePath(_folder.Path, entry.FullName), Entry: entry))
            .Where(static pair => !pair.Path.StartsWith(StateFolder, StringComparison.Ordinal))
            .ToDictionary(static pair => pair.Path, static pair => pair.Entry switch
            {
                { LinkTarget: { } link } => $"-> {link}",
                DirectoryInfo folder => $"directory {folder.UnixFileMode}",
                _ => $"{pair.Entry.UnixFileMode}\n{Encoding.UTF8.GetString(File.ReadAllBytes(pair.Entry.FullName))}",
            });
}
