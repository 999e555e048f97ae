using System.Text;
using System.Text.Json;

namespace HostTools.Models.Tests;

/// <summary>A registry that speaks the distribution-spec for reading: manifests by tag and digest, blobs elsewhere, tokens of a server of its own.</summary>
internal sealed class LocalRegistry : IDisposable
{
    private readonly Dictionary<string, byte[]> _blobs = [];
    private readonly Dictionary<string, (byte[] Bytes, string Type)> _manifests = [];
    private readonly LocalServer _storage;
    private readonly LocalServer _server;
    private readonly LocalServer _tokens;
    private int _issued;

    public LocalRegistry()
    {
        _storage = new LocalServer(request => LocalAnswer.Bytes(request, _blobs[request.Path[1..]]));
        _tokens = new LocalServer(Token);
        _server = new LocalServer(Answer);
    }

    public string Repository { get; init; } = "org/model";

    public string Host => _server.Url.Authority;

    public Uri Url => _server.Url;

    /// <summary>What the server of tokens wants to see; null gives them to anybody.</summary>
    public string? Login { get; set; }

    /// <summary>The registry wants a token.</summary>
    public bool WantsToken { get; set; }

    /// <summary>Takes the place of an answer; null leaves it.</summary>
    public Func<LocalRequest, LocalAnswer?> Fault { get; set; } = static _ => null;

    /// <summary>What tokens say of their life; null is nothing.</summary>
    public int? Seconds { get; set; }

    public IReadOnlyList<LocalRequest> Requests => _server.Requests;

    public IReadOnlyList<LocalRequest> StorageRequests => _storage.Requests;

    public IReadOnlyList<LocalRequest> TokenRequests => _tokens.Requests;

    public string Challenge => $"Bearer realm=\"{_tokens["token"]}\",service=\"local\",scope=\"repository:{Repository}:pull\"";

    /// <summary>Stores a blob, and describes it.</summary>
    public string Blob(string content, string type, params (string Name, string Value)[] annotations) => Blob(Encoding.UTF8.GetBytes(content), type, annotations);

    public string Blob(byte[] content, string type, params (string Name, string Value)[] annotations)
    {
        string digest = Digest(content);
        _blobs[digest] = content;
        return Describe(digest, content.Length, type, annotations);
    }

    /// <summary>Stores a manifest of such layers below a tag, and gives its digest.</summary>
    public string Manifest(string tag, params string[] layers) => Put(tag, "application/vnd.oci.image.manifest.v1+json",
        $$"""{"schemaVersion":2,"config":{{Blob("{}", "application/vnd.oci.empty.v1+json")}},"layers":[{{string.Join(',', layers)}}]}""");

    /// <summary>Stores any text below a tag and its digest.</summary>
    public string Put(string tag, string type, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        string digest = Digest(bytes);
        _manifests[tag] = _manifests[digest] = (bytes, type);
        return digest;
    }

    public void Forget(string reference) => _manifests.Remove(reference);

    public int SizeOf(string reference) => _manifests[reference].Bytes.Length;

    public static string Describe(string digest, int size, string type, params (string Name, string Value)[] annotations) => JsonSerializer.Serialize(
        new { mediaType = type, digest, size, annotations = annotations.ToDictionary(static pair => pair.Name, static pair => pair.Value) });

    public static string Digest(byte[] bytes) => $"sha256:{ContentHash.Of(bytes).Hex}";

    public void Dispose()
    {
        _server.Dispose();
        _tokens.Dispose();
        _storage.Dispose();
    }

    private LocalAnswer Token(LocalRequest request)
    {
        if (Login is not null && request.Header("Authorization") != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Login)))
            return LocalAnswer.Text(401, """{"details":"incorrect username or password"}""");
        Assert.Equal(("local", $"repository:{Repository}:pull"), (request.Query("service"), request.Query("scope")));
        return LocalAnswer.Json($$"""{"token":"token-number-{{++_issued}}"{{(Seconds is { } seconds ? $",\"expires_in\":{seconds}" : string.Empty)}}}""");
    }

    private LocalAnswer Answer(LocalRequest request)
    {
        if (Fault(request) is { } fault)
            return fault;
        if (WantsToken && request.Header("Authorization") != $"Bearer token-number-{_issued}")
            return LocalAnswer.Text(401, """{"errors":[{"code":"UNAUTHORIZED"}]}""", ("WWW-Authenticate", Challenge));
        string prefix = $"/v2/{Repository}/";
        if (!request.Path.StartsWith(prefix, StringComparison.Ordinal))
            return LocalAnswer.Text(404, """{"errors":[{"code":"NAME_UNKNOWN","message":"repository name not known to registry"}]}""");
        string[] rest = request.Path[prefix.Length..].Split('/', 2);
        if (rest[0] == "blobs")
            return _blobs.ContainsKey(rest[1]) ? LocalAnswer.MoveTo(_storage["/" + rest[1]].AbsoluteUri) : LocalAnswer.Text(404, """{"errors":[{"code":"BLOB_UNKNOWN"}]}""");
        return _manifests.TryGetValue(rest[1], out (byte[] Bytes, string Type) found)
            ? new LocalAnswer(200, found.Bytes) { Headers = { ["Content-Type"] = found.Type, ["Docker-Content-Digest"] = Digest(found.Bytes) } }
            : LocalAnswer.Text(404, """{"errors":[{"code":"MANIFEST_UNKNOWN"}]}""");
    }
}
