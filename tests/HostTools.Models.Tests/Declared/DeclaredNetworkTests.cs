using System.Collections.Concurrent;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Models.Tests.Server;
using HostTools.Platform;

namespace HostTools.Models.Tests.Declared;

/// <summary>How servers are asked for declared models: settings, tokens, and what is told meanwhile.</summary>
public sealed class DeclaredNetworkTests : IDisposable
{
    private readonly ModelTree _tree = new();

    public void Dispose() => _tree.Dispose();

    private static string Of(TestHub hub) => $"{{ tiny.source.huggingface: {{ repo: {hub.Repo}, endpoint: \"{hub.Hub.Address.AbsoluteUri}\" }} }}";

    private ModelResource Model(string name) => _tree.Realise().Resources.OfType<ModelResource>().Single(model => model.Name == name);

    [Fact]
    public void What_a_model_says_itself_comes_before_what_is_said_for_all()
    {
        const string All = ", network: { timeout.read: 20s, retry: { maxAttempts: 9, baseDelay: 1s }, stall: { rate: 1MiB, time: 30s }, bandwidth.limit: 50MiB, parallel: { files: 3, segments: 2 }, "
            + "proxy: \"http://proxy.lan:3128\", endpoint: \"https://mirror.lan/hub\", authorityFile: /etc/ca.pem }";
        _tree.Declare("{ one.source.mock: {}, two: { source.mock: {}, network: { offline: true, retry.maxAttempts: 2, timeout: { connect: 5s, read: 1m }, bandwidth.limit: 1MiB, proxy: \"socks5://other.lan:1080\" } } }", All);

        NetworkSettings one = Model("one").Network;
        Assert.Equal(new NetworkSettings
        {
            ReadTimeout = TimeSpan.FromSeconds(20),
            MaxAttempts = 9,
            BaseDelay = TimeSpan.FromSeconds(1),
            StallRate = new ByteSize(1 << 20),
            StallTime = TimeSpan.FromSeconds(30),
            BandwidthLimit = new ByteSize(50 << 20),
            ParallelFiles = 3,
            ParallelSegments = 2,
            Proxy = new Uri("http://proxy.lan:3128"),
            HubEndpoint = new Uri("https://mirror.lan/hub"),
            AuthorityFile = "/etc/ca.pem",
        }, one);
        Assert.Equal(one with
        {
            IsOffline = true,
            MaxAttempts = 2,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            ReadTimeout = TimeSpan.FromMinutes(1),
            BandwidthLimit = new ByteSize(1 << 20),
            Proxy = new Uri("socks5://other.lan:1080"),
        }, Model("two").Network);
    }

    [Fact]
    public void What_nobody_says_is_as_usual()
    {
        _tree.Declare("{ one.source.mock: {} }");
        Assert.Equal(new NetworkSettings(), Model("one").Network);
    }

    [Theory]
    [InlineData("proxy: \"http://me:secret@proxy.lan\"")]
    [InlineData("retry.maxAttempts: 0")]
    [InlineData("timeout.read: -1s")]
    public void What_cannot_be_is_refused_where_it_is_written(string network)
    {
        _tree.Declare("{ one.source.mock: {} }", $", network: {{ {network} }}");
        HostError error = Assert.Single(Assert.Throws<HostToolsException>(_tree.Realise).Errors);
        Assert.EndsWith("default.yaml", error.Origin?.File, StringComparison.Ordinal);
        Assert.Equal(5, error.Origin?.Line);
    }

    [Fact]
    public async Task A_mirror_is_asked_in_place_of_the_hub_and_attempts_are_counted()
    {
        using var hub = new TestHub { Repo = "org/name" };
        hub.With("config.json", "{}");
        int asked = 0;
        hub.Fault = request => request.Path.Contains("/revision/", StringComparison.Ordinal) && Interlocked.Increment(ref asked) > 0 ? WebResponse.Text(503, "busy") : null;
        string mirror = $", network: {{ endpoint: \"{hub.Hub.Address.AbsoluteUri}\", retry: {{ maxAttempts: 2, baseDelay: 1ms }} }}";
        _tree.Declare("{ tiny.source.huggingface.repo: org/name }", mirror);
        Assert.Equal("ModelNotLocked", Assert.Single((await _tree.PlanAsync()).Errors).Id);
        Assert.Equal(2, asked);

        hub.Fault = static _ => null;
        await _tree.ApplyAsync();
        Assert.Equal("{}", File.ReadAllText(_tree["var/lib/ai-models/models/tiny/config.json"]));
        // The lock file says which model it is, wherever it came from.
        Assert.DoesNotContain("127.0.0.1", _tree.LockText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_is_a_secret_goes_to_its_server_and_nowhere_else()
    {
        using var hub = new TestHub { IsPrivate = true };
        hub.With("config.json", "{}").With("model.safetensors", new TestContent(200_000, 3).ToArray());
        string file = _tree.Keep("token", TestHub.Token + "\n");
        _tree.Declare(Of(hub), ", auth.token: \"${{ secret('hub') }}\"", $"  secrets.hub: {{ source.file: {file}, render: false }}\n");

        Plan plan = await _tree.PlanAsync();
        Assert.Empty(plan.Errors);
        string saved = _tree["saved.plan"];
        await plan.SaveAsync(saved);
        await _tree.Session().ApplyAsync(plan);
        Assert.True(File.Exists(_tree["var/lib/ai-models/models/tiny/model.safetensors"]));
        Assert.All(hub.Hub.Requests, static request => Assert.Equal($"Bearer {TestHub.Token}", request.Header("Authorization")));
        Assert.All(hub.Storage.Requests, static request => Assert.Null(request.Header("Authorization")));
        Assert.All(_tree.Everything().Append(saved), static path => Assert.DoesNotContain(TestHub.Token, File.ReadAllText(path), StringComparison.Ordinal));
        Assert.Empty((await _tree.PlanAsync()).Changes);

        // What is here needs no token: a generation comes back where nobody can open it.
        File.Delete(file);
        ActivationSession session = _tree.Session();
        Directory.Delete(_tree["var/cache/huggingface"], recursive: true);
        await session.ApplyAsync(await session.PlanRestoreAsync(1, "tester"));
        Assert.True(Directory.Exists(_tree["var/cache/huggingface/hub/models--org--name"]));
    }

    [Fact]
    public async Task A_model_that_says_itself_where_its_token_is_does_not_get_that_of_all()
    {
        using var hub = new TestHub { IsPrivate = true };
        hub.With("config.json", "{}");
        string right = _tree.Keep("right", TestHub.Token);
        string wrong = _tree.Keep("wrong", "hf_wrong");
        _tree.Declare(
            $"{{ tiny: {{ source.huggingface: {{ repo: {hub.Repo}, endpoint: \"{hub.Hub.Address.AbsoluteUri}\" }}, auth.tokenFile: {right} }} }}",
            ", auth.token: \"${{ secret('hub') }}\"", $"  secrets.hub: {{ source.file: {wrong}, render: false }}\n");
        Assert.Empty((await _tree.PlanAsync()).Errors);
    }

    [Fact]
    public async Task A_secret_that_cannot_be_had_is_named_with_its_place()
    {
        using var hub = new TestHub { IsPrivate = true };
        _tree.Declare(Of(hub), ", auth.token: \"${{ secret('hub') }}\"", "  secrets.hub: { source.file: /nowhere/token, render: false }\n");
        HostError error = Assert.Single((await _tree.PlanAsync()).Errors);
        Assert.Contains("'hub'", error.Message, StringComparison.Ordinal);
        Assert.Contains("/nowhere/token", error.Message, StringComparison.Ordinal);
        Assert.Empty(hub.Hub.Requests);

        _tree.Declare(Of(hub), ", auth.token: \"${{ secret('hub') }}\"");
        Assert.Equal("SecretUnknown", Assert.Single(Assert.Throws<HostToolsException>(_tree.Realise).Errors).Id);
    }

    [Fact]
    public void State_from_elsewhere_names_no_file_of_this_machine_as_a_token()
    {
        string file = _tree.Keep("token", TestHub.Token);
        _tree.Declare("{ tiny: { source.mock: {}, auth.tokenFile: /etc/shadow } }", ", auth.token: \"${{ secret('hub') }}\"", $"  secrets.hub: {{ source.file: {file}, render: false }}\n");
        var elsewhere = Assert.IsType<ModelResource>((Model("tiny") with { Token = new SecretContent([new SecretPart(null, "x")], [new SecretSource("x", "file", file)]) }).FromElsewhere());
        Assert.Null(elsewhere.Token);
        Assert.Equal(new ModelAuth(), elsewhere.Auth);
    }

    [Fact]
    public async Task An_apply_tells_bytes_rate_and_time_while_it_fetches()
    {
        using var hub = new TestHub();
        hub.With("model.safetensors", new TestContent(3 << 20, 5).ToArray());
        _tree.Declare(Of(hub));
        var told = new Told();
        await _tree.ApplyAsync(told);
        ApplyProgress last = told.All.Last(static progress => progress.Step.StartsWith("Fetching the model 'tiny': ", StringComparison.Ordinal));
        Assert.Contains("3.0 MiB of 3.0 MiB, ", last.Step, StringComparison.Ordinal);
        Assert.Contains(" MiB/s", last.Step, StringComparison.Ordinal);
        Assert.Equal((100, new ResourceId("model", "tiny")), (last.Percent, last.Resource));
    }

    private sealed class Told : IProgress<ApplyProgress>
    {
        public ConcurrentQueue<ApplyProgress> All { get; } = new();

        public void Report(ApplyProgress value) => All.Enqueue(value);
    }
}
