namespace HostTools.Models;

/// <summary>Makes the trees that are hashed.</summary>
public static class NarTree
{
    private const UnixFileMode OwnerExecutes = UnixFileMode.UserExecute;

    /// <summary>A snapshot as a plain folder: its files, no links, nothing executable. So it has one hash on every system and in every view.</summary>
    /// <param name="snapshot">What is in it.</param>
    /// <param name="open">Opens the bytes of a file.</param>
    public static NarNode Of(ModelSnapshot snapshot, Func<ModelFile, Stream> open)
    {
        var root = new Dictionary<string, NarNode>(StringComparer.Ordinal);
        foreach (ModelFile file in snapshot.Files)
            Add(root, file.Path, new NarFile(file.Size, () => open(file)));
        return new NarDirectory(root);
    }

    /// <summary>Whatever is at a path of this machine, links as links.</summary>
    /// <exception cref="IOException">Something there is neither a file, a link nor a directory, or cannot be read.</exception>
    public static NarNode OfPath(string path)
    {
        var info = new FileInfo(path);
        if (info.LinkTarget is { } target)
            return new NarLink(target);
        if (Directory.Exists(path))
        {
            return new NarDirectory(new DirectoryInfo(path).EnumerateFileSystemInfos()
                .ToDictionary(static inner => inner.Name, static inner => OfPath(inner.FullName), StringComparer.Ordinal));
        }

        if ((info.Attributes & FileAttributes.Device) != 0)
            throw new IOException($"'{path}' is neither a file nor a directory.");
        return new NarFile(info.Length, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1), !OperatingSystem.IsWindows() && (info.UnixFileMode & OwnerExecutes) != 0);
    }

    private static void Add(Dictionary<string, NarNode> directory, string path, NarNode node)
    {
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            directory.Add(path, node);
            return;
        }

        if (!directory.TryGetValue(path[..slash], out NarNode? inner))
            directory.Add(path[..slash], inner = new NarDirectory(new Dictionary<string, NarNode>(StringComparer.Ordinal)));
        Add((Dictionary<string, NarNode>)((NarDirectory)inner).Entries, path[(slash + 1)..], node);
    }
}
