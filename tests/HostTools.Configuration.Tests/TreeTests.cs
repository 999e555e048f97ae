using HostTools.Platform;

namespace HostTools.Configuration.Tests;

public sealed class TreeTests
{
    [Fact]
    public void A_missing_host_lists_those_there_are()
    {
        using var tree = new TemporaryTree(("hosts/toaster/default.yaml", "config: {}\n"));
        HostError error = Assert.Single(tree.Evaluate("toster").Errors);
        Assert.Equal("HostNotFound", error.Id);
        Assert.Equal("There is no host 'toster'. Did you mean 'toaster'? The tree has h, toaster.", error.Message);
    }

    [Theory]
    [InlineData("../h")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("/etc")]
    public void A_host_name_cannot_leave_the_tree(string name)
    {
        using var tree = new TemporaryTree();
        Assert.Equal("HostNotFound", Assert.Single(tree.Evaluate(name).Errors).Id);
    }

    [Fact]
    public void A_folder_without_a_tree_says_what_is_missing()
    {
        string folder = Directory.CreateTempSubdirectory("hosttools-empty-").FullName;
        var failure = Assert.Throws<HostToolsException>(() => ConfigurationTree.Open(folder, []));
        Assert.Equal("ConfigurationTreeNotFound", Assert.Single(failure.Errors).Id);
        Directory.Delete(folder);
    }

    [Fact]
    public void The_nearest_tree_above_is_found()
    {
        using var tree = new TemporaryTree(("hosttools.yaml", "config: {}\n"), ("modules/a/b.yaml", "config: {}\n"));
        Assert.Equal(tree.Directory, ConfigurationTree.Find(Path.Combine(tree.Directory, "modules/a"), []).Directory);
    }

    [Fact]
    public void A_changed_file_is_read_again()
    {
        using var tree = new TemporaryTree(("hosts/h/default.yaml", "options: { x: { type: int, default: 1 } }\n"));
        Assert.Equal(1L, tree.Evaluate().Require().Values["x"]);
        tree.Write("hosts/h/default.yaml", "options: { x: { type: int, default: 22 } }\n");
        Assert.Equal(22L, tree.Evaluate().Require().Values["x"]);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_an_error_with_the_file()
    {
        using var tree = new TemporaryTree();
        File.WriteAllBytes(Path.Combine(tree.Directory, "hosts/h/default.yaml"), [0xff, 0xfe, 0x00, 0xd8]);
        HostError error = Assert.Single(tree.Evaluate().Errors);
        Assert.Equal("'hosts/h/default.yaml' cannot be read: it is not text in UTF-8. Save it in that encoding.", error.Message);
    }

    [Fact]
    public void An_evaluation_can_be_cancelled()
    {
        using var tree = new TemporaryTree(("hosts/h/default.yaml", "options: { x: { type: int, default: 1 } }\n"));
        Assert.Throws<OperationCanceledException>(() =>
            HostEvaluator.Evaluate(ConfigurationTree.Open(tree.Directory, []), new EvaluationRequest("h"), new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_long_chain_of_options_is_followed()
    {
        var text = new System.Text.StringBuilder("options:\n");
        for (int i = 0; i < 3000; i++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"  o{i}: {{ type: int, default: {(i == 2999 ? "1" : $"\"${{{{ config.o{i + 1} + 1 }}}}\"")} }}\n");
        using var tree = new TemporaryTree(("hosts/h/default.yaml", text.ToString()));
        Assert.Equal(3000L, tree.Evaluate().Require().Values["o0"]);
    }
}
