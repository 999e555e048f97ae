using HostTools.Platform;

namespace HostTools.Models.Tests.Sources;

public sealed class OciOriginTests
{
    private const string Title = "org.opencontainers.image.title";
    private const string Layer = "application/vnd.oci.image.layer.v1.tar";

    [Fact]
    public async Task Layers_are_files_by_their_titles_and_their_digests_are_checked()
    {
        using var asking = new Asking();
        using var registry = new LocalRegistry();
        string digest = registry.Manifest("v1", registry.Blob("{}", Layer, (Title, "config.json")), registry.Blob("12345", Layer, (Title, "sub/model.bin")));
        ModelListing listing = await asking.ResolveAsync(Source(registry, "v1"));
        Assert.Equal(digest, listing.Version);
        Assert.All(listing.Files, static file => Assert.NotNull(file.Sha256));
        Assert.Equal(["config.json={}", "sub/model.bin=12345"], await asking.FilesAsync(listing));
    }

    [Fact]
    public async Task What_other_tools_push_is_understood()
    {
        using var asking = new Asking();
        using var registry = new LocalRegistry();
        registry.Manifest("latest",
            registry.Blob(ArchiveBytes.GZip(ArchiveBytes.Tar(("dir/a", "1"))), "application/vnd.oci.image.layer.v1.tar+gzip", (Title, "dir"), ("io.deis.oras.content.unpack", "true")),
            registry.Blob(ArchiveBytes.Tar(("weights/b", "2")), "application/vnd.kitops.modelkit.model.v1.tar"),
            registry.Blob("3", "application/vnd.cncf.model.weight.v1.raw", ("org.cncf.model.filepath", "c.bin")),
            registry.Blob("4", "application/vnd.docker.ai.gguf.v3"),
            registry.Blob("5", "application/vnd.docker.ai.license"));
        Assert.Equal(["LICENSE=5", "c.bin=3", "dir/a=1", "model.gguf=4", "weights/b=2"], await asking.FilesAsync(await asking.ResolveAsync(Source(registry, "latest"))));
    }

    [Fact]
    public async Task A_pin_is_the_manifest_of_that_digest_though_the_tag_moved()
    {
        using var asking = new Asking();
        using var registry = new LocalRegistry();
        string old = registry.Manifest("latest", registry.Blob("old", Layer, (Title, "m")));
        registry.Manifest("latest", registry.Blob("new", Layer, (Title, "m")));
        asking.Pinned = old;
        ModelListing listing = await asking.ResolveAsync(Source(registry, "latest"));
        Assert.Equal((old, "m=old"), (listing.Version, (await asking.FilesAsync(listing))[0]));
        registry.Forget(old);
        HostError error = await asking.ErrorAsync(Source(registry, "latest"));
        Assert.Equal(nameof(ModelErrors.VersionGone), error.Id);
    }

    [Fact]
    public async Task An_index_leads_to_the_entry_that_is_for_every_machine()
    {
        using var asking = new Asking();
        using var registry = new LocalRegistry();
        string inner = registry.Manifest("inner", registry.Blob("1", Layer, (Title, "m")));
        string other = registry.Manifest("other", registry.Blob("2", Layer, (Title, "m")));
        string attestation = registry.Manifest("attestation", registry.Blob("3", Layer, (Title, "m")));
        string index = registry.Put("latest", "application/vnd.oci.image.index.v1+json", $$"""
            {"schemaVersion":2,"manifests":[{{Entry(attestation, "unknown", "unknown")}},{{Entry(other, "linux", "arm64")}},{{LocalRegistry.Describe(inner, 1, "x")}}]}
            """);
        ModelListing listing = await asking.ResolveAsync(Source(registry, "latest"));
        Assert.Equal((index, "m=1"), (listing.Version, (await asking.FilesAsync(listing))[0]));

        registry.Put("latest", "application/vnd.oci.image.index.v1+json", $$"""
            {"schemaVersion":2,"manifests":[{{Entry(inner, "linux", "amd64")}},{{Entry(other, "linux", "arm64")}}]}
            """);
        HostError error = await asking.ErrorAsync(Source(registry, "latest"));
        Assert.Equal(nameof(ModelErrors.SourceNotPossible), error.Id);
        Assert.Contains($"linux/arm64 {other}", error.Message, StringComparison.Ordinal);
        Assert.Equal("m=2", (await asking.FilesAsync(await asking.ResolveAsync(Source(registry, other))))[0]);

        static string Entry(string digest, string os, string architecture) => 
            LocalRegistry.Describe(digest, 1, "x")[..^1] + $",\"platform\":{{\"os\":\"{os}\",\"architecture\":\"{architecture}\"}}}}";
    }

    [Theory]
    [InlineData(null)]
    [InlineData("me:my-password")]
    public async Task A_token_is_fetched_and_goes_to_the_registry_alone(string? login)
    {
        using var asking = new Asking();
        using var registry = new LocalRegistry { WantsToken = true, Login = login };
        if (login is not null)
            (asking.Auth, asking.Environment["MY_LOGIN"]) = (new ModelAuth(TokenEnvVar: "MY_LOGIN"), login);
        registry.Manifest("latest", registry.Blob("1", Layer, (Title, "m")));
        Assert.Equal(["m=1"], await asking.FilesAsync(await asking.ResolveAsync(Source(registry, "latest"))));
        Assert.All(registry.StorageRequests, static request => Assert.Equal(string.Empty, request.Header("Authorization")));
        Assert.All(registry.Requests, static request => Assert.DoesNotContain("Basic", request.Header("Authorization"), StringComparison.Ordinal));
        Assert.Single(registry.TokenRequests);
    }

    [Fact]
    public async Task A_login_that_docker_or_podman_wrote_down_is_used()
    {
        using var asking = new Asking();
        using var registry = new LocalRegistry { WantsToken = true, Login = "me:my-password" };
        registry.Manifest("latest", registry.Blob("1", Layer, (Title, "m")));
        Directory.CreateDirectory(asking.Home[".docker"]);
        await File.WriteAllTextAsync(asking.Home[".docker/config.json"], 
            $$"""{"auths":{"other":{},"https://{{registry.Host}}/v2/":{"auth":"{{Convert.ToBase64String("me:my-password"u8)}}"} } }""");
        Assert.Equal(["m=1"], await asking.FilesAsync(await asking.ResolveAsync(Source(registry, "latest"))));
    }

    [Fact]
    public async Task A_wrong_password_is_said_without_saying_it()
    {
        using var asking = new Asking { Auth = new ModelAuth(TokenEnvVar: "MY_LOGIN"), Environment = { ["MY_LOGIN"] = "me:wrong-password" } };
        using var registry = new LocalRegistry { WantsToken = true, Login = "me:my-password" };
        HostError error = await asking.ErrorAsync(Source(registry, "latest"));
        Assert.Equal(nameof(ModelErrors.TokenRefused), error.Id);
        Assert.Contains("MY_LOGIN", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-password", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_models_and_missing_tags_are_two_things()
    {
        using var asking = new Asking();
        using var registry = new LocalRegistry();
        Assert.Equal(nameof(ModelErrors.RevisionMissing), (await asking.ErrorAsync(Source(registry, "none"))).Id);
        Assert.Equal(nameof(ModelErrors.ModelMissing), (await asking.ErrorAsync(new OciSource($"{registry.Host}/other/model") { IsPlainHttp = true })).Id);
        registry.Fault = static _ => LocalAnswer.Text(403, string.Empty);
        HostError error = await asking.ErrorAsync(Source(registry, "none"));
        Assert.Equal(nameof(ModelErrors.AccessRefused), error.Id);
        Assert.Contains("docker login", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"schemaVersion":2,"layers":[{"digest":"sha256:12","size":1}]}""", "is no SHA-256")]
    [InlineData("""{"schemaVersion":2,"layers":[{"digest":"sha512:12","size":1}]}""", "is no SHA-256")]
    [InlineData("""{"schemaVersion":2,"layers":{}}""", "has no list")]
    [InlineData("""{"schemaVersion":2,"layers":["\ud800"]}""", "digest")]
    [InlineData("""{"schemaVersion":1,"fsLayers":[]}""", "old kind")]
    [InlineData("""{"schemaVersion":"2"}""", "schemaVersion")]
    [InlineData("[]", "schemaVersion")]
    [InlineData("<html>", "invalid start")]
    [InlineData("", "JSON")]
    public async Task What_is_no_manifest_is_said(string text, string words)
    {
        using var asking = new Asking();
        using var registry = new LocalRegistry();
        registry.Put("latest", "application/json", text);
        HostError error = await asking.ErrorAsync(Source(registry, "latest"));
        Assert.Equal(nameof(ModelErrors.AnswerUnreadable), error.Id);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_hostile_registry_says_is_refused()
    {
        using var asking = new Asking();
        using var registry = new LocalRegistry();
        string digest = registry.Manifest("latest", registry.Blob("1", Layer, (Title, "../../.bashrc")));
        Assert.Equal(nameof(ModelErrors.PathUnsafe), (await asking.ErrorAsync(Source(registry, "latest"))).Id);

        registry.Put("both", "x", $$"""{"schemaVersion":2,"layers":[{{registry.Blob("1", Layer)}}],"manifests":[{{registry.Blob("1", Layer)}}]}""");
        Assert.Contains("at once", (await asking.ErrorAsync(Source(registry, "both"))).Message, StringComparison.Ordinal);

        registry.Fault = static request => request.Path.Contains("/manifests/", StringComparison.Ordinal) ? LocalAnswer.Json("""{"schemaVersion":2,"layers":[]}""") : null;
        Assert.Contains($"and not {digest}", (await asking.ErrorAsync(Source(registry, digest))).Message, StringComparison.Ordinal);

        registry.Fault = static _ => new LocalAnswer(200, new byte[5 << 20]);
        Assert.Equal(nameof(ModelErrors.AnswerTooLarge), (await asking.ErrorAsync(Source(registry, "latest"))).Id);

        registry.Fault = static _ => LocalAnswer.Text(401, string.Empty, ("WWW-Authenticate", "Bearer realm=\"file:///etc/passwd\""));
        Assert.Equal(nameof(ModelErrors.RedirectRefused), (await asking.ErrorAsync(Source(registry, "latest"))).Id);

        registry.Fault = request => LocalAnswer.Text(401, string.Empty, ("WWW-Authenticate", registry.Challenge));
        Assert.Equal(nameof(ModelErrors.AccessRefused), (await asking.ErrorAsync(Source(registry, "latest"))).Id);

        registry.Fault = static _ => null;
        string inner = digest;
        for (int depth = 0; depth < 5; depth++)
            inner = registry.Put("deep", "x", $$"""{"schemaVersion":2,"manifests":[{{LocalRegistry.Describe(inner, 1, "x")}}]}""");
        Assert.Contains("without end", (await asking.ErrorAsync(Source(registry, "deep"))).Message, StringComparison.Ordinal);
    }

    internal static OciSource Source(LocalRegistry registry, string reference) => new($"{registry.Host}/{registry.Repository}") { Reference = reference, IsPlainHttp = true };
}
