using System.Text.Json;
using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Sources in plans, generations and undo records. Read again they are checked as if somebody had written them.</summary>
internal static class ModelSourceJson
{
    public static void Write(Utf8JsonWriter writer, string name, ModelSource source)
    {
        writer.WriteStartObject(name);
        writer.WriteString("kind", source.Kind);
        foreach ((string key, object? value) in Members(source))
        {
            switch (value)
            {
                case null:
                    break;
                case bool flag:
                    writer.WriteBoolean(key, flag);
                    break;
                case int number:
                    writer.WriteNumber(key, number);
                    break;
                case IReadOnlyList<UrlFile> urls:
                    WriteUrls(writer, key, urls);
                    break;
                case IReadOnlyList<string> texts:
                    WriteTexts(writer, key, texts);
                    break;
                default:
                    writer.WriteString(key, value as string ?? ((Uri)value).AbsoluteUri);
                    break;
            }
        }

        writer.WriteEndObject();
    }

    /// <exception cref="FormatException">It is no source that could be used.</exception>
    public static ModelSource Read(JsonElement outer, string name)
    {
        JsonElement json = outer.Member(name);
        ModelSource source = json.Text("kind") switch
        {
            "huggingface" => new HuggingFaceSource(json.Text("repo")) { Revision = json.Text("revision"), Files = json.Texts("files"), Endpoint = Address(json, "endpoint") },
            "url" => new UrlSource([.. json.Items("urls").Select(Url)]) { Extract = json.Flag("extract") },
            "s3" => new S3Source(json.Text("bucket"), json.Text("prefix")) { Region = json.Text("region"), Endpoint = Address(json, "endpoint"), Files = json.Texts("files") },
            "git-lfs" => new GitLfsSource(json.Text("url"), json.Text("revision")) { Subdirectory = json.OptionalText("subdir"), Files = json.Texts("files") },
            "git-xet" => new GitXetSource(json.Text("url"), json.Text("revision")) { Files = json.Texts("files"), Endpoint = Address(json, "endpoint") },
            "mlflow" => new MlFlowSource(Address(json, "server") ?? throw new FormatException("a source has no server"), json.Text("name")) { Version = json.OptionalNumber("version"), Stage = json.OptionalText("stage") },
            "ollama" => new OllamaSource(json.Text("model")) { Tag = json.Text("tag"), Endpoint = Address(json, "endpoint") },
            "oci" => new OciSource(json.Text("repository")) { Reference = json.Text("reference"), IsPlainHttp = json.Flag("http") },
            "mock" => new MockSource { Organization = json.Text("org"), Model = json.Text("model"), Revision = json.Text("revision"), Files = json.Texts("files"), CommitSha = json.Text("commit") },
            var other => throw new FormatException($"'{other}' is no kind of source"),
        };
        try
        {
            SourceRules.Require(source);
        }
        catch (HostToolsException refused)
        {
            throw new FormatException(refused.Errors[0].Message);
        }

        return source;
    }

    private static (string Key, object? Value)[] Members(ModelSource source) => source switch
    {
        HuggingFaceSource hub => [("repo", hub.Repo), ("revision", hub.Revision), ("files", hub.Files), ("endpoint", hub.Endpoint)],
        UrlSource url => [("urls", url.Urls), ("extract", url.Extract)],
        S3Source s3 => [("bucket", s3.Bucket), ("prefix", s3.Prefix), ("region", s3.Region), ("endpoint", s3.Endpoint), ("files", s3.Files)],
        GitLfsSource git => [("url", git.Url), ("revision", git.Revision), ("subdir", git.Subdirectory), ("files", git.Files)],
        GitXetSource git => [("url", git.Url), ("revision", git.Revision), ("files", git.Files), ("endpoint", git.Endpoint)],
        MlFlowSource flow => [("server", flow.TrackingUri), ("name", flow.ModelName), ("version", flow.Version), ("stage", flow.Stage)],
        OllamaSource ollama => [("model", ollama.Model), ("tag", ollama.Tag), ("endpoint", ollama.Endpoint)],
        OciSource oci => [("repository", oci.Repository), ("reference", oci.Reference), ("http", oci.IsPlainHttp)],
        MockSource mock => [("org", mock.Organization), ("model", mock.Model), ("revision", mock.Revision), ("files", mock.Files), ("commit", mock.CommitSha)],
        _ => throw new InvalidOperationException($"'{source.Kind}' cannot be written."),
    };

    private static void WriteUrls(Utf8JsonWriter writer, string key, IReadOnlyList<UrlFile> urls)
    {
        writer.WriteStartArray(key);
        foreach (UrlFile url in urls)
        {
            writer.WriteStartObject();
            writer.WriteString("url", url.Url.AbsoluteUri);
            if (url.Sha256 is { } hash)
                writer.WriteString("sha256", hash.Hex);
            if (url.FileName is { } name)
                writer.WriteString("filename", name);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string key, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(key);
        foreach (string text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    private static UrlFile Url(JsonElement json) => new(Address(json, "url") ?? throw new FormatException("a file has no address"))
    {
        Sha256 = json.OptionalText("sha256") is not { } text ? null : ContentHash.TryParse(text, out ContentHash hash) ? hash : throw new FormatException($"'{text}' is no hash"),
        FileName = json.OptionalText("filename"),
    };

    private static Uri? Address(JsonElement json, string name) => json.OptionalText(name) switch
    {
        null => null,
        var text => Uri.TryCreate(text, UriKind.Absolute, out Uri? address) ? address : throw new FormatException($"'{text}' is no address"),
    };
}
