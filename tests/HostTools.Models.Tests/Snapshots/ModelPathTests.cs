using HostTools.Platform;

namespace HostTools.Models.Tests.Snapshots;

public sealed class ModelPathTests
{
    private static readonly ModelSource s_source = new HuggingFaceSource("org/name");

    [Theory]
    [InlineData("config.json")]
    [InlineData("onnx/model.onnx")]
    [InlineData(".gitattributes")]
    [InlineData("a b/ü/模型.safetensors")]
    [InlineData("console/auxiliary.py")]
    [InlineData("..a/b...c")]
    public void Ordinary_paths_are_taken(string path) => Assert.Null(ModelPath.Problem(path));

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("/etc/passwd", "it is absolute")]
    [InlineData("C:/x", "it is absolute")]
    [InlineData("c:x", "it is absolute")]
    [InlineData(@"\\server\share", "it is absolute")]
    [InlineData(@"a\..\b", @"it has a '\'")]
    [InlineData("../x", "it leaves the model's folder")]
    [InlineData("a/../../x", "it leaves the model's folder")]
    [InlineData("a/./x", "it leaves the model's folder")]
    [InlineData("a//x", "a part of it is empty")]
    [InlineData("a/", "a part of it is empty")]
    [InlineData("a\0b", "it has characters that cannot be shown")]
    [InlineData("a\nb", "it has characters that cannot be shown")]
    [InlineData("a\u202Egnp.exe", "it has characters that cannot be shown")]
    [InlineData("a\uD800", "it has characters that cannot be shown")]
    [InlineData("a/NUL", "'NUL' is a device on Windows")]
    [InlineData("aux.json", "'aux' is a device on Windows")]
    [InlineData("com1 .txt", "'com1' is a device on Windows")]
    [InlineData("ab:c", "Windows cannot have")]
    [InlineData("a?", "Windows cannot have")]
    [InlineData("a./b", "Windows cannot have a name that ends")]
    [InlineData("a ", "Windows cannot have a name that ends")]
    public void Dangerous_paths_are_refused(string path, string problem)
    {
        Assert.StartsWith(problem, ModelPath.Problem(path), StringComparison.Ordinal);
        HostError error = Assert.Single(Assert.Throws<HostToolsException>(() => ModelPath.Require(s_source, ["good", path])).Errors);
        Assert.Equal("PathUnsafe", error.Id);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    [Fact]
    public void Long_names_are_refused()
    {
        Assert.NotNull(ModelPath.Problem(new string('a', 256)));
        Assert.NotNull(ModelPath.Problem(string.Join('/', Enumerable.Repeat("abcdefg", 200))));
        Assert.Null(ModelPath.Problem(new string('a', 255)));
    }

    [Theory]
    [InlineData("README.md", "Readme.md")]
    [InlineData("a/b", "A/c")]
    [InlineData("a", "a/b")]
    [InlineData("A", "a/b/c")]
    [InlineData("\u00E9.txt", "\u00C9.txt")]
    [InlineData("a", "a")]
    public void Paths_that_one_file_system_takes_for_one_are_refused(string first, string second)
    {
        foreach (string[] paths in (string[][])[[first, second], [second, first], ["x", second, "y/z", first]])
            Assert.Equal("PathsCollide", Assert.Throws<HostToolsException>(() => ModelPath.Require(s_source, paths)).Errors[0].Id);
    }

    [Fact]
    public void Many_paths_are_checked_in_no_time() =>
        ModelPath.Require(s_source, [.. Enumerable.Range(0, 100_000).Select(static i => $"deep/er/and/deeper/{i % 100}/file-{i}.bin")]);

    [Fact]
    public void A_snapshot_sorts_its_files_and_checks_them()
    {
        var snapshot = new ModelSnapshot(s_source, "1", [new("c", 2, ContentHash.Empty), new("B/x", 3, ContentHash.Empty), new("a", 1, ContentHash.Empty)]);
        Assert.Equal(["B/x", "a", "c"], snapshot.Files.Select(static file => file.Path));
    }
}
