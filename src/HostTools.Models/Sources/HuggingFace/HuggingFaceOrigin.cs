using System.Text.RegularExpressions;
using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>
/// The Hugging Face Hub, and servers that speak its protocol. A branch or tag costs one request, each thousand files another, and each file one when it
/// is fetched: the list says what its bytes must be, so nothing has to be asked before.
/// </summary>
public sealed partial class HuggingFaceOrigin : IModelOrigin
{
    /// <inheritdoc/>
    public bool Serves(ModelSource source) => source is HuggingFaceSource;

    /// <inheritdoc/>
    public async Task<ModelListing> ResolveAsync(ModelSource source, OriginContext context, CancellationToken token)
    {
        var hub = (HuggingFaceSource)source;
        var server = new HubServer(hub, context.Http.Settings.HubEndpoint, context.Environment);
        FoundToken? found = HubToken.Find(context);
        var asker = new Asker(hub, server, found, context.Http);
        string commit = context.PinnedVersion ?? (Commit().IsMatch(hub.Revision) ? hub.Revision : await asker.CommitAsync(token).ConfigureAwait(false));
        var filter = new PathFilter(hub.Files);
        IReadOnlyList<HubFile> files = await asker.FilesAsync(commit, token).ConfigureAwait(false);
        return new ModelListing(hub, commit, files.Where(file => filter.Takes(file.Path)).Select(file => new ListedFile(file.Path, asker.BytesOf(commit, file.Path))
        {
            Size = file.Size,
            Sha256 = file.Sha256,
            GitBlobSha1 = file.GitBlobSha1,
            XetHash = file.XetHash,
        }));
    }

    [GeneratedRegex("^[0-9a-f]{40}$")]
    private static partial Regex Commit();

    /// <summary>What one listing asks.</summary>
    private sealed class Asker(HuggingFaceSource source, HubServer server, FoundToken? found, ModelHttp http)
    {
        private readonly HubRefusals _refusals = new(source, server, found);
        private readonly HeaderSigner? _signer = found is null ? null : new HeaderSigner(server.Endpoint, "Bearer", found.Value);

        public async Task<string> CommitAsync(CancellationToken token)
        {
            HttpAnswer answer = await AskAsync(server.Revision(source.Revision), token).ConfigureAwait(false);
            return answer.Read(static json => json.Text("sha") is var sha && Commit().IsMatch(sha) ? sha : throw new FormatException("it names no commit"));
        }

        public async Task<IReadOnlyList<HubFile>> FilesAsync(string commit, CancellationToken token)
        {
            var files = new List<HubFile>();
            Uri? page = server.Tree(commit);
            var guard = new PageGuard(RemoteRequest.Show(page));
            while (page is not null)
            {
                guard.Turn(page.AbsoluteUri);
                HttpAnswer answer = await AskAsync(page, token).ConfigureAwait(false);
                foreach (HubFile file in answer.Read(HubFile.Read))
                {
                    guard.Count();
                    files.Add(file);
                }

                page = HubPages.Next(server.Endpoint, page, answer);
            }

            return files;
        }

        public RemoteBytes BytesOf(string commit, string path) => RemoteBytes.At(server.File(commit, path), _signer) with { Refused = refusal => _refusals.File(refusal, path) };

        private async Task<HttpAnswer> AskAsync(Uri address, CancellationToken token)
        {
            HttpAnswer answer = await http.AskAsync(new RemoteRequest(address) { Signer = _signer }, token).ConfigureAwait(false);
            return answer.IsSuccess ? answer : throw new HostToolsException(_refusals.Repository(answer.Refusal));
        }
    }
}
