using System.Text;
using HostTools.Machine;
using HostTools.Platform;

namespace HostTools.Models.Tests.Locks;

public sealed class ModelLocksTests
{
    private static readonly LockedModel s_model = new("huggingface:org/name@main", new string('1', 40),
        [new ModelFile("onnx/model.onnx", 7, ContentHash.Empty), new ModelFile("config.json", 0, ContentHash.Empty) { GitBlobSha1 = new string('a', 40) }]);

    private static ModelLocks Parse(string text) => ModelLocks.Of(LockDocument.Parse(Encoding.UTF8.GetBytes(text), "hosttools.lock"));

    private static string Text(ModelLocks locks) => Encoding.UTF8.GetString(locks.ToDocument().ToBytes());

    [Fact]
    public void The_file_is_for_people_to_compare() => Assert.Equal(
        """
        {
          "version": 1,
          "models": {
            "mine": {
              "source": "huggingface:org/name@main",
              "version": "1111111111111111111111111111111111111111",
              "files": {
                "config.json": "0 sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU= git:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "onnx/model.onnx": "7 sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
              }
            }
          }
        }

        """, Text(Parse("""{"version":1}""").With("mine", s_model)), ignoreLineEndingDifferences: true);

    [Fact]
    public void What_is_written_is_read_again()
    {
        LockedModel model = Parse(Text(Parse("""{"version":1}""").With("mine", s_model with { Hash = ContentHash.Empty }))).Models["mine"];
        Assert.Equal((s_model.Source, s_model.Version, ContentHash.Empty), (model.Source, model.Version, model.Hash!.Value));
        Assert.Equal(s_model.Files.OrderBy(static file => file.Path, StringComparer.Ordinal), model.Files);
    }

    [Fact]
    public void Nothing_else_in_the_file_changes()
    {
        const string images = "{ \"base\" :\t[1,  2.0e1,\n\"\\u00e9\"] }";
        const string packages = "{\n  \"x\": 1\n  }";
        string changed = Text(Parse($"{{\"images\": {images},\n \"version\": 1, \"packages\": {packages}}}").With("mine", s_model));

        Assert.Contains($"\"images\": {images}", changed, StringComparison.Ordinal);
        Assert.Contains($"\"packages\": {packages}", changed, StringComparison.Ordinal);
        Assert.Contains(images, Text(Parse(changed).Without("mine")), StringComparison.Ordinal);
        Assert.DoesNotContain("models", Text(Parse(changed).Without("mine")), StringComparison.Ordinal);
        Assert.Equal(changed, Text(Parse(changed)));
        Assert.Equal(changed, Text(Parse(changed).With("mine", s_model)));
    }

    [Theory]
    [InlineData("""{"models": {}}""", "it has no 'version'")]
    [InlineData("", "line 1: it is no JSON")]
    [InlineData("[]", "line 1: it is no JSON")]
    [InlineData("{\"version\": 1,\n\"models\": }", "line 2: it is no JSON")]
    [InlineData("{\"version\": 1,\n\"version\": 1}", "line 2: it is no JSON")]
    [InlineData("{\"version\": 1} x", "line 1: it is no JSON")]
    [InlineData("{\"version\": 1,\n<<<<<<< HEAD\n", "it holds a conflict of a merge")]
    [InlineData("""{"version": 1, "models": []}""", "'models': it is no mapping")]
    [InlineData("""{"version": 1, "models": {"a": {"source": "x", "version": "y", "files": {"../x": "1 sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="}}}}""", "it leaves the model's folder")]
    [InlineData("""{"version": 1, "models": {"a": {"source": "x", "version": "y", "files": {"x": "1 sha256-47"}}}}""", "'sha256-47' is no hash")]
    public void What_is_damaged_is_said(string text, string words)
    {
        HostError error = Assert.Single(Assert.Throws<HostToolsException>(() => Parse(text)).Errors);
        Assert.Equal("LockUnreadable", error.Id);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_newer_file_is_not_touched() =>
        Assert.Equal("LockVersionUnknown", Assert.Throws<HostToolsException>(() => Parse("""{"version": 2, "models": {}}""")).Errors[0].Id);

    [Fact]
    public void The_file_is_written_whole_or_not_at_all()
    {
        using var folder = new TemporaryDirectory();
        string file = folder["hosttools.lock"];
        Assert.Empty(ModelLocks.Read(file).Models);
        ModelLocks.Read(file).With("mine", s_model).ToDocument().Write();
        Assert.Equal(s_model.Version, ModelLocks.Read(file).Models["mine"].Version);
        Assert.Single(Directory.GetFiles(folder.Path));
        Assert.Equal("LockNotWritten", Assert.Throws<HostToolsException>(() => ModelLocks.Read(folder["none/hosttools.lock"]).ToDocument().Write()).Errors[0].Id);
    }
}
