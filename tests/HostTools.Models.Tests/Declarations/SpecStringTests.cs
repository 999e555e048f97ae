using HostTools.Platform;

namespace HostTools.Models.Tests.Declarations;

public sealed class SpecStringTests
{
    [Theory]
    [InlineData("hf:org/name", "huggingface:org/name@main")]
    [InlineData("org/name", "huggingface:org/name@main")]
    [InlineData("hf:gpt2", "huggingface:gpt2@main")]
    [InlineData("huggingface:meta-llama/Llama-2-7b-hf@v1.0", "huggingface:meta-llama/Llama-2-7b-hf@v1.0")]
    [InlineData("hf:org/name@refs/pr/1", "huggingface:org/name@refs/pr/1")]
    [InlineData("https://huggingface.co/org/name", "huggingface:org/name@main")]
    [InlineData("https://huggingface.co/org/name/tree/refs%2Fpr%2F1", "huggingface:org/name@refs/pr/1")]
    [InlineData("https://huggingface.co/org/name/resolve/main/a.bin", "url:https://huggingface.co/org/name/resolve/main/a.bin")]
    [InlineData("ollama:llama2", "ollama:llama2@latest")]
    [InlineData("ollama:llama2:7b", "ollama:llama2@7b")]
    [InlineData("ollama:localhost:5000/ns/llama2:7b", "ollama:localhost:5000/ns/llama2@7b")]
    [InlineData("ollama:localhost:5000/ns/llama2", "ollama:localhost:5000/ns/llama2@latest")]
    [InlineData("url:https://host/a/b.tar.gz", "url:https://host/a/b.tar.gz")]
    [InlineData("http://host/a.bin", "url:http://host/a.bin")]
    [InlineData("s3://bucket/a/b", "s3:bucket/a/b")]
    [InlineData("s3:bucket", "s3:bucket")]
    [InlineData("oci:ghcr.io/org/name:1.0", "oci:ghcr.io/org/name@1.0")]
    [InlineData("oci://localhost:5000/name", "oci:localhost:5000/name@latest")]
    [InlineData("oci:host/name@sha256:a50a5ab6d992f5598edd92105059fae9acfc192981e08bd88534c2167e92526a", "oci:host/name@sha256:a50a5ab6d992f5598edd92105059fae9acfc192981e08bd88534c2167e92526a")]
    [InlineData("git-lfs:https://host/org/name.git@v1", "git-lfs:https://host/org/name.git@v1")]
    [InlineData("git-lfs:git@host:org/name.git", "git-lfs:git@host:org/name.git@HEAD")]
    [InlineData("git-lfs:ssh://git@host/name.git@feature/x", "git-lfs:ssh://git@host/name.git@feature/x")]
    [InlineData("git-xet:https://host/org/name", "git-xet:https://host/org/name@main")]
    [InlineData("mlflow:http://127.0.0.1:5000#iris@3", "mlflow:http://127.0.0.1:5000#iris@3")]
    [InlineData("mlflow:http://127.0.0.1:5000#iris@Production", "mlflow:http://127.0.0.1:5000#iris@Production")]
    [InlineData("mock:org/name", "mock:org/name@main commit=0000000000000000000000000000000000000000 file=config.json")]
    public void A_source_in_one_word(string text, string canonical) => Assert.Equal(canonical, SpecString.Parse(text).Canonical);

    public static TheoryData<ModelSource> Sources =>
    [
        new HuggingFaceSource("org/name") { Revision = "refs/pr/1", Files = ["*.json", "a b/*"], Endpoint = new Uri("http://127.0.0.1:8080/") },
        new UrlSource([new UrlFile(new Uri("https://host/a.bin")) { FileName = "b c.bin", Sha256 = ContentHash.Of([1]) }, new UrlFile(new Uri("https://host/d.zip"))]) { Extract = false },
        new UrlSource([new UrlFile(new Uri("https://host/d.zip"))]),
        new S3Source("bucket", "a/b") { Region = "eu-west-1", Endpoint = new Uri("http://127.0.0.1:9000/"), Files = ["*.gguf"] },
        new GitLfsSource("ssh://git@host/name.git", "v1") { Subdirectory = "a b", Files = ["*.onnx"] },
        new GitXetSource("https://host/org/name", "v1") { Files = ["a"] },
        new MlFlowSource(new Uri("http://127.0.0.1:5000"), "iris") { Version = 3 },
        new MlFlowSource(new Uri("http://127.0.0.1:5000"), "iris") { Stage = "Production" },
        new OllamaSource("localhost:5000/ns/llama2") { Tag = "7b", Endpoint = new Uri("http://127.0.0.1:5000/") },
        new OciSource("localhost:5000/name") { Reference = "1.0", IsPlainHttp = true },
        new MockSource { Organization = "acme", Model = "tiny", Revision = "v1", CommitSha = new string('1', 40), Files = ["config.json", "model.safetensors"] },
    ];

    [Theory]
    [MemberData(nameof(Sources))]
    public void What_a_source_is_listed_as_is_read_again_as_that_source(ModelSource source) => Assert.Equal(source.Canonical, SpecString.Parse(source.Canonical).Canonical);

    [Theory]
    [InlineData("mock:org/name region=x", "SpecMalformed", "mock:org/name[@revision]")]
    [InlineData("s3://bucket endpoint=nowhere", "SpecMalformed", "s3://bucket[/prefix]")]
    [InlineData("hg:org/name", "SpecUnknown", "Did you mean 'hf'?")]
    [InlineData("name", "SpecUnknown", "hf:org/name[@revision]")]
    [InlineData("", "SpecUnknown", "hf:org/name[@revision]")]
    [InlineData("hf:", "SpecMalformed", "hf:org/name[@revision]")]
    [InlineData("hf:org/name@", "SpecMalformed", "hf:org/name[@revision]")]
    [InlineData("mlflow:http://host", "SpecMalformed", "mlflow:https://host#name@version-or-stage")]
    [InlineData("ollama:llama2:", "SpecMalformed", "ollama:name[:tag]")]
    [InlineData("hf:a/b/c", "SourceMalformed", "org/name")]
    [InlineData("hf:../name", "SourceMalformed", "'../name'")]
    [InlineData("hf:org/name@../../x", "SourceMalformed", "it leaves the model's folder")]
    [InlineData("hf:org/name@a b", "SourceMalformed", "git has no such names")]
    [InlineData("url:ftp://host/x", "SourceMalformed", "https://")]
    [InlineData("url:https://me:secret@host/x", "SourceMalformed", "https://…@host/x")]
    [InlineData("s3://UPPER/x", "SourceMalformed", "3 to 63")]
    [InlineData("oci:name", "SourceMalformed", "host/path")]
    [InlineData("oci:host/name@sha256:12", "SourceMalformed", "neither a tag nor a digest")]
    [InlineData("git-lfs:--upload-pack=x@main", "SourceMalformed", "https://host/org/name.git")]
    [InlineData("git-lfs:ext::sh -c x@main", "SourceMalformed", "https://host/org/name.git")]
    public void What_is_wrong_is_said_with_the_right_form(string text, string id, string words)
    {
        HostError error = Assert.Throws<HostToolsException>(() => SpecString.Parse(text)).Errors[0];
        Assert.Equal(id, error.Id);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_revision_beside_the_text_wins()
    {
        Assert.Equal("huggingface:org/name@v2", SpecString.Parse("hf:org/name@v1", "v2").Canonical);
        Assert.Equal("ollama:llama2@13b", SpecString.Parse("ollama:llama2:7b", "13b").Canonical);
        Assert.Equal("RevisionNotPossible", Assert.Throws<HostToolsException>(() => SpecString.Parse("s3://bucket", "v2")).Errors[0].Id);
    }

    [Fact]
    public void Sources_differ_when_anything_differs_that_decides_about_the_content()
    {
        ModelSource[] sources =
        [
            new HuggingFaceSource("org/name"), new HuggingFaceSource("org/name") { Revision = "v1" }, new HuggingFaceSource("org/name") { Files = ["*.json"] },
            new HuggingFaceSource("org/name") { Endpoint = new Uri("http://hub") }, new UrlSource([new UrlFile(new Uri("https://host/a.zip"))]),
            new UrlSource([new UrlFile(new Uri("https://host/a.zip"))]) { Extract = false }, new UrlSource([new UrlFile(new Uri("https://host/a.zip")) { FileName = "b.zip" }]),
            new S3Source("bucket"), new S3Source("bucket") { Region = "eu-west-1" }, new S3Source("bucket") { Endpoint = new Uri("http://minio") },
            new GitLfsSource("https://host/a.git", "main"), new GitLfsSource("https://host/a.git", "main") { Subdirectory = "x" },
            new OciSource("host/a"), new OciSource("host/a") { IsPlainHttp = true }, new MockSource(), new MockSource { CommitSha = new string('1', 40) },
        ];
        Assert.Equal(sources.Length, sources.Select(static source => source.Canonical).Distinct().Count());
    }

    [Fact]
    public void A_version_or_a_stage_but_not_both()
    {
        var source = new MlFlowSource(new Uri("http://host"), "iris");
        Assert.Contains("a version or a stage", Assert.Single(SourceRules.Check(source)).Message, StringComparison.Ordinal);
        Assert.Contains("a version or a stage", Assert.Single(SourceRules.Check(source with { Version = 1, Stage = "Production" })).Message, StringComparison.Ordinal);
        Assert.Empty(SourceRules.Check(source with { Stage = "Production" }));
    }
}
