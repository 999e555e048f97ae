using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation.Tests;

/// <summary>A record of a generation that cannot be read is named, never taken for empty, and there is a way out that loses nothing.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    private string FileOf(int generation, string name) => _box.PathOf($"{Target.StatePath}/generations/{generation}/{name}");

    private async Task PrepareAsync()
    {
        _box.Write("/etc/adopted", "same");
        _box.Write("/etc/backed", "theirs");
        await _box.ApplyAsync(Wanted("one"));
        await _box.ApplyAsync([.. Wanted("two"), Sandbox.Text("/etc/later", "later")]);
    }

    private static Resource[] Wanted(string text) =>
    [
        Sandbox.Text("/etc/adopted", "same"), Sandbox.Text("/etc/backed", "ours") with { Collision = CollisionPolicy.Backup }, Sandbox.Text("/etc/a", text),
    ];

    [Theory]
    [InlineData("manifest.json")]
    [InlineData("originals.json")]
    public async Task What_is_damaged_is_named_and_nothing_goes_on_as_if_it_were_not_there(string name)
    {
        await PrepareAsync();
        File.WriteAllText(FileOf(2, name), "{");

        HostError damage = Assert.Single(_box.Session.Damage);
        Assert.Contains(FileOf(2, name), damage.Message, StringComparison.Ordinal);
        Assert.Contains("Repair-HostState", damage.Message, StringComparison.Ordinal);
        Assert.True(_box.Session.IsCurrentDamaged);
        foreach (Func<Task> use in new Func<Task>[] { () => _box.Session.DriftAsync(), () => _box.PlanAsync(), () => _box.Session.PlanRestoreAsync(1, "x") })
            Assert.Equal("ManifestDamaged", (await Assert.ThrowsAsync<HostToolsException>(use)).Errors[0].Id);
        Assert.Equal("two", _box.Read("/etc/a"));
    }

    [Theory]
    [InlineData("manifest.json")]
    [InlineData("originals.json")]
    [InlineData("both")]
    public async Task Repaired_it_goes_back_to_a_good_generation_and_to_before_the_first(string name)
    {
        await PrepareAsync();
        string[] names = name == "both" ? ["manifest.json", "originals.json"] : [name];
        foreach (string each in names)
            File.WriteAllText(FileOf(2, each), "damaged " + each);

        IReadOnlyList<string> notes = await _box.Session.SetDamageAsideAsync("draxel");

        Assert.Empty(_box.Session.Damage);
        Assert.Equal(2, _box.Session.Generations.Current?.Number);
        Assert.Equal("two", _box.Read("/etc/a"));
        foreach (string each in names)
            Assert.Equal("damaged " + each, File.ReadAllText(_box.PathOf($"{Target.StatePath}/generations/2.damaged/{each}")));
        Assert.Contains(notes, static note => note.Contains("2.damaged", StringComparison.Ordinal));
        if (name == "manifest.json")
            Assert.Contains(notes, static note => note.Contains("what generation 1 declared", StringComparison.Ordinal) && note.Contains("'/etc/later' came later", StringComparison.Ordinal));
        if (name == "originals.json")
            Assert.Contains(notes, static note => note.Contains("not known any more of '/etc/later'", StringComparison.Ordinal));

        // What a person does next: go back to the good one.
        await _box.RestoreAsync(1);
        Assert.Equal("one", _box.Read("/etc/a"));
        Assert.True(_box.Exists("/etc/later"));
        await _box.Session.Generations.PruneAsync(keep: 1, olderThan: null);
        await _box.ApplyAsync();
        Assert.Equal(("same", "theirs"), (_box.Read("/etc/adopted"), _box.Read("/etc/backed")));
        Assert.False(_box.Exists("/etc/a"));
        Assert.True(File.Exists(_box.PathOf($"{Target.StatePath}/generations/2.damaged/{names[0]}")));
    }

    [Fact]
    public async Task Originals_that_are_lost_for_good_count_as_there_before_so_that_nothing_foreign_goes()
    {
        _box.Write("/etc/adopted", "same");
        await _box.ApplyAsync(Sandbox.Text("/etc/adopted", "same"), Sandbox.Text("/etc/a", "a"));
        File.Delete(FileOf(1, "originals.json"));

        IReadOnlyList<string> notes = await _box.Session.SetDamageAsideAsync("draxel");

        Assert.Contains(notes, static note => note.Contains("'/etc/a', '/etc/adopted'", StringComparison.Ordinal));
        await _box.ApplyAsync();
        Assert.Equal("same", _box.Read("/etc/adopted"));
    }

    [Fact]
    public async Task Without_anything_readable_it_is_refused_and_left()
    {
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "a"));
        File.WriteAllText(FileOf(1, "manifest.json"), "{");
        IReadOnlyList<string> before = TreeOf.Folder(_box.PathOf(Target.StatePath + "/generations"), withoutState: false);

        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(() => _box.Session.SetDamageAsideAsync("draxel"));

        Assert.Equal("ManifestDamaged", refused.Errors[0].Id);
        Assert.Equal(before, TreeOf.Folder(_box.PathOf(Target.StatePath + "/generations"), withoutState: false));
    }

    [Fact]
    public async Task An_older_one_that_is_damaged_is_kept_aside_and_the_others_stay()
    {
        await PrepareAsync();
        File.WriteAllText(FileOf(1, "manifest.json"), "{");
        Assert.False(_box.Session.IsCurrentDamaged);

        await _box.Session.SetDamageAsideAsync("draxel");

        Assert.Equal([2], _box.Session.Generations.List().Select(static generation => generation.Number));
        Assert.Empty(await _box.Session.DriftAsync());
        await _box.ApplyAsync(Wanted("three"));
        Assert.Equal([2, 3], _box.Session.Generations.List().Select(static generation => generation.Number));
    }

    [Theory]
    [InlineData("manifest.json")]
    [InlineData("originals.json")]
    public async Task What_another_version_wrote_is_neither_used_nor_repaired(string name)
    {
        await PrepareAsync();
        File.WriteAllText(FileOf(2, name), File.ReadAllText(FileOf(2, name)).Replace("\"version\": 1", "\"version\": 0", StringComparison.Ordinal));

        Assert.Equal("ManifestVersionUnknown", (await Assert.ThrowsAsync<HostToolsException>(() => _box.Session.SetDamageAsideAsync("draxel"))).Errors[0].Id);
        Assert.Equal("ManifestVersionUnknown", (await Assert.ThrowsAsync<HostToolsException>(() => _box.Session.DriftAsync())).Errors[0].Id);
        Assert.False(Directory.Exists(_box.PathOf($"{Target.StatePath}/generations/2.damaged")));
    }
}
