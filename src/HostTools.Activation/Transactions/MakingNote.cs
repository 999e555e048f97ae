using System.Security.Cryptography;
using System.Text;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>
/// Says which directories of a state are about to be made, while there is no place in the state to say it: a file in the directory that holds the outermost of them.
/// Whoever takes the lock next puts it into the state, so a process that is killed in between leaves nothing that nobody knows.
/// </summary>
internal static class MakingNote
{
    private const int Mode = 0x180;
    private const long MaximumSize = 1 << 20;
    private const char End = '\0';

    /// <summary>Writes it where something is absent, beside what an earlier process noted. Two that begin at once note the same: both look before either makes anything.</summary>
    /// <returns>Something will be made.</returns>
    public static bool Write(Target target)
    {
        (string[] absent, string? nearest) = Absent(target);
        if (absent.Length == 0 || nearest is null)
            return false;
        IReadOnlyList<string> known = Read(target);
        string[] all = [.. known.Concat(absent).Distinct().OrderBy(static directory => directory.Length)];
        if (all.Length == known.Count)
            return true;
        (Root root, string path) = FileIn(target, nearest);
        if (TryCreate(root, path, all))
            return true;
        string draft = $"{path}.{Guid.NewGuid():N}";
        _ = TryCreate(root, draft, all);
        root.Rename(draft, path);
        return true;
    }

    private static bool TryCreate(Root root, string path, string[] directories)
    {
        try
        {
            using FileStream file = root.CreateNew(path, Mode);
            file.Write(Encoding.UTF8.GetBytes(string.Concat(directories.Select(static directory => directory + End))));
            file.Flush(flushToDisk: true);
            return true;
        }
        catch (RootIOException cause) when (cause.Reason is RootFailure.Exists)
        {
            return false;
        }
    }

    /// <summary>A process was about to make something, and died.</summary>
    public static bool IsAny(Target target) => Files(target).Any();

    /// <summary>What was to be made, the outermost first; empty when nothing is noted.</summary>
    public static IReadOnlyList<string> Read(Target target) => [.. Files(target).SelectMany(file => Read(file.Root, file.Path)).Where(directory => Chain(target).Contains(directory)).Distinct()];

    /// <summary>Forgets it; by now the state says it, or nothing was made.</summary>
    public static void Remove(Target target)
    {
        foreach ((Root root, string path) in Files(target).ToArray())
        {
            try
            {
                root.RemoveFile(path);
            }
            catch (RootIOException)
            {
                // Somebody else did.
            }
        }
    }

    private static IEnumerable<(Root Root, string Path)> Files(Target target) => Chain(target).Skip(1).Select(directory => FileIn(target, directory)).Where(IsThere);

    private static bool IsThere((Root Root, string Path) file)
    {
        try
        {
            return file.Root.Stat(file.Path) is { Type: FileEntryType.File };
        }
        catch (RootIOException)
        {
            return false; // Where we may not look we made nothing.
        }
    }

    /// <summary>Where the last is not whole the note was not finished, so nothing of it was made.</summary>
    private static string[] Read(Root root, string path) =>
        root.TryReadAllText(path, MaximumSize) is { } text && text.EndsWith(End) ? text.Split(End, StringSplitOptions.RemoveEmptyEntries) : [];

    private static (string[] Absent, string? Nearest) Absent(Target target)
    {
        string[] absent = [.. Chain(target).TakeWhile(directory => PlaceOf(target, directory) is var (root, path) && root.StatFollowed(path) is null)];
        return (absent, Chain(target).Skip(absent.Length).FirstOrDefault());
    }

    /// <summary>The state and all that is above it, the innermost first.</summary>
    private static IEnumerable<string> Chain(Target target)
    {
        for (string? directory = target.StateDirectory; directory is not null; directory = Path.GetDirectoryName(directory))
            yield return directory;
    }

    private static (Root Root, string Path) FileIn(Target target, string directory)
    {
        (Root root, string path) = PlaceOf(target, directory, isInside: true);
        return (root, RootPath.Join(path, $".hosttools-new-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(target.StateDirectory)))[..12]}"));
    }

    /// <summary>A directory with the rights it is made with: what lies in a home with its user's.</summary>
    /// <param name="target">Whose state it leads to.</param>
    /// <param name="directory">Its absolute path.</param>
    /// <param name="isInside">Something in it is meant, and not the directory itself.</param>
    public static (Root Root, string Path) PlaceOf(Target target, string directory, bool isInside = false)
    {
        string root = target.Root.Directory.TrimEnd('/');
        if (target.OwnStatePath is null || (directory != root && !directory.StartsWith(root + "/", StringComparison.Ordinal)))
            return (Root.At(directory), "/");
        string path = directory.Length == root.Length ? "/" : directory[root.Length..].Replace(Path.DirectorySeparatorChar, '/');
        bool isOfMachine = target.Account is { } account && ((path == account.Directory && !isInside) || RootPath.IsBelow(account.Directory, path));
        return (isOfMachine ? target.Machine!.Root : target.Root, path); // A home has a machine.
    }
}
