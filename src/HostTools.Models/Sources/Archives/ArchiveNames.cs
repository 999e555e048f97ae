namespace HostTools.Models;

/// <summary>Which names are those of archives. Only a name says that somebody wants it unpacked: weights of PyTorch are zip files, too.</summary>
internal static class ArchiveNames
{
    private static readonly string[] s_endings = [".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.zst", ".tzst", ".zip"];

    public static bool IsArchive(string name) => Ending(name) is not null;

    /// <summary>The name without that ending.</summary>
    public static string WithoutEnding(string name) => Ending(name) is { } ending ? name[..^ending.Length] : name;

    private static string? Ending(string name) =>
        Array.Find(s_endings, ending => name.Length > ending.Length && name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
