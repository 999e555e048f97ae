using HostTools.Platform;

namespace HostTools.Models.Validation.Checks;

/// <summary>The repository around the snapshot is a cache that Hugging Face's client can read.</summary>
internal static class HubLayoutCheck
{
    private static readonly string[] s_folders = ["/blobs", "/refs", "/snapshots"];

    public static Verdict Run(ValidationContext context)
    {
        if (context.Repository is not { } repository)
            return Verdict.NotApplicable("The model is not in a cache of Hugging Face's layout.");
        if (s_folders.FirstOrDefault(folder => repository.StatFollowed(folder) is not { Type: FileEntryType.Directory }) is { } missing)
            return Verdict.Failed($"The folder {missing[1..]} is missing.", [missing[1..]]);
        string[] wrong = [.. References(repository, "/refs").Where(path => !IsCommit(repository, path))];
        return wrong.Length > 0
            ? Verdict.Failed($"These references are not exactly a commit that is there: {Verdict.List(wrong)}.", wrong)
            : Verdict.Passed("The repository has the layout of Hugging Face's cache.");
    }

    private static IEnumerable<string> References(Root repository, string folder)
    {
        foreach (string name in repository.List(folder))
        {
            string path = $"{folder}/{name}";
            if (repository.Stat(path) is { Type: FileEntryType.Directory })
            {
                foreach (string inner in References(repository, path))
                    yield return inner;
            }
            else
            {
                yield return path[1..];
            }
        }
    }

    /// <summary>Forty digits without a line end, and a snapshot of that name: a line end makes the client fail.</summary>
    private static bool IsCommit(Root repository, string path) =>
        repository.TryReadAllText($"/{path}", 4096) is { Length: 40 } commit && commit.All(char.IsAsciiHexDigitLower) && repository.StatFollowed($"/snapshots/{commit}") is { Type: FileEntryType.Directory };
}
