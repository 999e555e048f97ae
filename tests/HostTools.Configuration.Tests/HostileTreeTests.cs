using System.Diagnostics;
using HostTools.Platform;

namespace HostTools.Configuration.Tests;

/// <summary>Trees that reach for what is not theirs, or for more than any tree needs.</summary>
public sealed class HostileTreeTests
{
    [Theory]
    [InlineData("imports: [evil]\n", "UnreadableFile", "'modules/evil.yaml' cannot be read: it is a link that leads out of the tree. Put the file itself there.")]
    [InlineData("imports: [../../modules/evil.yaml]\n", "UnreadableFile", "'modules/evil.yaml' cannot be read: it is a link that leads out of the tree. Put the file itself there.")]
    [InlineData("imports: [folder/module]\n", "UnreadableFile", "'modules/folder/module.yaml' cannot be read: it is a link that leads out of the tree. Put the file itself there.")]
    [InlineData("options: { x: { type: file } }\nconfig: { x: ../../modules/evil.yaml }\n", "TypeMismatch", "'x' is '../../modules/evil.yaml', which is not a file beside the configuration, such as ./files/motd. Give a path inside the configuration tree, relative to this file.")]
    public void A_link_does_not_lead_out_of_the_tree(string host, string id, string message)
    {
        using var outside = new TemporaryTree(("module.yaml", "options: { secret: { type: str, default: x } }\n"));
        using var tree = new TemporaryTree(("hosts/h/default.yaml", host), ("modules/own.yaml", "{}\n"));
        File.CreateSymbolicLink(Path.Combine(tree.Directory, "modules/evil.yaml"), Path.Combine(outside.Directory, "module.yaml"));
        Directory.CreateSymbolicLink(Path.Combine(tree.Directory, "modules/folder"), outside.Directory);
        HostError error = Assert.Single(tree.Evaluate().Errors);
        Assert.Equal((id, message), (error.Id, error.Message));
    }

    [Fact]
    public void A_link_inside_the_tree_is_followed()
    {
        using var tree = new TemporaryTree(("hosts/h/default.yaml", "imports: [same]\n"), ("modules/own.yaml", "options: { x: { type: int, default: 1 } }\n"));
        File.CreateSymbolicLink(Path.Combine(tree.Directory, "modules/same.yaml"), "own.yaml");
        Assert.Equal(1L, tree.Evaluate().Require().Values["x"]);
    }

    [Fact]
    public void A_file_may_be_large_but_not_endless()
    {
        using var tree = new TemporaryTree(("hosts/h/default.yaml", $"options: {{ x: {{ type: str }} }}\nconfig:\n  x: {new string('a', 12 << 20)}\n"));
        Assert.Equal(12 << 20, ((string)tree.Evaluate().Require().Values["x"]!).Length);
        tree.Write("hosts/h/default.yaml", $"description: {new string('a', 16 << 20)}\n");
        Assert.Equal("'hosts/h/default.yaml' cannot be read: it is larger than 16MiB. Split it into modules, or keep data in a file of its own.", Assert.Single(tree.Evaluate().Errors).Message);
    }

    [Theory]
    [InlineData("type: \"str(/(a+)+b/)\"", "AAAA")]
    [InlineData("type: bool", "${{ \"AAAA\".matches(\"^(a|a)*(a+)+$b\") }}")]
    public void A_pattern_does_not_run_away(string type, string value)
    {
        string text = value.Replace("AAAA", new string('a', 40_000), StringComparison.Ordinal);
        using var tree = new TemporaryTree(("hosts/h/default.yaml", $"options: {{ x: {{ {type} }} }}\nconfig:\n  x: {text}\n"));
        long started = Stopwatch.GetTimestamp();
        HostEvaluation evaluation = tree.Evaluate();
        Assert.True(evaluation.Config is null || Equals(evaluation.Config.Values["x"], false));
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("lists.range(1000000000000)")]
    [InlineData("lists.range(100000).map(x, lists.range(100000))")]
    [InlineData("lists.range(1000).map(x, string(lists.range(1000))).join(\"\")")]
    public void A_range_does_not_fill_the_memory(string expression)
    {
        using var tree = new TemporaryTree(("hosts/h/default.yaml", $"options: {{ x: {{ type: json }} }}\nconfig:\n  x: ${{{{ {expression} }}}}\n"));
        long before = GC.GetTotalAllocatedBytes();
        Assert.StartsWith("Expression", Assert.Single(tree.Evaluate().Errors).Id, StringComparison.Ordinal);
        Assert.True(GC.GetTotalAllocatedBytes() - before < 2L << 30, $"{GC.GetTotalAllocatedBytes() - before} bytes");
    }

    [Fact]
    public void A_file_with_too_many_values_is_refused_before_it_fills_the_memory()
    {
        using var tree = new TemporaryTree(("hosts/h/default.yaml", $"options: {{ l: {{ type: list<int> }} }}\nconfig: {{ l: [{string.Join(", ", Enumerable.Repeat("1", 500_001))}] }}\n"));
        Platform.HostError error = Assert.Single(tree.Evaluate().Errors);
        Assert.Equal("'hosts/h/default.yaml' cannot be read: it holds more than 500,000 values. Split it into modules, or keep data in a file of its own.", error.Message);
    }

    [Fact]
    public void A_pipe_is_refused_instead_of_waited_for()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var tree = new TemporaryTree(("hosts/h/default.yaml", "imports: [p]\n"), ("modules/other.yaml", "options: {}\n"));
        using var mkfifo = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(tree.Directory, "modules/p.yaml")]);
        mkfifo.WaitForExit();
        Assert.Equal("'modules/p.yaml' cannot be read: it is a pipe, a socket or a device. Put a regular file there.", Assert.Single(tree.Evaluate().Errors).Message);
    }
}
