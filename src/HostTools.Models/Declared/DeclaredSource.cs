using HostTools.Configuration;

namespace HostTools.Models;

/// <summary>A source as the configuration says it: one key, which is its kind.</summary>
internal static class DeclaredSource
{
    /// <exception cref="FormatException">A value cannot be read.</exception>
    public static ModelSource Of(ConfigMap source)
    {
        (string kind, object? value) = source.First();
        var own = new ModelOptions(value as ConfigMap ?? throw new FormatException($"'{kind}' has no options."));
        return kind switch
        {
            "huggingface" => new HuggingFaceSource(own.Text("repo") ?? string.Empty) { Revision = own.Text("revision") ?? "main", Files = own.Texts("files"), Endpoint = own.Address("endpoint") },
            "url" => new UrlSource([.. own.Maps("urls").Select(Url)]) { Extract = own.Flag("extract") },
            "s3" => new S3Source(own.Text("bucket") ?? string.Empty, own.Text("prefix") ?? string.Empty) { Region = own.Text("region") ?? "us-east-1", Endpoint = own.Address("endpoint"), Files = own.Texts("files") },
            "git-lfs" => new GitLfsSource(own.Text("url") ?? string.Empty, own.Text("rev") ?? string.Empty) { Subdirectory = own.Text("subdir"), Files = own.Texts("files") },
            "git-xet" => new GitXetSource(own.Text("url") ?? string.Empty, own.Text("rev") ?? "main") { Files = own.Texts("files"), Endpoint = own.Address("endpoint") },
            "mlflow" => new MlFlowSource(own.Address("trackingUri") ?? throw new FormatException("it has no trackingUri."), own.Text("modelName") ?? string.Empty)
            {
                Version = own.Text("modelVersion") is { } version ? int.Parse(version, System.Globalization.CultureInfo.InvariantCulture) : null,
                Stage = own.Text("modelStage"),
            },
            "ollama" => Ollama(own),
            "oci" => new OciSource(own.Text("repository") ?? string.Empty) { Reference = own.Text("reference") ?? "latest", IsPlainHttp = own.Flag("plainHttp") },
            "mock" => new MockSource
            {
                Organization = own.Text("org") ?? "test-org",
                Model = own.Text("model") ?? "test-model",
                Revision = own.Text("revision") ?? "main",
                Files = own.Texts("files"),
                CommitSha = own.Text("commitSha") ?? new string('0', 40),
            },
            _ => throw new FormatException($"'{kind}' is no kind of source."),
        };
    }

    private static OllamaSource Ollama(ModelOptions own)
    {
        var named = (OllamaSource)SpecString.Parse("ollama:" + own.Text("model"));
        return named with { Tag = own.Text("tag") ?? named.Tag, Endpoint = own.Address("endpoint") };
    }

    private static UrlFile Url(ModelOptions own) => new(own.Address("url") ?? throw new FormatException("a file has no address."))
    {
        Sha256 = own.Text("sha256") is { } hash ? ContentHash.Parse(hash) : null,
        FileName = own.Text("filename"),
    };
}
