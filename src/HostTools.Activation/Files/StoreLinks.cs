using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Links from the target into its content store.</summary>
internal static class StoreLinks
{
    /// <summary>
    /// Text of the link at a path, relative so that it is right both inside the root and when the folder is moved; null when the state is
    /// not in the target, where no text could be.
    /// </summary>
    public static string? TextFor(Target target, FileResource file)
    {
        if (target.OwnStatePath is not { } state)
            return null;
        string[] from = Parts(RealDirectory(target.Root, RootPath.ParentOf(file.Path)));
        string[] to = Parts(RealDirectory(target.Root, state) + ContentStore.PathOf(file.Content.Hash, IsExecutable(file)));
        int common = 0;
        while (common < from.Length && common < to.Length - 1 && from[common] == to[common])
            common++;
        return string.Join('/', Enumerable.Repeat("..", from.Length - common).Concat(to[common..]));
    }

    /// <summary>The content has to be executable where the link leads.</summary>
    public static bool IsExecutable(FileResource file) => file.Mode is { } mode && (mode & 0x49) != 0;

    /// <summary>Modes a link into the store can have: content there is for everybody to read, and to run if wanted.</summary>
    public static bool CanHave(int? mode) => mode is null or 0x124 or 0x1A4 or 0x16D or 0x1ED;

    /// <summary>A directory with links resolved as far as it exists.</summary>
    private static string RealDirectory(Root root, string path)
    {
        if (path == "/")
            return string.Empty;
        return root.ResolveDirectory(path) is { } real
            ? real == "/" ? string.Empty : real
            : RealDirectory(root, RootPath.ParentOf(path)) + "/" + RootPath.NameOf(path);
    }

    private static string[] Parts(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);
}
