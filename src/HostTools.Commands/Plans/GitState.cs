using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>The commit a configuration tree is at. A tree outside git, and a machine without git, have none.</summary>
internal static class GitState
{
    private const string CommitLine = "# branch.oid ";

    public static async Task<(string? Commit, bool Dirty)> ReadAsync(string tree, IProcessRunner processes, CancellationToken token)
    {
        if (!IsInRepository(tree))
            return (null, false);
        try
        {
            var request = new ProcessRequest("git", ["-C", tree, "status", "--porcelain=v2", "--branch", "--", "."])
            {
                // Looking must not write: without this git may refresh its index.
                Environment = new Dictionary<string, string?> { ["GIT_OPTIONAL_LOCKS"] = "0", ["LC_ALL"] = "C" },
                Timeout = TimeSpan.FromSeconds(10),
            };
            ProcessResult result = await processes.RunAsync(request, token).ConfigureAwait(false);
            return result.ExitCode == 0 ? Parse(result.StandardOutput) : (null, false);
        }
        catch (HostToolsException)
        {
            return (null, false);
        }
    }

    internal static (string? Commit, bool Dirty) Parse(string status)
    {
        string? commit = null;
        bool dirty = false;
        foreach (string line in status.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith(CommitLine, StringComparison.Ordinal))
                commit = line[CommitLine.Length..].Trim() is var oid && oid != "(initial)" ? oid : null;
            dirty |= line[0] != '#';
        }

        return (commit, dirty);
    }

    // Spares starting a program where there is nothing to learn.
    private static bool IsInRepository(string tree)
    {
        for (DirectoryInfo? folder = new(tree); folder is not null; folder = folder.Parent)
        {
            if (Path.Exists(Path.Combine(folder.FullName, ".git")))
                return true;
        }

        return false;
    }
}
