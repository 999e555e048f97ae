using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation.Tests;

public sealed class GenerationTests : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task A_generation_tells_where_it_came_from()
    {
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "a"));

        Generation generation = Assert.Single(_box.Session.Generations.List());

        Assert.True(generation.IsCurrent);
        Assert.Equal(("toaster", new string('a', 64), "0123abcd", true, "draxel", 1),
            (generation.HostName, generation.ConfigurationHash, generation.GitCommit, generation.GitDirty, generation.User, generation.ResourceCount));
        Assert.Equal(_box.Clock.UtcNow, generation.CreatedAt);
        Assert.Equal("0.1.0", generation.ToolVersion);
    }

    [Fact]
    public async Task Restoring_brings_back_bytes_and_modes_and_needs_no_tree()
    {
        string source = Path.Join(_box.Base, "source");
        File.WriteAllText(source, "from a file");
        Resource[] first =
        [
            new FileResource("/etc/source") { Content = FileContent.FromFile(source) }, Sandbox.Text("/etc/open", "open"),
            new LinkResource("/etc/link", "open"), new DirectoryResource("/srv") { Mode = 0x1C0 },
        ];
        await _box.ApplyAsync(first);
        IReadOnlyList<string> before = _box.Tree();
        File.Delete(source);
        await _box.ApplyAsync(Sandbox.Text("/etc/open", "closed") with { Mode = 0x180 }, Sandbox.Text("/etc/other", "o"));
        IReadOnlyList<string> second = _box.Tree();

        ApplyResult back = await _box.RestoreAsync(1);

        Assert.Equal(before, _box.Tree());
        Assert.Equal((3, 1), (back.Generation?.Number, back.Generation?.RestoredFrom));
        Assert.True((await _box.RestoreAsync(1)).NothingToDo);
        await _box.RestoreAsync(2);
        Assert.Equal(second, _box.Tree());
        Assert.Equal([1, 2, 3, 4], _box.Session.Generations.List().Select(static generation => generation.Number));
    }

    [Fact]
    public async Task A_missing_generation_is_an_error_that_lists_those_there_are()
    {
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "1"));
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "2"));

        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(() => _box.Session.PlanRestoreAsync(7, "x"));

        Assert.Equal("There is no generation 7. Kept are 1, 2 (current).", refused.Message);
        Assert.Equal(("GenerationNotFound", ErrorKind.NotFound), (refused.Errors[0].Id, refused.Errors[0].Kind));
    }

    [Fact]
    public async Task Pruning_by_number_and_age_keeps_the_current_one_and_what_is_needed()
    {
        for (int i = 1; i <= 5; i++)
        {
            await _box.ApplyAsync(Sandbox.Text("/etc/a", $"version {i}"), Sandbox.Text("/etc/same", "same"));
            _box.Clock.UtcNow += TimeSpan.FromDays(1);
        }

        PruneResult aged = await _box.Session.Generations.PruneAsync(keep: null, olderThan: TimeSpan.FromDays(3.5));
        Assert.Equal([1, 2], aged.Generations.Select(static generation => generation.Number));
        Assert.Equal(2, aged.Blobs);
        Assert.Equal(new ByteSize(18), aged.Freed);
        PruneResult counted = await _box.Session.Generations.PruneAsync(keep: 2, olderThan: null);
        Assert.Equal([3], counted.Generations.Select(static generation => generation.Number));
        PruneResult all = await _box.Session.Generations.PruneAsync(keep: 0, olderThan: null);
        Assert.Equal([4], all.Generations.Select(static generation => generation.Number));

        Assert.Equal(5, Assert.Single(_box.Session.Generations.List()).Number);
        Assert.Empty(await _box.Session.DriftAsync());
        ApplyResult next = await _box.ApplyAsync(Sandbox.Text("/etc/a", "version 6"));
        Assert.Equal(6, next.Generation?.Number);
    }

    [Fact]
    public async Task A_prune_that_was_killed_leaves_no_damaged_generation()
    {
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "1"));
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "2"));
        string generations = _box.PathOf(Target.StatePath + "/generations");
        Directory.Move(Path.Join(generations, "1"), Path.Join(generations, ".removed-1"));
        File.Delete(Path.Join(generations, ".removed-1", "manifest.json"));

        Assert.Equal(2, Assert.Single(_box.Session.Generations.List()).Number);
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "3"));

        Assert.Equal(["2", "3"], Directory.EnumerateDirectories(generations).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Pruning_keeps_what_was_replaced_until_it_is_back()
    {
        _box.Write("/etc/a", "theirs");
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "1") with { Collision = CollisionPolicy.Backup });
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "2") with { Collision = CollisionPolicy.Backup });
        await _box.Session.Generations.PruneAsync(keep: 1, olderThan: null);

        await _box.ApplyAsync();

        Assert.Equal("theirs", _box.Read("/etc/a"));
    }

    [Fact]
    public async Task Content_the_store_lost_is_named_before_anything_is_planned()
    {
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "1"));
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "2"));
        string lost = Directory.EnumerateFiles(_box.PathOf(Target.StatePath + "/store"), "*", SearchOption.AllDirectories).Single(static file => File.ReadAllText(file) == "1");
        File.Delete(lost);

        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(() => _box.Session.PlanRestoreAsync(1, "x"));

        Assert.Equal("ContentMissing", refused.Errors[0].Id);
        Assert.Contains(lost, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("manifest.json", "{", "ManifestDamaged")]
    [InlineData("manifest.json", "{}", "ManifestDamaged")]
    [InlineData("manifest.json", "{\"version\": 2}", "ManifestVersionUnknown")]
    [InlineData("manifest.json", "[[[[", "ManifestDamaged")]
    [InlineData("manifest.json", "twice", "ManifestDamaged")]
    [InlineData("originals.json", "null", "ManifestDamaged")]
    [InlineData("originals.json", "{}", "ManifestDamaged")]
    [InlineData("originals.json", "{\"originals\":[{}]}", "ManifestDamaged")]
    [InlineData("originals.json", "", "ManifestDamaged")]
    public async Task A_damaged_generation_gives_an_error_with_its_path(string file, string text, string error)
    {
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "a"));
        string path = _box.PathOf($"{Target.StatePath}/generations/1/{file}");
        string entry = File.ReadAllText(path) is var good && file == "manifest.json" ? good[(good.IndexOf('[', StringComparison.Ordinal) + 1)..good.LastIndexOf(']')] : string.Empty;
        File.WriteAllText(path, text == "twice" ? good.Replace(entry, entry + "," + entry, StringComparison.Ordinal) : text);

        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(() => _box.PlanAsync());
        Assert.Equal(error, refused.Errors[0].Id);
        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_error_of_a_damaged_generation_advises_helps()
    {
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "a"));
        File.WriteAllText(_box.PathOf(Target.StatePath + "/generations/1/manifest.json"), "{");
        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(() => _box.PlanAsync());
        Assert.Contains("move the state directory away and apply again", refused.Message, StringComparison.Ordinal);

        Directory.Move(_box.PathOf(Target.StatePath), _box.PathOf("/aside"));
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "a"));

        Assert.Equal(1, (await _box.PlanAsync(Sandbox.Text("/etc/a", "a"))).BaseGeneration);
        Assert.Equal("a", File.ReadAllText(_box.PathOf("/etc/a")));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("")]
    [InlineData("99999999999999999999")]
    public async Task A_damaged_current_gives_an_error(string text)
    {
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "a"));
        File.WriteAllText(_box.PathOf(Target.StatePath + "/current"), text);

        Assert.Equal("CurrentDamaged", (await Assert.ThrowsAsync<HostToolsException>(() => _box.PlanAsync())).Errors[0].Id);
    }

    [Fact]
    public async Task A_damaged_current_is_taken_for_the_newest_that_can_be_read()
    {
        foreach (string text in new[] { "one", "two", "three" })
            await _box.ApplyAsync(Sandbox.Text("/etc/a", text));
        Assert.Null(_box.Session.LostCurrent);
        File.WriteAllText(_box.PathOf(Target.StatePath + "/current"), "");
        Assert.Equal(3, _box.Session.LostCurrent);
        File.WriteAllText(_box.PathOf(Target.StatePath + "/generations/3/manifest.json"), "{");
        Assert.Equal(2, _box.Session.LostCurrent);

        await _box.Session.MendCurrentAsync("draxel");

        Assert.Null(_box.Session.LostCurrent);
        Assert.Equal(2, _box.Session.Generations.Current?.Number);
        Assert.Single(await _box.Session.DriftAsync()); // It is what the third made.
    }

    [Fact]
    public async Task A_damaged_current_of_an_interrupted_apply_is_what_was_before()
    {
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "one"));
        ActivationSession broken = _box.NewSession(static step =>
        {
            if (step == "switch" || step.StartsWith("undo:", StringComparison.Ordinal))
                throw new IOException("injected");
        });
        Plan plan = await _box.PlanAsync(Sandbox.Text("/etc/a", "two"));
        await Assert.ThrowsAsync<HostToolsException>(() => broken.ApplyAsync(plan));
        File.WriteAllText(_box.PathOf(Target.StatePath + "/current"), "damaged");

        Assert.Equal(1, _box.Session.LostCurrent);
        await _box.Session.MendCurrentAsync("draxel");
        await _box.Session.RepairAsync(RepairDirection.Back);

        Assert.Equal("one", _box.Read("/etc/a"));
        Assert.Empty(await _box.Session.DriftAsync());
    }

    [Fact]
    public async Task State_outside_the_folder_leaves_the_folder_to_its_files()
    {
        using var box = new Sandbox("elsewhere/state");
        await box.ApplyAsync(Sandbox.Text("/etc/a", "a"));

        Assert.Equal([$"/etc/ 755 {TreeOf.OwnerOf(box.Root)}", $"/etc/a 644 {TreeOf.OwnerOf(box.Root)} ca978112ca1bbdca"], box.Tree());
        Assert.True(File.Exists(Path.Join(box.StateDirectory, "current")));
        await box.ApplyAsync();
        Assert.Empty(box.Tree());
    }
}
