using HostTools.Platform;

namespace HostTools.Models.Tests.Sources;

public sealed class GitLfsOriginTests
{
    [SkippableFact]
    public async Task Small_files_come_from_git_and_large_ones_from_LFS()
    {
        using LocalGit git = Repository();
        using var asking = new Asking();
        ModelListing listing = await asking.ResolveAsync(Source(git, "main"));
        Assert.Equal(git.Run("rev-parse", "HEAD").Trim(), listing.Version);
        Assert.Equal([".gitattributes=*.bin filter=lfs\n", "config.json={}", "link=weights", "sub/model.bin=weights"], await asking.FilesAsync(listing));
        Assert.All(listing.Files, static file => Assert.True(file.Sha256 is not null ^ file.GitBlobSha1 is not null));
    }

    [SkippableFact]
    public async Task A_directory_and_globs_choose()
    {
        using LocalGit git = Repository();
        using var asking = new Asking();
        Assert.Equal(["model.bin=weights"], await asking.FilesAsync(await asking.ResolveAsync(Source(git, "main") with { Subdirectory = "sub" })));
        Assert.Equal(["config.json={}"], await asking.FilesAsync(await asking.ResolveAsync(Source(git, "main") with { Files = ["*.json"] })));
        Assert.Equal(nameof(ModelErrors.NoFilesMatch), (await asking.ErrorAsync(Source(git, "main") with { Subdirectory = "none" })).Id);
    }

    [SkippableTheory]
    [InlineData("main")]
    [InlineData("v1")]
    [InlineData("refs/heads/main")]
    [InlineData("HEAD")]
    public async Task Branches_tags_and_commits_are_revisions_and_a_pin_stays(string revision)
    {
        using LocalGit git = Repository();
        git.Run("tag", "--annotate", "--message=one", "v1");
        using var asking = new Asking();
        string commit = (await asking.ResolveAsync(Source(git, revision))).Version;
        git.Write("config.json", "{ }");
        string next = git.Commit();
        Assert.Equal(revision == "v1" ? commit : next, (await asking.ResolveAsync(Source(git, revision))).Version);
        asking.Pinned = commit;
        ModelListing pinned = await asking.ResolveAsync(Source(git, revision));
        Assert.Equal(commit, pinned.Version);
        Assert.Contains("config.json={}", await asking.FilesAsync(pinned));
        asking.Pinned = null;
        Assert.Equal(commit, (await asking.ResolveAsync(Source(git, commit))).Version);
    }

    [SkippableFact]
    public async Task What_is_not_there_is_said()
    {
        using LocalGit git = Repository();
        using var asking = new Asking();
        Assert.Equal(nameof(ModelErrors.RevisionMissing), (await asking.ErrorAsync(Source(git, "none"))).Id);
        HostError error = await asking.ErrorAsync(new GitLfsSource(new Uri(git.Url, "other.git").AbsoluteUri, "main"));
        Assert.Equal(nameof(ModelErrors.RepositoryUnreachable), error.Id);
        Assert.Contains("not found", error.Message, StringComparison.Ordinal);
        asking.Pinned = new string('1', 40);
        Assert.Equal(nameof(ModelErrors.VersionGone), (await asking.ErrorAsync(Source(git, "main"))).Id);
    }

    [SkippableTheory]
    [InlineData("token-1", "token:token-1")]
    [InlineData("me:my-password", "me:my-password")]
    public async Task A_token_is_for_repository_and_LFS_and_stands_in_no_argument(string value, string login)
    {
        using LocalGit git = Repository();
        git.Login = login;
        using var asking = new Asking();
        Assert.Equal(nameof(ModelErrors.RepositoryUnreachable), (await asking.ErrorAsync(Source(git, "main"))).Id);
        (asking.Auth, asking.Environment["MINE"]) = (new ModelAuth(TokenEnvVar: "MINE"), value);
        var seen = new SeenProcesses();
        ModelListing listing = await new GitLfsOrigin().ResolveAsync(Source(git, "main"), asking.Context with { Processes = seen }, CancellationToken.None);
        Assert.Contains("sub/model.bin=weights", await asking.FilesAsync(listing));
        Assert.NotEmpty(seen.Arguments);
        Assert.DoesNotContain(seen.Arguments, argument => argument.Contains(value.Split(':')[^1], StringComparison.Ordinal));
        Assert.All(git.StorageRequests, static request => Assert.Equal(string.Empty, request.Header("Authorization")));
        asking.Environment["MINE"] = "me:wrong-one";
        HostError error = await asking.ErrorAsync(Source(git, "main"));
        Assert.Equal(nameof(ModelErrors.TokenRefused), error.Id);
        Assert.DoesNotContain("wrong-one", error.Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("""{"objects":[{"oid":"OID","error":{"code":403,"message":"quota"}}]}""", nameof(ModelErrors.LargeFileRefused))]
    [InlineData("""{"objects":[]}""", nameof(ModelErrors.AnswerUnreadable))]
    [InlineData("""{"objects":[{"oid":"OID","actions":{"download":{"href":"file:///etc/passwd"}}}]}""", nameof(ModelErrors.AnswerUnreadable))]
    [InlineData("""{"objects":[{"oid":"OID","actions":{"download":{"href":"http://127.0.0.1:1/x","header":{"Host":"other"}}}}]}""", nameof(ModelErrors.AnswerUnreadable))]
    [InlineData("""{"objects":[{"oid":"OID","actions":{"download":{"href":"http://127.0.0.1:1/x","header":{"X":"a\r\nY: b"}}}}]}""", nameof(ModelErrors.AnswerUnreadable))]
    [InlineData("[]", nameof(ModelErrors.AnswerUnreadable))]
    public async Task What_a_hostile_server_of_LFS_says_is_refused(string answer, string id)
    {
        using LocalGit git = Repository();
        git.Batch = oid => answer.Replace("OID", oid, StringComparison.Ordinal);
        using var asking = new Asking();
        ModelListing listing = await asking.ResolveAsync(Source(git, "main"));
        ListedFile large = Assert.Single(listing.Files, static file => file.Path == "sub/model.bin");
        Assert.Equal(id, (await Assert.ThrowsAsync<HostToolsException>(() => asking.BytesAsync(large))).Errors[0].Id);
    }

    [SkippableFact]
    public async Task Nothing_of_a_repository_runs_and_links_lead_nowhere_else()
    {
        using LocalGit git = Repository();
        using var asking = new Asking();
        string trap = asking.Home["trap"];
        git.Write(".gitattributes", "* filter=trap\n");
        git.Write(".gitmodules", $"[submodule \"x\"]\n\tpath = x\n\turl = ext::touch {trap}\n");
        git.Run("config", "uploadpack.packObjectsHook", $"touch {trap}");
        git.Commit();
        await asking.FilesAsync(await asking.ResolveAsync(Source(git, "main")));
        Assert.False(File.Exists(trap));
        File.CreateSymbolicLink(Path.Join(git.Work, "out"), "../../etc/passwd");
        git.Commit();
        HostError error = await asking.ErrorAsync(Source(git, "main"));
        Assert.Equal(nameof(ModelErrors.PathUnsafe), error.Id);
    }

    [SkippableFact]
    public async Task A_directory_that_git_lfs_wrote_is_read()
    {
        using LocalGit git = Repository();
        try
        {
            git.Run("lfs", "install", "--local");
            git.Run("lfs", "track", "*.weights");
        }
        catch (InvalidOperationException)
        {
            Skip.If(true, "git-lfs is not installed here");
        }

        git.Run("rm", "--quiet", "sub/model.bin", "link");
        git.Write("real.weights", "made by git-lfs");
        git.Commit();
        Assert.Contains("oid sha256:", git.Run("show", "HEAD:real.weights"), StringComparison.Ordinal);
        using var asking = new Asking();
        Assert.Contains("real.weights=made by git-lfs", await asking.FilesAsync(await asking.ResolveAsync(new GitLfsSource("file://" + git.Work, "main"))));
    }

    [Fact]
    public void Proxy_and_authorities_are_gits_too_and_stand_in_no_argument()
    {
        var network = new NetworkSettings { Proxy = new Uri("http://me:my-password@proxy:8080"), AuthorityFile = "/etc/ssl/company.pem" };
        Dictionary<string, string?> variables = GitEnvironment.Of(new GitLfsSource("https://host/name.git", "main"), null, network);
        Assert.Equal("2", variables["GIT_CONFIG_COUNT"]);
        Assert.Equal(("http.proxy", "http://me:my-password@proxy:8080"), (variables["GIT_CONFIG_KEY_0"], variables["GIT_CONFIG_VALUE_0"]));
        Assert.Equal(("http.sslCAInfo", "/etc/ssl/company.pem"), (variables["GIT_CONFIG_KEY_1"], variables["GIT_CONFIG_VALUE_1"]));
    }

    [Theory]
    [InlineData("https://host/org/name", "https://host/org/name.git/info/lfs")]
    [InlineData("https://host/org/name.git", "https://host/org/name.git/info/lfs")]
    [InlineData("ssh://git@host:22/org/name.git", "https://host/org/name.git/info/lfs")]
    [InlineData("git@host:org/name.git", "https://host/org/name.git/info/lfs")]
    [InlineData("/srv/name.git", null)]
    public void The_server_of_LFS_follows_from_the_address(string url, string? endpoint) =>
        Assert.Equal(endpoint, LfsStorage.Endpoint(new GitLfsSource(url, "main"))?.AbsoluteUri);

    private static LocalGit Repository()
    {
        Skip.IfNot(LocalGit.IsInstalled, "git is not installed here");
        var git = new LocalGit();
        git.Write(".gitattributes", "*.bin filter=lfs\n");
        git.Write("config.json", "{}");
        git.WriteLarge("sub/model.bin", "weights");
        File.CreateSymbolicLink(Path.Join(git.Work, "link"), "sub/model.bin");
        git.Commit();
        return git;
    }

    private static GitLfsSource Source(LocalGit git, string revision) => new(git.Url.AbsoluteUri, revision);

    private sealed class SeenProcesses : IProcessRunner
    {
        public List<string> Arguments { get; } = [];

        public Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken token)
        {
            Arguments.AddRange(request.Arguments);
            return new SystemProcessRunner().RunAsync(request, token);
        }
    }
}
