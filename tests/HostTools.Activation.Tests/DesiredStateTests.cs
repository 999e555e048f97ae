using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation.Tests;

public sealed class DesiredStateTests : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    private static Origin[] At(int line) => [new Origin("hosts/x.yaml", line, 1)];

    private async Task<IReadOnlyList<HostError>> RefusedAsync(params Resource[] resources) =>
        (await Assert.ThrowsAsync<HostToolsException>(() => _box.PlanAsync(resources))).Errors;

    [Fact]
    public async Task All_mistakes_are_reported_together_in_the_order_of_the_file()
    {
        IReadOnlyList<HostError> errors = await RefusedAsync(
            Sandbox.Text("/etc/../x", "a") with { Origins = At(4) },
            Sandbox.Text("/etc/f", "a") with { Origins = At(1) },
            Sandbox.Text("/etc/f/below", "a") with { Origins = At(2) },
            new LinkResource("/etc/f", "x") { Origins = At(3) },
            Sandbox.Text("/etc/g", "a") with { Origins = At(5), After = [new ResourceId("file", "/etc/ff")] });

        Assert.Equal(["PathBelowFile", "PathDeclaredTwice", "InvalidPath", "UnknownDependency"], errors.Select(static error => error.Id));
        Assert.Equal("'file:/etc/g' comes after 'file:/etc/ff', which is not declared. Did you mean 'file:/etc/f'?", errors[3].Message);
        Assert.Equal(1, Assert.Single(errors[0].Related).Origin.Line);
    }

    [Fact]
    public async Task A_circle_is_shown_as_a_circle()
    {
        static ResourceId Id(string name) => new("file", "/etc/" + name);

        IReadOnlyList<HostError> errors = await RefusedAsync(
            Sandbox.Text("/etc/a", "a") with { After = [Id("b")], Origins = At(1) },
            Sandbox.Text("/etc/b", "b") with { After = [Id("c")], Origins = At(2) },
            Sandbox.Text("/etc/c", "c") with { After = [Id("a")], Origins = At(3) });

        Assert.Equal("hosts/x.yaml:1:1: These resources each come after the next: file:/etc/a → file:/etc/b → file:/etc/c → file:/etc/a. Remove one of the dependencies.",
            Assert.Single(errors).ToString());
        Assert.Equal([2, 3], errors[0].Related.Select(static related => related.Origin.Line));
    }

    [Fact]
    public async Task A_directory_that_comes_after_what_it_holds_is_a_circle_too()
    {
        IReadOnlyList<HostError> errors = await RefusedAsync(
            new DirectoryResource("/srv") { After = [new ResourceId("file", "/srv/a")] }, Sandbox.Text("/srv/a", "a"));

        Assert.Equal("DependencyCycle", Assert.Single(errors).Id);
    }

    [Theory]
    [InlineData("relative")]
    [InlineData("/")]
    [InlineData("/a//b")]
    [InlineData("/a/./b")]
    [InlineData("/a/")]
    [InlineData("/a\0b")]
    [InlineData("/var/lib/hosttools/current")]
    [InlineData("/var/lib/hosttools")]
    public async Task A_path_no_resource_may_have_is_refused(string path) =>
        Assert.Equal("InvalidPath", Assert.Single(await RefusedAsync(Sandbox.Text(path, "a"))).Id);

    [Fact]
    public async Task An_unknown_kind_is_refused() =>
        Assert.Equal("UnknownKind", Assert.Single(await RefusedAsync(new Strange())).Id);

    [Fact]
    public async Task The_directories_above_the_state_can_be_declared_too()
    {
        ApplyResult result = await _box.ApplyAsync(new DirectoryResource("/var") { Mode = 0x1ED }, new DirectoryResource("/var/lib") { Mode = 0x1C9 });

        Assert.Equal(1, result.Generation?.Number);
        Assert.Equal(0x1C9, _box.ModeOf("/var/lib"));
        Assert.Empty((await _box.PlanAsync(new DirectoryResource("/var") { Mode = 0x1ED }, new DirectoryResource("/var/lib") { Mode = 0x1C9 })).Changes);
        await _box.ApplyAsync();
        Assert.Empty(await _box.Session.DriftAsync());
    }

    [Fact]
    public void Equal_wishes_from_two_places_are_one_and_different_ones_name_both()
    {
        var set = new ResourceSet();
        set.Add(Sandbox.Text("/etc/a", "a") with { Origins = At(1), Triggers = ["t"] });
        set.Add(Sandbox.Text("/etc/a", "a") with { Origins = At(2), Triggers = ["t"] });
        Assert.Empty(set.Errors);
        Assert.Equal(2, Assert.Single(set.Resources).Origins.Count);

        set.Add(Sandbox.Text("/etc/a", "other") with { Origins = At(3), Triggers = ["t"] });
        HostError error = Assert.Single(set.Errors);
        Assert.Equal(("DuplicateResource", 3, 2), (error.Id, error.Origin?.Line, error.Related.Count));
    }

    [Fact]
    public void Content_is_equal_when_its_bytes_are()
    {
        string path = Path.Join(_box.Base, "content");
        File.WriteAllText(path, "same");
        FileContent[] same = [FileContent.FromText("same"), FileContent.FromFile(path), FileContent.FromStore(FileContent.FromText("same").Hash, 4)];

        foreach (FileContent one in same)
            Assert.All(same, other => Assert.Equal(one, other));
        Assert.NotEqual(FileContent.FromText("other"), same[1]);
        Assert.NotEqual(FileContent.FromFile(path + "-missing"), same[0]);
        Assert.Equal(new TriggerResource("t") { Command = ["a", "b"] }, new TriggerResource("t") { Command = ["a", "b"] });
        Assert.NotEqual(new TriggerResource("t") { Command = ["a", "b"] }, new TriggerResource("t") { Command = ["a b"] });
    }

    private sealed record Strange : Resource
    {
        public override ResourceId Id => new("strange", "x");
    }
}
