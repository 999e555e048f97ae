using System.Text.Json;
using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Lists the files of a model on an MLflow server, with all its directories and pages, and says how each comes.</summary>
/// <param name="server">The server.</param>
/// <param name="address">Where they are.</param>
internal sealed class MlFlowArtifacts(MlFlowServer server, MlFlowAddress address)
{
    private const int DeepestDirectory = 32;

    /// <summary>Paths below the address, with sizes where the server knows them.</summary>
    /// <exception cref="HostToolsException">ListingEndless, AnswerUnreadable or what the server says.</exception>
    public async Task<IReadOnlyList<ListedFile>> ListAsync(CancellationToken token)
    {
        var files = new List<ListedFile>();
        var guard = new PageGuard(server.Request(string.Empty).Shown);
        var directories = new Stack<string>([string.Empty]);
        while (directories.TryPop(out string? directory))
        {
            guard.Turn($"{directory}\0");
            foreach (Artifact artifact in await DirectoryAsync(directory, guard, token).ConfigureAwait(false))
            {
                guard.Count();
                string path = directory.Length == 0 ? artifact.Name : $"{directory}/{artifact.Name}";
                if (!artifact.IsDirectory)
                    files.Add(new ListedFile(path, Bytes(path)) { Size = artifact.Size });
                else if (path.Count(static letter => letter == '/') < DeepestDirectory)
                    directories.Push(path);
                else
                    throw new HostToolsException(ModelErrors.ListingEndless(server.Request(string.Empty).Shown, $"its directories are more than {DeepestDirectory} deep"));
            }
        }

        return files;
    }

    private async Task<List<Artifact>> DirectoryAsync(string directory, PageGuard guard, CancellationToken token)
    {
        var all = new List<Artifact>();
        string path = Join(address.Path, directory);
        for (string? next = string.Empty; next is not null;)
        {
            (Artifact[] page, next) = address.RunId is { } run
                ? await server.GetAsync("api/2.0/mlflow/artifacts/list", Page, token, ("run_id", run), ("path", path), ("page_token", next)).ConfigureAwait(false)
                : await server.GetAsync("api/2.0/mlflow-artifacts/artifacts", Page, token, ("path", path), ("page_token", next)).ConfigureAwait(false);
            all.AddRange(page);
            if (next is not null)
                guard.Turn($"{directory}\0{next}");
        }

        return all;
    }

    private RemoteBytes Bytes(string path)
    {
        string whole = Join(address.Path, path);
        RemoteRequest request = address.RunId is { } run
            ? server.Request("get-artifact", ("run_uuid", run), ("path", whole))
            : server.Request("api/2.0/mlflow-artifacts/artifacts/" + string.Join('/', whole.Split('/').Select(Uri.EscapeDataString)));
        return new RemoteBytes(_ => ValueTask.FromResult(request));
    }

    private static string Join(string directory, string path) => directory.Length == 0 || path.Length == 0 ? directory + path : $"{directory}/{path}";

    // Runs give paths from their root, the proxy those below the directory; the last part is the name in both.
    private static (Artifact[] Page, string? Next) Page(JsonElement json)
    {
        Artifact[] page = [.. json.Items("files").Select(static item => new Artifact(
            item.Text("path").Split('/')[^1], item.Flag("is_dir"), item.Optional("file_size") is null ? null : Size(item)))];
        return (page, json.OptionalText("next_page_token") is { Length: > 0 } next ? next : null);
    }

    // Some versions write numbers of 64 bits as texts, as protocol buffers do.
    private static long Size(JsonElement item)
    {
        long size = item.Member("file_size").ValueKind is JsonValueKind.String
            ? long.Parse(item.Text("file_size"), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture)
            : item.LongNumber("file_size");
        return size >= 0 ? size : throw new FormatException($"{size} is no size");
    }

    private readonly record struct Artifact(string Name, bool IsDirectory, long? Size);
}
