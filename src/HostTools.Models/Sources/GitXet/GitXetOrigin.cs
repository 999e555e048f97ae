using HostTools.Platform;

namespace HostTools.Models;

/// <summary>
/// Repositories in Xet storage. Those of Hugging Face give every file at its ordinary address, whole, so they are asked as any other of the hub; other servers of
/// that storage are not known here.
/// </summary>
public sealed class GitXetOrigin : IModelOrigin
{
    private static readonly string[] s_hubs = ["huggingface.co", "hf.co"];

    /// <inheritdoc/>
    public bool Serves(ModelSource source) => source is GitXetSource;

    /// <inheritdoc/>
    public async Task<ModelListing> ResolveAsync(ModelSource source, OriginContext context, CancellationToken token)
    {
        var xet = (GitXetSource)source;
        HuggingFaceSource hub = OnHub(xet);
        SourceRules.Require(hub);
        ModelListing listing = await ModelOrigins.For(hub).ResolveAsync(hub, context, token).ConfigureAwait(false);
        return new ModelListing(xet, listing.Version, listing.Files);
    }

    /// <summary>The same repository as one of the hub.</summary>
    /// <exception cref="HostToolsException">SourceNotPossible: it is elsewhere.</exception>
    internal static HuggingFaceSource OnHub(GitXetSource source)
    {
        if (!Uri.TryCreate(source.Url, UriKind.Absolute, out Uri? url))
            throw Impossible(source, "it is no address of the web");
        if (url.Host.EndsWith("xethub.com", StringComparison.OrdinalIgnoreCase))
            throw Impossible(source, "XetHub has closed, and its repositories moved to Hugging Face");
        if (url.Scheme is not ("https" or "http") || !(s_hubs.Contains(url.Host, StringComparer.OrdinalIgnoreCase) || IsAt(source.Endpoint, url)))
            throw Impossible(source, "only a hub that speaks the protocol of Hugging Face gives files of Xet storage at ordinary addresses; name it as 'endpoint' if it is one");
        string repo = url.AbsolutePath.Trim('/');
        return new HuggingFaceSource(repo.EndsWith(".git", StringComparison.Ordinal) ? repo[..^4] : repo) { Revision = source.Revision, Files = source.Files, Endpoint = source.Endpoint };
    }

    private static bool IsAt(Uri? endpoint, Uri url) => endpoint is not null && endpoint.Authority == url.Authority && endpoint.Scheme == url.Scheme;

    private static HostToolsException Impossible(GitXetSource source, string why) =>
        new(ModelErrors.SourceNotPossible(source, $"{why}. Write hf:org/name@revision when the hub has it."));
}
