using HostTools.Platform;

namespace HostTools.Models.Tests.Sources;

public sealed class MlFlowOriginTests
{
    private static readonly string[] s_expected = ["MLmodel=m", "a.txt=1", "b.txt=2", "sub/deep/d=4", "sub/ü c=3"];

    [Theory]
    [InlineData("runs:/run1/model", "model")]
    [InlineData("s3://bucket/1/run1/artifacts/model", "model")]
    [InlineData("/data/mlruns/1/run1/artifacts/some/model", "some/model")]
    [InlineData("dbfs:/elsewhere", "model")]
    [InlineData("mlflow-artifacts:/1/run1/artifacts/model", "1/run1/artifacts/model")]
    [InlineData("mlflow-artifacts://host:5000/1/run1/artifacts/model", "1/run1/artifacts/model")]
    [InlineData("models:/m-1", "1/models/m-1/artifacts")]
    public async Task Files_come_with_all_directories_and_pages_wherever_they_are(string place, string directory)
    {
        using var asking = new Asking();
        using LocalMlFlow server = Server(directory, place);
        ModelListing listing = await asking.ResolveAsync(Source(server) with { Version = 3 });
        Assert.Equal(s_expected, await asking.FilesAsync(listing));
        Assert.StartsWith("3-", listing.Version, StringComparison.Ordinal);
        Assert.All(listing.Files, static file => Assert.NotNull(file.Size));
    }

    [Fact]
    public async Task A_stage_is_the_version_that_is_in_it_and_a_pin_stays()
    {
        using var asking = new Asking();
        using LocalMlFlow server = Server("model", "runs:/run1/model");
        MlFlowSource source = Source(server) with { Stage = "production" };
        string version = (await asking.ResolveAsync(source)).Version;
        Assert.StartsWith("3-", version, StringComparison.Ordinal);
        server.Versions[0] = (3, "Archived", "runs:/run1/model");
        server.Versions.Add((4, "Production", "runs:/run1/sub"));
        asking.Pinned = version;
        Assert.Equal(version, (await asking.ResolveAsync(source)).Version);
        server.Files["model/more"] = "5";
        Assert.Equal(nameof(ModelErrors.VersionGone), (await asking.ErrorAsync(source)).Id);
        server.Versions.RemoveAt(0);
        Assert.Contains("removed it", (await asking.ErrorAsync(source)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MLFLOW_TRACKING_TOKEN", "token-1", "Bearer token-1")]
    [InlineData("MLFLOW_TRACKING_USERNAME", "me", "Basic bWU6bXktcGFzc3dvcmQ=")]
    public async Task It_is_told_who_asks(string variable, string value, string authorization)
    {
        using var asking = new Asking { Environment = { [variable] = value, ["MLFLOW_TRACKING_PASSWORD"] = "my-password" } };
        using LocalMlFlow server = Server("model", "runs:/run1/model");
        server.Authorization = authorization;
        Assert.Equal(s_expected, await asking.FilesAsync(await asking.ResolveAsync(Source(server) with { Version = 3 })));
        asking.Environment[variable] = "somebody-else";
        HostError error = await asking.ErrorAsync(Source(server) with { Version = 3 });
        Assert.Equal(nameof(ModelErrors.TokenRefused), error.Id);
        Assert.Contains(variable, error.Message, StringComparison.Ordinal);
        asking.Environment.Clear();
        Assert.Contains("MLFLOW_TRACKING_TOKEN", (await asking.ErrorAsync(Source(server) with { Version = 3 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chosen_variable_comes_before_the_known_one()
    {
        using var asking = new Asking { Auth = new ModelAuth(TokenEnvVar: "MINE"), Environment = { ["MINE"] = "token-2", ["MLFLOW_TRACKING_TOKEN"] = "token-1" } };
        using LocalMlFlow server = Server("model", "runs:/run1/model");
        server.Authorization = "Bearer token-2";
        Assert.Equal(s_expected.Length, (await asking.ResolveAsync(Source(server) with { Version = 3 })).Files.Count);
    }

    [Fact]
    public async Task What_is_not_there_is_said()
    {
        using var asking = new Asking();
        using LocalMlFlow server = Server("model", "runs:/run1/model");
        Assert.Equal(nameof(ModelErrors.RevisionMissing), (await asking.ErrorAsync(Source(server) with { Version = 9 })).Id);
        Assert.Equal(nameof(ModelErrors.RevisionMissing), (await asking.ErrorAsync(Source(server) with { Stage = "Staging" })).Id);
        Assert.Equal(nameof(ModelErrors.ModelMissing), (await asking.ErrorAsync(new MlFlowSource(server.Url, "none") { Stage = "Production" })).Id);
        Assert.Equal(nameof(ModelErrors.ServerRefused), (await asking.ErrorAsync(new MlFlowSource(new Uri(server.Url, "elsewhere"), "iris") { Version = 3 })).Id);
    }

    [Theory]
    [InlineData("""{"files":[{"path":"model/a","is_dir":false}],"next_page_token":"same"}""", nameof(ModelErrors.ListingEndless))]
    [InlineData("""{"files":[{"path":"model/sub","is_dir":true}]}""", nameof(ModelErrors.ListingEndless))]
    [InlineData("""{"files":[{"path":"model/..","is_dir":false}]}""", nameof(ModelErrors.PathUnsafe))]
    [InlineData("""{"files":[{"path":"model/a","is_dir":"yes"}]}""", nameof(ModelErrors.AnswerUnreadable))]
    [InlineData("""{"files":[{"path":"model/a","file_size":-1}]}""", nameof(ModelErrors.AnswerUnreadable))]
    [InlineData("""{"files":[{"path":"model/a","file_size":"99999999999999999999"}]}""", nameof(ModelErrors.AnswerUnreadable))]
    [InlineData("""{"files":{}}""", nameof(ModelErrors.AnswerUnreadable))]
    [InlineData("""{"files":[{"path":"\ud800"}]}""", nameof(ModelErrors.AnswerUnreadable))]
    [InlineData("{}", nameof(ModelErrors.NoFilesMatch))]
    [InlineData("<html>", nameof(ModelErrors.AnswerUnreadable))]
    public async Task What_a_hostile_server_says_is_refused(string answer, string id)
    {
        using var asking = new Asking();
        using LocalMlFlow server = Server("model", "runs:/run1/model");
        server.Fault = request => request.Path.EndsWith("/artifacts/list", StringComparison.Ordinal) ? LocalAnswer.Json(answer) : null;
        Assert.Equal(id, (await asking.ErrorAsync(Source(server) with { Version = 3 })).Id);
    }

    private static MlFlowSource Source(LocalMlFlow server) => new(server.Url, "iris");

    private static LocalMlFlow Server(string directory, string place)
    {
        var server = new LocalMlFlow { Versions = { (3, "Production", place) } };
        foreach (string file in s_expected)
            server.Files[$"{directory}/{file.Split('=')[0]}"] = file.Split('=')[1];
        server.Files["other/x"] = "not of the model";
        return server;
    }
}
