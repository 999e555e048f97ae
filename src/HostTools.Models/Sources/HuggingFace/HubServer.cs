namespace HostTools.Models;

/// <summary>A hub and one repository on it: the addresses that are asked.</summary>
internal sealed class HubServer
{
    private const string Standard = "https://huggingface.co";

    private readonly string _repo;

    /// <summary>The source's endpoint, else that of the settings, else HF_ENDPOINT, else the hub itself.</summary>
    /// <exception cref="HostTools.Platform.HostToolsException">SourceMalformed: HF_ENDPOINT is no address.</exception>
    public HubServer(HuggingFaceSource source, Uri? mirror, Func<string, string?> environment)
    {
        string text = source.Endpoint?.AbsoluteUri ?? mirror?.AbsoluteUri ?? (environment("HF_ENDPOINT") is { Length: > 0 } set ? set.Trim() : Standard);
        if (!Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out Uri? endpoint) || endpoint is not { Scheme: "http" or "https", UserInfo: "" })
            throw new Platform.HostToolsException(ModelErrors.SourceMalformed(source, "HF_ENDPOINT is no address of a server; write one that begins with https:// or http://."));
        (Endpoint, _repo) = (endpoint, string.Join('/', source.Repo.Split('/').Select(Uri.EscapeDataString)));
    }

    /// <summary>Ends with a slash.</summary>
    public Uri Endpoint { get; }

    /// <summary>What a person opens in the browser.</summary>
    public string Page => new Uri(Endpoint, _repo).AbsoluteUri;

    /// <summary>Says where a branch or tag is now.</summary>
    public Uri Revision(string revision) => new(Endpoint, $"api/models/{_repo}/revision/{Uri.EscapeDataString(revision)}");

    /// <summary>Lists the files of a commit, the first page.</summary>
    public Uri Tree(string commit) => new(Endpoint, $"api/models/{_repo}/tree/{commit}?recursive=true&expand=false");

    /// <summary>Sends the bytes of a file.</summary>
    public Uri File(string commit, string path) => new(Endpoint, $"{_repo}/resolve/{commit}/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}");
}
