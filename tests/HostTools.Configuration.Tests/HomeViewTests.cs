using HostTools.Platform;

namespace HostTools.Configuration.Tests;

public sealed class HomeViewTests
{
    private static readonly (string, string)[] s_files =
    [
        ("modules/shell.yaml", "class: home\noptions: { shell: { type: str, default: sh, description: The shell. }, rc: { type: attrs<str> } }\n"),
        ("hosts/h/default.yaml", "users: [ann, bob]\nconfig: { home.bob.shell: zsh }\n"),
        ("users/ann/home.yaml", "imports: [shell]\nconfig: { shell: fish, rc.a: x }\n"),
        ("users/bob/home.yaml", "imports: [shell]\n"),
    ];

    [Fact]
    public void A_home_of_a_host_looks_like_a_configuration_of_its_own()
    {
        using var tree = new TemporaryTree(s_files);
        HostConfig home = tree.Evaluate().Require().Home("ann")!;
        Assert.Equal(("fish", "ann", "home", "h"), (home.Values["shell"], home.Meta.User, home.Meta.Target, home.Name));
        Assert.Equal([new Origin("users/ann/home.yaml", 2, 18)], home.OriginsOf("shell"));
        Assert.Equal([new Origin("users/ann/home.yaml", 2, 30)], home.OriginsOf("rc", "a"));
        Assert.Equal(["rc", "rc.a", "shell"], home.Options.Select(static option => option.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["shell"], home.Options.Single(static option => option.Name == "shell").Path);
        Assert.True(home.TryGet(out object? value, "rc", "a"));
        Assert.Equal("x", value);
    }

    [Fact]
    public void What_the_host_defines_for_a_home_is_told_with_its_place() =>
        WithHost(static host => Assert.Equal([new Origin("hosts/h/default.yaml", 2, 27)], host.Home("bob")!.OriginsOf("shell")));

    [Fact]
    public void Nobody_else_has_a_home()
    {
        WithHost(static host => Assert.Null(host.Home("eve")));
        WithHost(static host => Assert.Null(host.Home("ann")!.Home("ann")));
    }

    [Fact]
    public void A_home_alone_is_the_same_view()
    {
        using var tree = new TemporaryTree(s_files);
        HostConfig alone = HostEvaluator.Evaluate(ConfigurationTree.Open(tree.Directory, []), new EvaluationRequest("h") { User = "ann" }).Require();
        Assert.Equal(("fish", "ann", "home"), (alone.Values["shell"], alone.Meta.User, alone.Meta.Target));
    }

    private static void WithHost(Action<HostConfig> check)
    {
        using var tree = new TemporaryTree(s_files);
        check(tree.Evaluate().Require());
    }
}
