using System.Text.RegularExpressions;

namespace HostTools.Models;

/// <summary>What stands behind a source in one line, as <see cref="ModelSource.Canonical"/> writes it: <c>mock:org/name@main commit=… file=config.json</c>.</summary>
public static partial class SpecOptions
{
    /// <summary>The source in front, and the options in their order.</summary>
    public static (string Spec, IReadOnlyList<(string Name, string Value)> Options) Split(string text)
    {
        string[] parts = Option().Split(text);
        var options = new List<(string, string)>();
        foreach (string part in parts.Skip(1))
            options.Add((part[..part.IndexOf('=', StringComparison.Ordinal)], part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..]));
        return (parts[0], options);
    }

    /// <summary>A source with options; null when it has none of that name, or the value cannot be read.</summary>
    public static ModelSource? With(ModelSource? source, IReadOnlyList<(string Name, string Value)> options)
    {
        string[] files = [.. options.Where(static option => option.Name == "file").Select(static option => option.Value)];
        if (files.Length > 0)
            source = WithFiles(source, files);
        foreach ((string name, string value) in options.Where(static option => option.Name != "file"))
            source = With(source, name, value);
        return source;
    }

    /// <summary>The same source with a choice of files; null where its kind has none.</summary>
    public static ModelSource? WithFiles(ModelSource? source, IReadOnlyList<string> files) => source switch
    {
        HuggingFaceSource hub => hub with { Files = files },
        S3Source s3 => s3 with { Files = files },
        GitLfsSource git => git with { Files = files },
        GitXetSource git => git with { Files = files },
        MockSource mock => mock with { Files = files },
        _ => null,
    };

    /// <summary>Addresses one after the other, each with what stands behind it.</summary>
    public static UrlSource? Urls(string text)
    {
        var files = new List<UrlFile>();
        foreach (string one in Address().Split(text.Trim()))
        {
            (string address, IReadOnlyList<(string Name, string Value)> options) = Split(one.Trim());
            if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? url) || options.Any(static option => option.Name is not ("filename" or "sha256")))
                return null;
            string? hash = Value(options, "sha256");
            if (hash is not null && !ContentHash.TryParse(hash, out _))
                return null;
            files.Add(new UrlFile(url) { FileName = Value(options, "filename"), Sha256 = hash is null ? null : ContentHash.Parse(hash) });
        }

        return new UrlSource(files);
    }

    private static string? Value(IReadOnlyList<(string Name, string Value)> options, string name) =>
        options.Where(option => option.Name == name).Select(static option => option.Value).FirstOrDefault();

    private static ModelSource? With(ModelSource? source, string name, string value) => (source, name) switch
    {
        (HuggingFaceSource hub, "endpoint") when Web(value) is { } url => hub with { Endpoint = url },
        (GitXetSource git, "endpoint") when Web(value) is { } url => git with { Endpoint = url },
        (OllamaSource ollama, "endpoint") when Web(value) is { } url => ollama with { Endpoint = url },
        (S3Source s3, "endpoint") when Web(value) is { } url => s3 with { Endpoint = url },
        (S3Source s3, "region") => s3 with { Region = value },
        (GitLfsSource git, "subdir") => git with { Subdirectory = value },
        (OciSource oci, "http") when value == "true" => oci with { IsPlainHttp = true },
        (UrlSource url, "extract") when value == "false" => url with { Extract = false },
        (MockSource mock, "commit") => mock with { CommitSha = value },
        _ => null,
    };

    private static Uri? Web(string text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? url) ? url : null;

    [GeneratedRegex(" (?=(?:file|endpoint|region|subdir|commit|extract|http|filename|sha256)=)")]
    private static partial Regex Option();

    [GeneratedRegex(" (?=https?://)")]
    private static partial Regex Address();
}
