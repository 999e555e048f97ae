using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Models.Tests.Server;
using HostTools.Platform;

namespace HostTools.Models.Tests.Declared;

/// <summary>Root applies a model of a home: with the tokens of that home, read as its user could, and with none of his own.</summary>
public sealed class HomeTokenTests : IDisposable
{
    private const int Ann = 1000;

    private readonly ModelTree _tree = new();
    private readonly TestHub _hub = new TestHub { IsPrivate = true }.With("config.json", "{}");

    public HomeTokenTests()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "acting as somebody else needs root");
        Directory.CreateDirectory(_tree["home/ann"]);
        Root.At(_tree.Root).SetOwner("/home/ann", Ann, Ann);
    }

    public void Dispose()
    {
        _tree.Dispose();
        _hub.Dispose();
    }

    [SkippableFact]
    public async Task Its_token_is_read_in_the_home_and_roots_own_is_not_sent()
    {
        Write("/home/ann/.token", TestHub.Token, Ann);
        Plan plan = await PlanAsync("~/.token");
        Assert.Empty(plan.Errors);
        Assert.Single(plan.Changes);
        Assert.Contains(_hub.Hub.Requests, static request => request.Header("Authorization") == $"Bearer {TestHub.Token}");
        Assert.DoesNotContain(_hub.Hub.Requests, static request => request.Header("Authorization") == "Bearer hf_rootsown");
    }

    [SkippableFact]
    public async Task A_link_to_what_its_user_may_not_read_is_refused()
    {
        Write("/etc/roots", TestHub.Token, 0);
        File.CreateSymbolicLink(_tree["home/ann/.token"], "/etc/roots");
        Assert.Contains("~/.token", Assert.Single((await PlanAsync("~/.token")).Errors).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_hub.Hub.Requests, static request => request.Header("Authorization") is not null);
    }

    [SkippableFact]
    public async Task Without_one_of_its_own_nobody_is_asked_with_roots()
    {
        Assert.Single((await PlanAsync(null)).Errors);
        Assert.NotEmpty(_hub.Hub.Requests);
        Assert.DoesNotContain(_hub.Hub.Requests, static request => request.Header("Authorization") is not null);
    }

    private Task<Plan> PlanAsync(string? tokenFile)
    {
        Target home = Target.Home(Target.Folder(_tree.Root), "ann");
        var provider = new ModelProvider(home, static name => name == "HF_TOKEN" ? "hf_rootsown" : null, new NoSecrets());
        var model = new ModelResource("tiny", _hub.Source) { Store = "/home/ann/models", Views = [new FolderView("/home/ann/models/models", "tiny")], Auth = new ModelAuth(tokenFile) };
        var wanted = new ResourceSet();
        wanted.Add(model);
        return new ActivationSession(home, new SystemClock(), new SystemProcessRunner(), [provider]).PlanAsync(wanted, new PlanContext("den", "hash", null, false, "tester"));
    }

    private void Write(string path, string text, int owner)
    {
        File.WriteAllText(_tree[path[1..]], text);
        Root.At(_tree.Root).SetMode(path, 0x180); // 0600
        Root.At(_tree.Root).SetOwner(path, owner, owner);
    }

    private sealed class NoSecrets : ISecretRenderer
    {
        public Task<SecretRendering> RenderAsync(SecretContent content, CancellationToken token) => throw new InvalidOperationException("There is no secret.");
    }
}
