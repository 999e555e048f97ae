using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HostTools.Models.Tests.Server;

/// <summary>A hub that speaks the protocol of Hugging Face, with its storage for large files on another port.</summary>
internal sealed class TestHub : IDisposable
{
    public const string Token = "hf_abcdefghijklmnop";

    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    public TestHub()
    {
        Storage = new WebServer(request => Fault(request) ?? Store(request));
        Hub = new WebServer(request => Fault(request) ?? Answer(request));
    }

    public WebServer Hub { get; }

    public WebServer Storage { get; }

    public string Repo { get; init; } = "org/name";

    public string Commit { get; set; } = new('1', 40);

    public Dictionary<string, string> Revisions { get; } = new(StringComparer.Ordinal);

    /// <summary>Files at least so large are in LFS.</summary>
    public int LargeFrom { get; init; } = 1000;

    public int PageSize { get; init; } = 1000;

    /// <summary>Whoever has not this token sees nothing.</summary>
    public bool IsPrivate { get; init; }

    public bool IsGated { get; init; }

    public bool IsDisabled { get; init; }

    /// <summary>Answers in place of the right one; null leaves it.</summary>
    public Func<WebRequest, WebResponse?> Fault { get; set; } = static _ => null;

    public HuggingFaceSource Source => new(Repo) { Endpoint = Hub.Address };

    public IReadOnlyDictionary<string, byte[]> Files => _files;

    /// <summary>What a search finds, in the order that a hub would give; the repository of the files is among it.</summary>
    public List<(string Id, string Task, int Downloads)> Catalogue { get; } = [("org/name", "text-generation", 7)];

    public TestHub With(string path, byte[] bytes)
    {
        _files[path] = bytes;
        return this;
    }

    public TestHub With(string path, string text) => With(path, Encoding.UTF8.GetBytes(text));

    public void Dispose()
    {
        Hub.Dispose();
        Storage.Dispose();
    }

    public static string GitName(byte[] bytes) =>
        Convert.ToHexStringLower(SHA1.HashData([.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {bytes.Length}\0")), .. bytes]));

    private WebResponse Answer(WebRequest request)
    {
        if (Refusal(request) is { } refusal)
            return refusal;
        string path = request.Path;
        return path == "/api/models" ? Search(request)
            : path.StartsWith($"/api/models/{Repo}/revision/", StringComparison.Ordinal) ? Revision(path[$"/api/models/{Repo}/revision/".Length..])
            : path.StartsWith($"/api/models/{Repo}/tree/", StringComparison.Ordinal) ? Tree(request, path[$"/api/models/{Repo}/tree/".Length..])
            : path.StartsWith($"/api/models/{Repo}/paths-info/", StringComparison.Ordinal) ? Paths(request)
            : path.StartsWith($"/{Repo}/resolve/", StringComparison.Ordinal) ? Resolve(request, path[$"/{Repo}/resolve/".Length..])
            : Error(401, "RepoNotFound", "Repository not found");
    }

    private WebResponse? Refusal(WebRequest request)
    {
        string? sent = request.Header("Authorization");
        bool isKnown = sent == $"Bearer {Token}";
        if (sent is not null && !isKnown)
            return Error(401, null, "Invalid credentials in Authorization header");
        if (IsPrivate && !isKnown)
            return Error(401, "RepoNotFound", "Repository not found");
        if (IsDisabled)
            return Error(403, null, "Access to this resource is disabled.");
        // What is in a gated repository may be listed by everybody.
        return IsGated && request.Path.Contains("/resolve/", StringComparison.Ordinal) ? Error(isKnown ? 403 : 401, "GatedRepo", "Access to model is restricted") : null;
    }

    private WebResponse Revision(string revision) => revision == Commit || revision == "main"
        ? Json(new { id = Repo, sha = Commit, siblings = _files.Keys.Select(static path => new { rfilename = path }) })
        : Revisions.TryGetValue(revision, out string? commit) ? Json(new { id = Repo, sha = commit }) : Error(404, "RevisionNotFound", "Invalid rev id");

    private WebResponse Search(WebRequest request)
    {
        ILookup<string, string> asked = request.Query.TrimStart('?').Split('&').Select(static part => part.Split('=', 2)).ToLookup(static part => part[0], static part => Uri.UnescapeDataString(part[1]));
        object[] found =
        [
            .. Catalogue.Where(model => asked["search"].All(text => model.Id.Contains(text, StringComparison.OrdinalIgnoreCase)) && asked["author"].All(author => model.Id.StartsWith(author + "/", StringComparison.Ordinal)))
                .Where(model => asked["pipeline_tag"].All(task => task == model.Task)).OrderByDescending(static model => model.Downloads)
                .Select(model => new { _id = "1", id = model.Id, pipeline_tag = model.Task, downloads = model.Downloads, likes = 1, gated = IsGated ? (object)"auto" : false, @private = IsPrivate, lastModified = "2026-01-02T03:04:05.000Z", sha = Commit }),
        ];
        int first = int.Parse(asked["cursor"].FirstOrDefault() ?? "0", CultureInfo.InvariantCulture);
        int size = Math.Min(PageSize, int.Parse(asked["limit"].First(), CultureInfo.InvariantCulture));
        WebResponse page = Json(found.Skip(first).Take(size));
        if (first + size < found.Length)
            page.Headers.Add(("Link", $"<{Hub.At("/api/models").AbsoluteUri}?{string.Join('&', request.Query.TrimStart('?').Split('&').Where(static part => !part.StartsWith("cursor=", StringComparison.Ordinal)))}&cursor={first + size}>; rel=\"next\""));
        return page;
    }

    private WebResponse Tree(WebRequest request, string commit)
    {
        if (commit != Commit && !Revisions.ContainsValue(commit))
            return Error(404, "RevisionNotFound", "Invalid rev id");
        Assert.Contains("recursive=true", request.Query, StringComparison.Ordinal);
        int first = request.Query.Split('&').FirstOrDefault(static part => part.StartsWith("cursor=", StringComparison.Ordinal)) is { } cursor ? int.Parse(cursor[7..], CultureInfo.InvariantCulture) : 0;
        object[] all = [.. Folders().Select(static folder => (object)new { type = "directory", oid = new string('d', 40), size = 0, path = folder }), .. _files.OrderBy(static file => file.Key, StringComparer.Ordinal).Select(Entry)];
        WebResponse page = Json(all.Skip(first).Take(PageSize));
        if (first + PageSize < all.Length)
            page.Headers.Add(("Link", $"<{Hub.At(request.Target.Split('?')[0]).AbsoluteUri}?recursive=true&cursor={first + PageSize}>; rel=\"next\""));
        return page;
    }

    private WebResponse Paths(WebRequest request) =>
        Json(_files.Where(file => Encoding.UTF8.GetString(request.Body).Contains(file.Key, StringComparison.Ordinal)).Select(file => JsonNode.Parse(JsonSerializer.Serialize(Entry(file)))!.AsObject()).Select(entry =>
        {
            entry["lastCommit"] = new JsonObject { ["id"] = Commit, ["title"] = "Add it", ["date"] = "2026-01-02T03:04:05.000Z" };
            return entry;
        }));

    private IEnumerable<string> Folders() => _files.Keys.Where(static path => path.Contains('/', StringComparison.Ordinal)).Select(static path => path[..path.LastIndexOf('/')]).Distinct();

    private object Entry(KeyValuePair<string, byte[]> file) => file.Value.Length < LargeFrom
        ? new { type = "file", oid = GitName(file.Value), size = file.Value.Length, path = file.Key }
        : new
        {
            type = "file",
            oid = new string('a', 40),
            size = file.Value.Length,
            path = file.Key,
            xetHash = new string('e', 64),
            lfs = new { oid = ContentHash.Of(file.Value).Hex, size = file.Value.Length, pointerSize = 134 },
        };

    private WebResponse Resolve(WebRequest request, string rest)
    {
        string path = rest[(rest.IndexOf('/', StringComparison.Ordinal) + 1)..];
        if (!_files.TryGetValue(path, out byte[]? bytes))
            return Error(404, "EntryNotFound", "Entry not found");
        if (bytes.Length < LargeFrom)
            return Ranged(request, bytes, ("X-Repo-Commit", Commit), ("ETag", $"\"{GitName(bytes)}\""));
        WebResponse redirect = WebResponse.Redirect(Storage.At($"/{Uri.EscapeDataString(path)}?X-Amz-Signature=secret"));
        redirect.Headers.AddRange([("X-Repo-Commit", Commit), ("X-Linked-Etag", $"\"{ContentHash.Of(bytes).Hex}\""), ("X-Linked-Size", bytes.Length.ToString(CultureInfo.InvariantCulture))]);
        return redirect;
    }

    // Signed addresses refuse whoever sends a token along.
    private WebResponse Store(WebRequest request) => request.Header("Authorization") is not null ? Error(400, null, "Only one auth mechanism allowed")
        : request.Query.Contains("X-Amz-Signature=secret", StringComparison.Ordinal) ? Ranged(request, _files[request.Path[1..]]) : Error(403, null, "no signature");

    private static WebResponse Ranged(WebRequest request, byte[] bytes, params (string Name, string Value)[] headers)
    {
        if (request.Range is not { } range)
            return WebResponse.Bytes(200, bytes, headers);
        int last = (int)Math.Min(range.Last ?? int.MaxValue, bytes.Length - 1);
        return WebResponse.Bytes(206, bytes[(int)range.First..(last + 1)], [.. headers, ("Content-Range", $"bytes {range.First}-{last}/{bytes.Length}")]);
    }

    private static WebResponse Json(object value) => WebResponse.Text(200, JsonSerializer.Serialize(value), ("Content-Type", "application/json"));

    private static WebResponse Error(int status, string? code, string message)
    {
        WebResponse error = WebResponse.Text(status, JsonSerializer.Serialize(new { error = message }), ("X-Error-Message", message));
        if (code is not null)
            error.Headers.Add(("X-Error-Code", code));
        return error;
    }
}
