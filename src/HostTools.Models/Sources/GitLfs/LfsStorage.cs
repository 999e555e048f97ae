using System.Text;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Where the large files of a repository are: on a server, or in the repository itself when that is a directory of this machine.</summary>
/// <param name="source">The repository.</param>
/// <param name="server">Server of them; null when there is none.</param>
/// <param name="directory">Directory with the repository; null when it is elsewhere.</param>
internal sealed class LfsStorage(GitLfsSource source, LfsServer? server, string? directory)
{
    private const string SettingsFile = ".lfsconfig";

    /// <summary>As git-lfs finds it: settings in the commit come before what follows from the address.</summary>
    public static async Task<LfsStorage> OfAsync(
        GitLfsSource source, GitCopy copy, IReadOnlyDictionary<string, GitEntry> entries, OriginContext context, FoundToken? found, CancellationToken token)
    {
        Uri? endpoint = entries.TryGetValue(SettingsFile, out GitEntry? entry) && entry is { IsFile: true, Size: < 65536 }
            ? Endpoint(Encoding.UTF8.GetString((await copy.ReadAsync([entry.Oid], token).ConfigureAwait(false))[entry.Oid]))
            : null;
        endpoint ??= Endpoint(source);
        return new LfsStorage(source, endpoint is null ? null : new LfsServer(source, endpoint, context.Http, found), Local(source));
    }

    /// <summary>How the bytes of a large file come.</summary>
    public FileBytes Bytes(string path, LfsPointer pointer)
    {
        if (server is not null)
            return server.Bytes(path, pointer);
        string hex = pointer.Sha256.Hex;
        string? file = directory is null ? null : new[] { directory, Path.Join(directory, ".git") }
            .Select(folder => Path.Join(folder, "lfs", "objects", hex[..2], hex[2..4], hex)).FirstOrDefault(File.Exists);
        if (file is null)
            throw new HostToolsException(ModelErrors.LargeFileRefused(source, path, 404, directory is null ? "no server is known for it" : "the repository does not hold it"));
        return new LocalBytes(_ => ValueTask.FromResult<Stream>(File.OpenRead(file)));
    }

    /// <summary>Address of the server that belongs to a repository; null when that is neither on the web nor behind ssh.</summary>
    internal static Uri? Endpoint(GitLfsSource source)
    {
        string url = source.Url.TrimEnd('/');
        if (!url.Contains("://", StringComparison.Ordinal) && url.Split(':', 2) is [var host, var path] && host.Length > 1 && !host.Contains('/', StringComparison.Ordinal))
            url = $"ssh://{host}/{path.TrimStart('/')}";
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? address) || address.Scheme is not ("https" or "http" or "ssh"))
            return null;
        string server = address.Scheme == "ssh" ? $"https://{address.Host}" : address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        string name = address.AbsolutePath.EndsWith(".git", StringComparison.Ordinal) ? address.AbsolutePath : address.AbsolutePath + ".git";
        return new Uri($"{server}{name}/info/lfs");
    }

    // [lfs] url = …, the only setting that matters here.
    private static Uri? Endpoint(string settings)
    {
        bool isInside = false;
        foreach (string line in settings.Split('\n').Select(static line => line.Trim()))
        {
            if (line.StartsWith('['))
                isInside = line == "[lfs]";
            else if (isInside && line.Split('=', 2) is [var name, var value] && name.Trim() == "url"
                && Uri.TryCreate(value.Trim().Trim('"'), UriKind.Absolute, out Uri? url) && url is { Scheme: "https" or "http", UserInfo: "" })
                return url;
        }

        return null;
    }

    private static string? Local(GitLfsSource source)
    {
        if (Uri.TryCreate(source.Url, UriKind.Absolute, out Uri? url))
            return url.IsFile ? url.LocalPath : null;
        return Directory.Exists(source.Url) ? Path.GetFullPath(source.Url) : null;
    }
}
