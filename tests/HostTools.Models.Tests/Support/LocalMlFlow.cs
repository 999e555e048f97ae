using System.Text;
using System.Text.Json;

namespace HostTools.Models.Tests;

/// <summary>A server that speaks the REST interface of MLflow for reading: registry, artifacts of runs in pages, proxied artifacts.</summary>
internal sealed class LocalMlFlow : IDisposable
{
    private readonly LocalServer _server;

    public LocalMlFlow() => _server = new LocalServer(Answer);

    public Uri Url => _server.Url;

    public IReadOnlyList<LocalRequest> Requests => _server.Requests;

    /// <summary>Versions of the model <c>iris</c>: number, stage, source.</summary>
    public List<(int Number, string Stage, string Source)> Versions { get; } = [];

    /// <summary>Files of the run <c>run1</c>, and what the server proxies, by their whole paths.</summary>
    public SortedDictionary<string, string> Files { get; } = new(StringComparer.Ordinal);

    public string? Authorization { get; set; }

    public Func<LocalRequest, LocalAnswer?> Fault { get; set; } = static _ => null;

    public void Dispose() => _server.Dispose();

    private LocalAnswer Answer(LocalRequest request)
    {
        if (Fault(request) is { } fault)
            return fault;
        if (Authorization is not null && request.Header("Authorization") != Authorization)
            return LocalAnswer.Text(401, "You are not authenticated.");
        const string proxied = "/api/2.0/mlflow-artifacts/artifacts";
        return request.Path switch
        {
            "/api/2.0/mlflow/model-versions/get" => Version(request),
            "/api/2.0/mlflow/registered-models/get" => Model(request),
            "/api/2.0/mlflow/model-versions/get-download-uri" => LocalAnswer.Json("""{"artifact_uri":"mlflow-artifacts:/1/models/m-1/artifacts"}"""),
            "/api/2.0/mlflow/artifacts/list" => List(request),
            "/get-artifact" when request.Query("run_uuid") == "run1" => File(request, request.Query("path")),
            proxied => Proxied(request),
            _ when request.Path.StartsWith(proxied + "/", StringComparison.Ordinal) => File(request, Uri.UnescapeDataString(request.Path[(proxied.Length + 1)..])),
            _ => LocalAnswer.Text(404, "not found"),
        };
    }

    private LocalAnswer Version(LocalRequest request) =>
        Versions.Find(version => $"{version.Number}" == request.Query("version") && request.Query("name") == "iris") is { Number: > 0 } found
            ? LocalAnswer.Json($$"""{"model_version":{{Json(found)}} }""")
            : Missing("Model Version not found");

    private LocalAnswer Model(LocalRequest request) => request.Query("name") == "iris"
        ? LocalAnswer.Json($$"""{"registered_model":{"name":"iris","latest_versions":[{{string.Join(',', Versions.Select(Json))}}]} }""")
        : Missing("Registered Model not found");

    private static LocalAnswer Missing(string message) => LocalAnswer.Text(404, $$"""{"error_code":"RESOURCE_DOES_NOT_EXIST","message":"{{message}}"}""");

    private static string Json((int Number, string Stage, string Source) version) =>
        JsonSerializer.Serialize(new { name = "iris", version = $"{version.Number}", current_stage = version.Stage, source = version.Source, run_id = "run1" });

    // Two entries a page; paths are from the root of the run.
    private LocalAnswer List(LocalRequest request)
    {
        Assert.Equal("run1", request.Query("run_id"));
        int start = request.Query("page_token") is { Length: > 0 } token ? int.Parse(token, System.Globalization.CultureInfo.InvariantCulture) : 0;
        (string Path, int? Size)[] all = Entries(request.Query("path"));
        string next = start + 2 < all.Length ? $",\"next_page_token\":\"{start + 2}\"" : string.Empty;
        return LocalAnswer.Json($$"""{"root_uri":"x","files":[{{string.Join(',', all.Skip(start).Take(2).Select(entry => Json(entry.Path, entry.Size is { } size ? $"\"{size}\"" : null)))}}]{{next}}}""");
    }

    // No pages; names alone.
    private LocalAnswer Proxied(LocalRequest request) =>
        LocalAnswer.Json($$"""{"files":[{{string.Join(',', Entries(request.Query("path")).Select(static entry => Json(entry.Path.Split('/')[^1], entry.Size?.ToString(System.Globalization.CultureInfo.InvariantCulture))))}}]}""");

    private static string Json(string path, string? size) => $"{{\"path\":{JsonSerializer.Serialize(path)},\"is_dir\":{(size is null ? "true" : "false")}{(size is null ? string.Empty : $",\"file_size\":{size}")}}}";

    private (string Path, int? Size)[] Entries(string directory)
    {
        string prefix = directory.Length == 0 ? string.Empty : directory + "/";
        return [.. Files.Where(file => file.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(file => file.Key.IndexOf('/', prefix.Length) is > 0 and var slash ? (file.Key[..slash], (int?)null) : (file.Key, Encoding.UTF8.GetByteCount(file.Value))).Distinct()];
    }

    private LocalAnswer File(LocalRequest request, string path) => Files.TryGetValue(path, out string? text) ? LocalAnswer.Bytes(request, Encoding.UTF8.GetBytes(text)) : LocalAnswer.Text(404, "no such artifact");
}
