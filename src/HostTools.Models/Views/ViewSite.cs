using HostTools.Platform;

namespace HostTools.Models;

/// <summary>A store and the file system in which views of it are made.</summary>
/// <param name="root">Paths of views are taken from here.</param>
/// <param name="storePath">Absolute path of the store in it.</param>
/// <param name="rights">Who may use the store; views follow it.</param>
public sealed class ViewSite(Root root, string storePath, StoreRights rights)
{
    private bool? _canLink;

    /// <summary>Paths of views are taken from here.</summary>
    public Root Root => root;

    /// <summary>The store.</summary>
    public ModelStore Store { get; } = ModelStore.In(root.Below(storePath), rights);

    /// <summary>Absolute path of the store in the root.</summary>
    public string StorePath => storePath;

    internal int DirectoryMode => rights.DirectoryMode;

    internal int WritableMode => IsShared ? 0x5F8 : rights.DirectoryMode; // 2770

    internal int TextMode => IsShared ? 0x1A0 : 0x1A4; // 0640, 0644

    internal int FileMode => rights.FileMode;

    /// <summary>Ways that tests take away, as systems do.</summary>
    internal LinkWays Ways { get; init; } = LinkWays.All;

    /// <summary>Links can be made; on Windows only some users may.</summary>
    internal bool CanLink => _canLink ??= Ways.HasFlag(LinkWays.Symbolic) && (!OperatingSystem.IsWindows() || TryLink());

    /// <summary>What of a model is in a view here.</summary>
    /// <exception cref="HostToolsException">ViewNotPossible.</exception>
    internal IReadOnlyList<ViewEntry> EntriesOf(ViewWish wish, ModelSnapshot snapshot)
    {
        if (CanLink)
            return wish.EntriesOf(snapshot, Store);
        ViewWish plain = wish is FolderView folder ? folder with { IsLink = false } : wish;
        return [.. plain.EntriesOf(snapshot, Store).Select(static entry => entry is LinkEntry { Content: { } content } link ? new BlobEntry(link.Path, content) : entry)];
    }

    private bool TryLink()
    {
        string probe = $"/{Guid.NewGuid():N}.new";
        Store.MakeDirectory("/");
        try
        {
            Store.Root.CreateLink(probe, "probe");
            Store.Root.RemoveFile(probe);
            return true;
        }
        catch (RootIOException)
        {
            return false;
        }
    }

    /// <summary>Called before everything that is written, for tests that end the work there.</summary>
    internal Action<string>? Faults { get; init; }

    /// <summary>Waits for the disk; tests of many steps do not.</summary>
    internal bool IsSynced { get; init; } = true;

    private bool IsShared => (rights.DirectoryMode & 0x400) != 0;

    /// <summary>A store at a path of this machine, with views on the same file system of paths.</summary>
    public static ViewSite At(string storeDirectory, StoreRights? rights = null)
    {
        string full = Path.GetFullPath(storeDirectory);
        string top = Path.GetPathRoot(full) ?? "/";
        return new ViewSite(Root.At(top), "/" + Path.GetRelativePath(top, full).Replace('\\', '/'), rights ?? StoreRights.User);
    }

    /// <summary>A path of this machine as a path of the site.</summary>
    /// <exception cref="HostToolsException">ViewElsewhere: it is on another drive.</exception>
    public string PathOf(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        string relative = Path.GetRelativePath(root.Directory, full).Replace('\\', '/');
        return Path.IsPathRooted(relative) || relative.StartsWith("../", StringComparison.Ordinal)
            ? throw new HostToolsException(ModelErrors.ViewElsewhere(full, Store.Directory))
            : relative == "." ? "/" : "/" + relative;
    }
}

/// <summary>How bytes can get another name; each is tried in turn, and copying is the last.</summary>
[Flags]
internal enum LinkWays
{
    None = 0,
    Hard = 1,
    Clone = 2,
    Symbolic = 4,
    All = Hard | Clone | Symbolic,
}
