using System.Globalization;
using System.Text;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>A bare copy of one commit of a repository. Nothing is ever checked out, so that no filter, hook or submodule runs.</summary>
internal sealed class GitCopy
{
    private static readonly string[] s_options = ["--no-tags", "--no-recurse-submodules", "--no-auto-maintenance", "--no-write-commit-graph"];

    private readonly OriginContext _context;
    private readonly string _directory;
    private readonly Dictionary<string, string?> _environment;

    private GitCopy(OriginContext context, string directory, Dictionary<string, string?> environment) =>
        (_context, _directory, _environment) = (context, directory, environment);

    /// <summary>Commit that the copy has.</summary>
    public string Commit { get; private init; } = string.Empty;

    /// <summary>Fetches the commit that a revision is now.</summary>
    /// <param name="source">Repository and revision.</param>
    /// <param name="revision">Branch, tag or commit.</param>
    /// <param name="found">Token or user and password; null leaves it to git.</param>
    /// <param name="context">Programs and the directory.</param>
    /// <param name="token">Stops.</param>
    /// <exception cref="HostToolsException">RevisionMissing, RepositoryUnreachable, ProgramNotFound or Offline.</exception>
    public static async Task<GitCopy> FetchAsync(GitLfsSource source, string revision, FoundToken? found, OriginContext context, CancellationToken token)
    {
        if (context.Http.Settings.IsOffline)
            throw new HostToolsException(ModelErrors.Offline(source.Url, context.Http.Settings.OfflineBecause));
        if (context.ScratchDirectory is not { } scratch)
            throw new HostToolsException(ModelErrors.SourceNotPossible(source, "a repository is looked at in a copy, and nothing may be written here."));
        string directory = Path.Join(scratch, "repository");
        var copy = new GitCopy(context, directory, GitEnvironment.Of(source, found, context.Http.Settings));
        Directory.CreateDirectory(directory);
        await copy.RequireAsync(source, ["init", "--quiet", "--bare", "--template="], token).ConfigureAwait(false);
        // Few servers refuse a commit by its name; those give the whole history.
        ProcessResult result = await copy.RunAsync(["fetch", "--quiet", "--depth=1", .. s_options, "--", source.Url, revision], token).ConfigureAwait(false);
        if (result.ExitCode != 0 && IsCommit(revision))
            result = await copy.RunAsync(["fetch", "--quiet", .. s_options, "--", source.Url, "+refs/*:refs/copy/*"], token).ConfigureAwait(false);
        if (result.ExitCode != 0)
            throw new HostToolsException(Failure(source, revision, result.StandardError, found));
        string fetched = (IsCommit(revision) ? revision : "FETCH_HEAD") + "^{commit}";
        ProcessResult commit = await copy.RunAsync(["rev-parse", "--verify", "--quiet", "--end-of-options", fetched], token).ConfigureAwait(false);
        return commit.ExitCode == 0
            ? new GitCopy(context, directory, copy._environment) { Commit = commit.StandardOutput.Trim() }
            : throw new HostToolsException(Missing(source, revision));
    }

    /// <summary>All entries of the commit, in the order of git.</summary>
    public async Task<IReadOnlyList<GitEntry>> ListAsync(GitLfsSource source, CancellationToken token)
    {
        ProcessResult result = await RequireAsync(source, ["ls-tree", "-r", "-l", "-z", "--full-tree", Commit], token).ConfigureAwait(false);
        return [.. result.StandardOutput.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(GitEntry.Parse)];
    }

    /// <summary>Small blobs as a whole, by their names; one program for all of them.</summary>
    public async Task<IReadOnlyDictionary<string, byte[]>> ReadAsync(IEnumerable<string> oids, CancellationToken token)
    {
        ProcessRequest request = Request(["cat-file", "--batch"]) with { StandardInput = string.Concat(oids.Distinct().Select(static oid => oid + "\n")), HasBinaryOutput = true };
        ProcessResult result = await _context.Processes.RunAsync(request, token).ConfigureAwait(false);
        var blobs = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        // "name blob size", the bytes, and an end of line for each.
        for (ReadOnlyMemory<byte> rest = result.OutputBytes; rest.Length > 0;)
        {
            int end = rest.Span.IndexOf((byte)'\n');
            string[] words = Encoding.ASCII.GetString(rest.Span[..end]).Split(' ');
            int size = int.Parse(words[2], CultureInfo.InvariantCulture);
            blobs[words[0]] = rest.Slice(end + 1, size).ToArray();
            rest = rest[(end + size + 2)..];
        }

        return blobs;
    }

    /// <summary>A blob of any size, from the beginning.</summary>
    public ProgramStream Open(string oid) => ProgramStream.Start(Request(["cat-file", "blob", oid]), null);

    private static bool IsCommit(string revision) => revision.Length is 40 or 64 && revision.All(char.IsAsciiHexDigitLower);

    private async Task<ProcessResult> RequireAsync(GitLfsSource source, IReadOnlyList<string> arguments, CancellationToken token)
    {
        ProcessResult result = await RunAsync(arguments, token).ConfigureAwait(false);
        return result.ExitCode == 0 ? result : throw new HostToolsException(ModelErrors.RepositoryUnreachable(source, result.StandardError));
    }

    private Task<ProcessResult> RunAsync(IReadOnlyList<string> arguments, CancellationToken token) => _context.Processes.RunAsync(Request(arguments), token);

    private ProcessRequest Request(IReadOnlyList<string> arguments) => new("git", [.. GitEnvironment.Settings, $"--git-dir={_directory}", .. arguments]) { Environment = _environment };

    private static HostError Missing(GitLfsSource source, string revision) => revision == source.Revision
        ? ModelErrors.RevisionMissing(source)
        : ModelErrors.VersionGone(source, revision, "the repository has no such commit any more");

    private static HostError Failure(GitLfsSource source, string revision, string said, FoundToken? found)
    {
        if (said.Contains("couldn't find remote ref", StringComparison.Ordinal) || said.Contains("not our ref", StringComparison.Ordinal))
            return Missing(source, revision);
        if (found is not null && (said.Contains("Authentication failed", StringComparison.Ordinal) || said.Contains("could not read Username", StringComparison.Ordinal)))
            return ModelErrors.TokenRefused(source.Url, found.Origin);
        return ModelErrors.RepositoryUnreachable(source, said);
    }
}

/// <summary>An entry of a commit.</summary>
/// <param name="Mode">100644 and 100755 are files, 120000 links, 160000 submodules.</param>
/// <param name="Oid">Name of its blob.</param>
/// <param name="Size">Bytes of the blob; 0 for submodules.</param>
/// <param name="Path">Path in the repository.</param>
internal sealed record GitEntry(string Mode, string Oid, long Size, string Path)
{
    public bool IsFile => Mode is "100644" or "100755" or "100664";

    public bool IsLink => Mode == "120000";

    /// <summary>A line of <c>git ls-tree -l -z</c>: mode, type, name, size, tab, path.</summary>
    public static GitEntry Parse(string line)
    {
        string[] halves = line.Split('\t', 2);
        string[] words = halves[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new GitEntry(words[0], words[2], long.TryParse(words[3], NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? size : 0, halves[1]);
    }
}
