using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Models.Tests.Server;
using HostTools.Platform;

namespace HostTools.Models.Tests.Declared;

public sealed class DeclaredModelTests : IDisposable
{
    private const string Hub = "var/cache/huggingface/hub/models--test-org--test-model";
    private static readonly string s_zeros = new('0', 40);
    private static readonly string s_ones = new('1', 40);

    private readonly ModelTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task A_declared_model_is_planned_applied_and_then_there_is_nothing_to_do()
    {
        _tree.Declare("{ tiny.source.mock: { files: [config.json, model.safetensors] } }");
        Plan plan = await _tree.PlanAsync();
        Assert.Contains("bytes to download", ModelTree.ModelIn(plan, "tiny").Reason, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_tree["var/lib/ai-models"]));

        await _tree.Session().ApplyAsync(plan);
        Assert.Contains("mock", File.ReadAllText(_tree["var/lib/ai-models/models/tiny/config.json"]), StringComparison.Ordinal);
        Assert.Equal(s_zeros, File.ReadAllText(_tree[Hub + "/refs/main"]));
        Assert.True(File.Exists(_tree[$"{Hub}/snapshots/{s_zeros}/model.safetensors"]));
        LockedModel locked = ModelLocks.Read(_tree.LockFile).Models["tiny"];
        Assert.Equal((s_zeros, 2), (locked.Version, locked.Files.Count));
        Assert.Empty((await _tree.PlanAsync()).Changes);
        Assert.Empty(await _tree.Session().DriftAsync());
        Assert.Contains("HF_HUB_CACHE=\"/var/cache/huggingface/hub\"", File.ReadAllText(_tree["etc/environment.d/60-hosttools.conf"]), StringComparison.Ordinal);
        Assert.Empty(new StorePins(Store()).All);
        Assert.Empty(Directory.GetFiles(_tree["var/lib/ai-models/claims"]));
    }

    private ModelStore Store() => ModelStore.At(_tree["var/lib/ai-models"]);

    [Fact]
    public async Task A_model_moves_comes_back_with_its_generation_and_goes_when_it_is_no_longer_declared()
    {
        _tree.Declare("{ tiny.source.mock: {} }");
        await _tree.ApplyAsync();
        _tree.Declare($"{{ tiny.source.mock.commitSha: \"{s_ones}\" }}");
        Assert.Contains("000000000000 becomes 111111111111", ModelTree.ModelIn(await _tree.PlanAsync(), "tiny").Reason, StringComparison.Ordinal);
        await _tree.ApplyAsync();
        Assert.Equal(s_ones, File.ReadAllText(_tree[Hub + "/refs/main"]));

        ActivationSession session = _tree.Session();
        await session.ApplyAsync(await session.PlanRestoreAsync(1, "tester"));
        Assert.Equal(s_zeros, File.ReadAllText(_tree[Hub + "/refs/main"]));
        Assert.True(File.Exists(_tree["var/lib/ai-models/models/tiny/config.json"]));

        _tree.Declare("{}");
        Assert.Equal(ChangeAction.Remove, ModelTree.ModelIn(await _tree.PlanAsync(), "tiny").Action);
        await _tree.ApplyAsync();
        Assert.False(Directory.Exists(_tree[Hub]));
        Assert.False(Path.Exists(_tree["var/lib/ai-models/models/tiny"]));
        Assert.NotEmpty(Store().Blobs());
        Assert.Equal(2, new StoreCollector(Store(), new SystemClock()).Find([]).Snapshots.Count);
    }

    [Fact]
    public async Task What_was_changed_by_hand_is_seen_and_put_right()
    {
        _tree.Declare("{ tiny.source.mock: {} }");
        await _tree.ApplyAsync();
        File.Delete(_tree[Hub + "/refs/main"]);

        Drift drift = Assert.Single(await _tree.Session().DriftAsync());
        Assert.Equal("links are not as they were made", drift.Detail[4..]);
        await _tree.ApplyAsync();
        Assert.Equal(s_zeros, File.ReadAllText(_tree[Hub + "/refs/main"]));
    }

    [Fact]
    public async Task What_is_there_is_checked_again_when_it_is_to_be_checked_in_another_way()
    {
        _tree.Declare("{ tiny.source.mock: {} }");
        await _tree.ApplyAsync();
        _tree.Declare($"{{ tiny: {{ source.mock: {{}}, hash: \"{ContentHash.Of("x"u8).Sri}\" }} }}");
        Assert.Equal("HashMismatch", Assert.Single((await Assert.ThrowsAsync<HostToolsException>(() => _tree.ApplyAsync())).Errors).Id);
        Assert.True(File.Exists(_tree["var/lib/ai-models/models/tiny/config.json"]));

        _tree.Declare("{ tiny: { source.mock: {}, validation.preset: strict } }");
        Assert.Equal("is checked in another way from now on", Assert.Single((await _tree.PlanAsync()).Changes).Reason);
        await _tree.ApplyAsync();
        Assert.Empty((await _tree.PlanAsync()).Changes);
    }

    [Fact]
    public async Task A_preset_s_validators_decide_whether_it_becomes_visible()
    {
        _tree.Declare("{ tiny: { source.mock: { files: [config.json, tool.py] }, validation.preset: strict } }");
        HostError refused = Assert.Single((await Assert.ThrowsAsync<HostToolsException>(() => _tree.ApplyAsync())).Errors);
        Assert.Equal("ModelRefused", refused.Id);
        Assert.Contains("noPythonCode", refused.Message, StringComparison.Ordinal);
        Assert.False(Path.Exists(_tree["var/lib/ai-models/models/tiny"]));

        _tree.Declare("{ tiny: { source.mock: { files: [config.json, tool.py] } } }");
        await _tree.ApplyAsync();
        Assert.True(File.Exists(_tree["var/lib/ai-models/models/tiny/tool.py"]));
    }

    [Fact]
    public async Task Two_models_that_want_to_be_one_name_are_found_before_anything_is_fetched()
    {
        _tree.Declare($"{{ one.source.mock: {{}}, two.source.mock.commitSha: \"{s_ones}\" }}");
        HostError error = Assert.Single((await _tree.PlanAsync()).Errors);
        Assert.Equal(("ViewContested", 5), (error.Id, error.Origin?.Line));
        Assert.Contains("the model 'two' of the configuration", error.Message, StringComparison.Ordinal);
        Assert.Contains("refs/main", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_tree["var/lib/ai-models"]));

        _tree.Declare("{ one.source.mock: {}, two.source.mock: {} }");
        await _tree.ApplyAsync();
        _tree.Declare($"{{ one.source.mock: {{}}, two.source.mock.commitSha: \"{s_ones}\" }}");
        Assert.Equal("ViewContested", Assert.Single((await _tree.PlanAsync()).Errors).Id);
        // Both move to the other version at once.
        _tree.Declare($"{{ one.source.mock.commitSha: \"{s_ones}\", two.source.mock.commitSha: \"{s_ones}\" }}");
        Assert.Empty((await _tree.PlanAsync()).Errors);
    }

    [Theory]
    [InlineData("{ tiny: {} }", "it has no source")]
    [InlineData("{ CON.source.mock: {} }", "'CON' is a device on Windows")]
    [InlineData("{ \"a.\": { source.mock: {} } }", "ends with a dot")]
    public void What_cannot_be_a_model_is_said_at_its_place(string models, string words)
    {
        _tree.Declare(models);
        HostError error = Assert.Throws<HostToolsException>(_tree.Realise).Errors.First(error => error.Message.Contains(words, StringComparison.Ordinal));
        Assert.Equal("ModelDeclarationWrong", error.Id);
        Assert.EndsWith("default.yaml", error.Origin?.File, StringComparison.Ordinal);
        Assert.Equal(5, error.Origin?.Line);
    }

    [Fact]
    public async Task What_is_refused_is_in_quarantine_and_comes_back_without_a_network_when_it_is_checked_in_another_way()
    {
        using var hub = new Server.TestHub { LargeFrom = 1 };
        hub.With("config.json", "{}").With("tool.py", "print('hello')\n");
        string source = $"source.huggingface: {{ repo: {hub.Repo}, endpoint: \"{hub.Hub.Address.AbsoluteUri}\" }}";
        _tree.Declare($"{{ tiny: {{ {source}, validation.preset: strict }} }}");
        Assert.Equal("ModelRefused", Assert.Single((await Assert.ThrowsAsync<HostToolsException>(() => _tree.ApplyAsync())).Errors).Id);

        QuarantinedFile kept = Assert.Single(new StoreQuarantine(Store()).List(), static file => file.File == "tool.py");
        Assert.Contains("noPythonCode", kept.Reason, StringComparison.Ordinal);
        Assert.Contains(hub.Commit, kept.Source, StringComparison.Ordinal);
        Assert.False(Store().Has(kept.Sha256));
        Assert.Empty(new SnapshotRecords(Store()).All());
        Assert.Empty(new StoreCollector(Store(), new SystemClock()).Find([]).Leftovers);
        Assert.Equal(2, new StoreCollector(Store(), new SystemClock()).Find([], leftoversOlderThan: TimeSpan.FromSeconds(-5)).Leftovers.Count(static path => path.Contains(ContentHash.Of("print('hello')\n"u8).Hex, StringComparison.Ordinal)));

        int before = hub.Storage.Requests.Count;
        _tree.Declare($"{{ tiny: {{ {source} }} }}");
        await _tree.ApplyAsync();
        Assert.Equal(before, hub.Storage.Requests.Count);
        Assert.True(File.Exists(_tree["var/lib/ai-models/models/tiny/tool.py"]));
        Assert.Empty(new StoreQuarantine(Store()).List());
    }

    [Fact]
    public async Task A_target_is_remembered_by_its_store()
    {
        _tree.Declare("{ tiny.source.mock: {} }");
        await _tree.ApplyAsync();
        Assert.Equal([new StoreRoot(_tree.Root, null, null, null)], new StoreRoots(Store()).All());
    }

    [Fact]
    public async Task Nobody_is_believed_about_a_model_unasked()
    {
        using TestHub hub = new TestHub().With("config.json", "{}");
        string models = $"{{ tiny.source.huggingface: {{ repo: org/name, endpoint: \"{hub.Hub.Address}\" }} }}";
        _tree.Trusts = false;
        _tree.Declare(models);
        Plan plan = await _tree.PlanAsync();
        Assert.Equal("ModelNotPinned", Assert.Single(plan.Errors).Id);
        Assert.Empty(hub.Hub.Requests);

        _tree.Trusts = true;
        _tree.Declare(models);
        await _tree.ApplyAsync();
        _tree.Trusts = false;
        _tree.Declare(models);
        Assert.Empty((await _tree.PlanAsync()).Changes);

        // What is applied stays what it is, though the branch moved and the lock file is lost.
        hub.With("config.json", "{ }").Commit = new string('2', 40);
        File.Delete(_tree.LockFile);
        await _tree.ApplyAsync();
        Assert.Equal(s_ones, ModelLocks.Read(_tree.LockFile).Models["tiny"].Version);
        Assert.Equal("{}", File.ReadAllText(_tree["var/lib/ai-models/models/tiny/config.json"]));
    }

    [Fact]
    public async Task A_hash_that_asks_is_answered()
    {
        using TestHub hub = new TestHub().With("config.json", "{}");
        _tree.Trusts = false;
        _tree.Declare($"{{ tiny: {{ source.huggingface: {{ repo: org/name, endpoint: \"{hub.Hub.Address}\" }}, hash: sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= }} }}");
        HostError error = Assert.Single((await Assert.ThrowsAsync<HostToolsException>(() => _tree.ApplyAsync())).Errors);
        Assert.Equal("HashUnknown", error.Id);
        Assert.Matches("sha256-[^A]", error.Message);
        Assert.False(Path.Exists(_tree["var/lib/ai-models/models/tiny"]));
    }

    [Fact]
    public async Task A_lock_file_that_was_removed_is_resolved_anew()
    {
        _tree.Declare("{ tiny.source.mock: {} }");
        await _tree.ApplyAsync();
        string locked = _tree.LockText;
        File.Delete(_tree.LockFile);

        Assert.Equal("goes into hosttools.lock", Assert.Single((await _tree.PlanAsync()).Changes).Reason);
        await _tree.ApplyAsync();
        Assert.Equal(locked, _tree.LockText);
        Assert.Empty((await _tree.PlanAsync()).Changes);
    }

    [Fact]
    public async Task Damage_that_leaves_the_size_is_seen_and_put_right()
    {
        _tree.Declare("{ tiny.source.mock: {} }");
        await _tree.ApplyAsync();
        string shown = _tree["var/lib/ai-models/models/tiny/config.json"];
        string before = File.ReadAllText(shown);
        string blob = Store().FullPathOf(Assert.Single(Store().Blobs()).Sha256);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(blob, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(blob, new string('x', before.Length));

        Assert.Equal(DriftKind.Content, Assert.Single(await _tree.Session().DriftAsync()).Difference);
        Assert.Contains($"{before.Length} bytes to download", Assert.Single((await _tree.PlanAsync()).Changes).Reason, StringComparison.Ordinal);
        await _tree.ApplyAsync();
        Assert.Equal(before, File.ReadAllText(shown));
        Assert.Empty(await _tree.Session().DriftAsync());
        Assert.Empty((await _tree.PlanAsync()).Changes);
    }

    [Fact]
    public async Task Bytes_that_somebody_changed_in_the_store_are_fetched_again()
    {
        _tree.Declare("{ tiny.source.mock: {} }");
        await _tree.ApplyAsync();
        string shown = _tree["var/lib/ai-models/models/tiny/config.json"];
        string before = File.ReadAllText(shown);
        foreach (StoredBlob blob in Store().Blobs().ToArray())
        {
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(Store().FullPathOf(blob.Sha256), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.AppendAllText(Store().FullPathOf(blob.Sha256), "more");
        }

        Directory.Delete(_tree["var/lib/ai-models/models/tiny"], recursive: true);
        await _tree.ApplyAsync();
        Assert.Equal(before, File.ReadAllText(shown));
    }

    [Fact]
    public async Task What_cannot_be_fetched_changes_nothing()
    {
        _tree.Declare($"{{ tiny: {{ source.mock: {{}}, hash: \"{ContentHash.Of("x"u8).Sri}\" }} }}");
        HostError error = Assert.Single((await Assert.ThrowsAsync<HostToolsException>(() => _tree.ApplyAsync())).Errors);
        Assert.Equal("HashMismatch", error.Id);
        Assert.EndsWith("default.yaml", error.Origin!.Value.File, StringComparison.Ordinal);
        Assert.False(Path.Exists(_tree[Hub]));
        Assert.False(Path.Exists(_tree["etc/environment.d"]));
        Assert.Null(_tree.Session().Generations.Current);
    }

    [Fact]
    public async Task A_foreign_cache_is_in_the_way_before_anything_is_written()
    {
        Directory.CreateDirectory(_tree[Hub + "/refs"]);
        File.WriteAllText(_tree[Hub + "/refs/main"], s_ones);
        _tree.Declare("{ tiny.source.mock: {} }");

        HostError error = Assert.Single((await Assert.ThrowsAsync<HostToolsException>(() => _tree.ApplyAsync())).Errors);
        Assert.Equal("ViewOccupied", error.Id);
        Assert.Null(_tree.Session().Generations.Current);
        Assert.Equal(s_ones, File.ReadAllText(_tree[Hub + "/refs/main"]));
    }

    [Fact]
    public async Task A_failure_at_any_step_takes_the_model_back()
    {
        _tree.Declare("{ tiny.source.mock: {} }");
        await _tree.ApplyAsync();
        _tree.Declare($"{{ tiny.source.mock.commitSha: \"{s_ones}\", other.source.mock.model: other }}");
        int failed = 0;
        for (bool isWhole = false; !isWhole && failed < 500; failed++)
        {
            int left = failed;
            _tree.Faults = _ => left = left == 0 ? throw new IOException("a fault") : left - 1;
            isWhole = await Record.ExceptionAsync(() => _tree.ApplyAsync()) is null;
            _tree.Faults = null;
            if (isWhole)
                break;
            if (_tree.Session().OpenTransaction is not null)
                await _tree.Session().RepairAsync(RepairDirection.Back);
            int generation = _tree.Session().Generations.Current!.Number;
            string commit = generation == 1 ? s_zeros : s_ones;
            Assert.Equal(commit, File.ReadAllText(_tree[Hub + "/refs/main"]));
            Assert.Equal(generation == 2, Path.Exists(_tree["var/lib/ai-models/models/other"]));
            Assert.Single(Directory.GetDirectories(_tree[Hub + "/snapshots"]));
            if (generation == 2)
                return;
        }

        Assert.True(failed > 5, $"{failed} steps");
    }

    [Fact]
    public async Task An_unknown_version_without_a_network_is_told_with_its_place()
    {
        _tree.Declare("{ llama.source.huggingface.repo: acme/llama }", ", network.offline: true");
        Plan plan = await _tree.PlanAsync();
        HostError error = Assert.Single(plan.Errors);
        Assert.Equal("ModelNotLocked", error.Id);
        Assert.EndsWith("default.yaml", error.Origin!.Value.File, StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_of_models_are_known_from_the_configuration_alone()
    {
        _tree.Declare("{ llama.source.huggingface.repo: acme/llama, weights: { source.url.urls: [{ url: \"https://example.org/w.gguf\" }] } }");
        HostConfig config = _tree.Evaluate();
        Assert.True(config.TryGet(out object? path, "services", "ai-models", "modelPaths", "llama"));
        Assert.Equal("/var/lib/ai-models/models/llama", path);
        Assert.True(config.TryGet(out path, "services", "ai-models", "repoPaths", "llama"));
        Assert.Equal("/var/cache/huggingface/hub/models--acme--llama", path);
        ModelResource weights = _tree.Realise().Resources.OfType<ModelResource>().Single(static model => model.Name == "weights");
        Assert.Empty(weights.Views.OfType<HuggingFaceView>());
    }

    [Fact]
    public void What_no_server_could_answer_is_told_with_its_place()
    {
        _tree.Declare("{ llama.source.huggingface.repo: a/b/c }");
        HostError error = Assert.Single(Assert.Throws<HostToolsException>(_tree.Realise).Errors);
        Assert.Equal("SourceMalformed", error.Id);
        Assert.Equal(5, error.Origin!.Value.Line);
    }

    [SkippableFact]
    public async Task Only_members_of_the_group_get_at_the_models_of_a_machine()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "giving files away needs root");
        _tree.Declare("{ tiny.source.mock: {} }", ", users: [ann]");
        await _tree.ApplyAsync();

        string[] line = File.ReadAllLines(_tree["etc/group"]).Single(static line => line.StartsWith("ai-models:", StringComparison.Ordinal)).Split(':');
        Assert.Equal("ann", line[3]);
        var root = Root.At(_tree.Root);
        foreach (string folder in new[] { "/var/lib/ai-models", "/var/cache/huggingface/hub" })
        {
            foreach (string path in Directory.EnumerateFileSystemEntries(_tree[folder[1..]], "*", SearchOption.AllDirectories).Select(path => path[_tree.Root.Length..]).Append(folder))
            {
                FileStatus status = root.Stat(path)!.Value;
                Assert.True(status.Type is FileEntryType.Link || (status.Mode & 7) == 0, $"{path} has mode {Convert.ToString(status.Mode, 8)}");
                Assert.True(status.Type is FileEntryType.Link || status.GroupId == int.Parse(line[2], System.Globalization.CultureInfo.InvariantCulture), $"{path} is of group {status.GroupId}");
            }
        }
    }
}
