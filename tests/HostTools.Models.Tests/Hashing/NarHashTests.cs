using System.Text;

namespace HostTools.Models.Tests.Hashing;

/// <summary>The vectors are those that <c>nix-hash --type sha256</c> gives.</summary>
public sealed class NarHashTests
{
    private static NarFile Text(string text) => new(Encoding.UTF8.GetByteCount(text), () => new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private static NarDirectory Folder(params (string Name, NarNode Node)[] entries) => new(entries.ToDictionary(static entry => entry.Name, static entry => entry.Node));

    [Fact]
    public void An_empty_directory() => Assert.Equal("sha256-pQpattmS9VmO3ZIQUFn66az8GSmB4IvYhTTCFn6SUmo=", NarHash.Of(Folder()).Sri);

    [Fact]
    public void An_empty_file() => Assert.Equal("0ip26j2h11n1kgkz36rl4akv694yz65hr72q4kv4b3lxcbi65b3p", NarHash.Of(Text("")).Base32);

    [Fact]
    public void A_tree_with_a_link()
    {
        NarDirectory tree = Folder(
            ("snapshots", Folder(("c0", Folder(("config.json", new NarLink("../../blobs/aa")))))),
            ("blobs", Folder(("aa", Text("hello\n")))));
        Assert.Equal("sha256-VclTtiEfcdsWG749MMh4KkSRhyXS94mjw9rgFsXgqNE=", NarHash.Of(tree).Sri);
        Assert.Equal("1ld8w32idq6sqfiqkxyj4n3r2i1ag3430gdy3cbdnw8z46v57jam", NarHash.Of(tree).Base32);
    }

    [SkippableFact]
    public void The_same_tree_on_a_disk()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need a right of their own there");
        using var folder = new TemporaryDirectory();
        Directory.CreateDirectory(folder["blobs"]);
        Directory.CreateDirectory(folder["snapshots/c0"]);
        File.WriteAllText(folder["blobs/aa"], "hello\n");
        File.CreateSymbolicLink(folder["snapshots/c0/config.json"], "../../blobs/aa");
        Assert.Equal("sha256-VclTtiEfcdsWG749MMh4KkSRhyXS94mjw9rgFsXgqNE=", NarHash.Of(NarTree.OfPath(folder.Path)).Sri);
    }

    [Fact]
    public void Names_are_sorted_by_their_bytes()
    {
        // U+FF5E stands before U+1F600 in bytes and behind it in UTF-16.
        string[] names = ["~", "\uFF5E", "\U0001F600", "a", "B"];
        NarNode Tree(IEnumerable<string> order) => Folder([.. order.Select(static name => (name, (NarNode)Text(name)))]);
        Assert.Equal(NarHash.Of(Tree(names)), NarHash.Of(Tree(names.Reverse())));
    }

    [Fact]
    public void A_snapshot_is_a_plain_folder()
    {
        var files = new Dictionary<string, string> { ["config.json"] = "{}", ["onnx/model.onnx"] = "onnx", ["onnx/deep/x"] = "" };
        var snapshot = new ModelSnapshot(
            new HuggingFaceSource("org/name"), new string('1', 40),
            files.Select(static file => new ModelFile(file.Key, file.Value.Length, ContentHash.Of(Encoding.UTF8.GetBytes(file.Value)))));
        using var folder = new TemporaryDirectory();
        foreach ((string path, string text) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[path])!);
            File.WriteAllText(folder[path], text);
        }

        Assert.Equal(
            NarHash.Of(NarTree.OfPath(folder.Path)),
            NarHash.Of(NarTree.Of(snapshot, file => new MemoryStream(Encoding.UTF8.GetBytes(files[file.Path])))));
    }

    [Fact]
    public void A_file_that_changes_meanwhile_has_no_hash() =>
        Assert.Throws<IOException>(() => NarHash.Of(new NarFile(5, static () => new MemoryStream(new byte[6]))));
}
