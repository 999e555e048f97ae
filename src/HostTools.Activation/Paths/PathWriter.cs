using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Brings a path into a state. Idempotent; a kill at any point leaves the old thing, the new one, or a temporary name beside it.</summary>
internal sealed class PathWriter(OperationContext context, string path)
{
    private Root Root => context.Target.Root;

    private string Parent => RootPath.ParentOf(path);

    /// <summary>Name the new thing has until it takes its place; the same at every attempt of one transaction.</summary>
    public string Temporary { get; } = RootPath.Join(
        RootPath.ParentOf(path), $".hosttools-{context.Transaction[..8]}-{Short(RootPath.NameOf(path))}");

    /// <summary>Makes a file or link under the temporary name.</summary>
    /// <param name="wanted">The state.</param>
    /// <param name="bytes">Content that is in no store; null for what is in one.</param>
    public void Prepare(PathState wanted, byte[]? bytes = null)
    {
        if (context.IsResumed)
            RemoveTemporary();
        if (wanted.Type is PathType.Link)
        {
            Root.CreateLink(Temporary, wanted.LinkTarget ?? throw new InvalidOperationException("A link always has a target."));
            SetOwner(Temporary, wanted);
        }
        else if (wanted.Type is PathType.File)
        {
            using Stream source = bytes is null ? Source(wanted) : new MemoryStream(bytes, writable: false);
            int mode = wanted.Mode < 0 ? 0x1A4 : wanted.Mode;
            // Until it is whole and has its owner, nobody else may look.
            FileStream file = Root.CreateNew(Temporary, wanted.IsPrivate ? mode & 0x180 | 0x80 : mode);
            context.Sync.Add(file);
            source.CopyTo(file);
            if ((SetOwner(Temporary, wanted) && wanted.Mode >= 0) || wanted.IsPrivate)
                Root.SetMode(Temporary, mode); // Changing the owner clears set-id bits.
        }
    }

    private FileStream Source(PathState wanted)
    {
        string hash = wanted.ContentHash ?? throw new InvalidOperationException("A file always has content.");
        return wanted.IsPrivate ? context.Private.OpenRead(hash) : context.Store.OpenRead(hash);
    }

    /// <summary>Puts the prepared thing in place, or makes or removes what needs no preparation.</summary>
    public void Commit(PathState wanted)
    {
        if (wanted.Type is PathType.Absent)
            Remove(CurrentType());
        else if (wanted.Type is PathType.Directory)
            CommitDirectory(wanted);
        else
            CommitPrepared();
        context.Sync.AddDirectory(Root, Parent);
    }

    /// <summary>Sets mode and owner of what is there.</summary>
    public void SetMetadata(PathState wanted)
    {
        bool isOwnerSet = SetOwner(path, wanted);
        if (wanted.Mode >= 0 && wanted.Type is not PathType.Link)
            Root.SetMode(path, wanted.Mode);
        if ((isOwnerSet || wanted.Mode >= 0) && wanted.Type is PathType.Directory)
            context.Sync.AddDirectory(Root, path);
    }

    /// <summary>Removes what an interrupted attempt left beside.</summary>
    public void RemoveTemporary()
    {
        if (Root.Stat(Temporary) is { Type: FileEntryType.File or FileEntryType.Link })
            Root.RemoveFile(Temporary);
    }

    private void CommitPrepared()
    {
        try
        {
            Root.Rename(Temporary, path);
        }
        catch (RootIOException cause) when (cause.Reason is RootFailure.IsDirectory || CurrentType() is PathType.Directory)
        {
            Root.RemoveDirectory(path);
            Root.Rename(Temporary, path);
        }
    }

    private void CommitDirectory(PathState wanted)
    {
        PathType? current = CurrentType();
        if (current is PathType.Directory)
        {
            SetMetadata(wanted);
            return;
        }

        Remove(current);
        Root.CreateDirectory(path, wanted.Mode < 0 ? 0x1ED : wanted.Mode);
        if (SetOwner(path, wanted) && wanted.Mode >= 0)
            Root.SetMode(path, wanted.Mode);
    }

    private PathType? CurrentType() => Root.Stat(path) is { } status ? PathState.TypeOf(status.Type) : null;

    private void Remove(PathType? current)
    {
        if (current is PathType.Directory)
            Root.RemoveDirectory(path);
        else if (current is PathType.Other)
            throw new RootIOException($"'{Root.Describe(path)}' is a device, pipe or socket and is not removed.", RootFailure.Exists, path);
        else if (current is not null)
            Root.RemoveFile(path);
    }

    private bool SetOwner(string name, PathState wanted)
    {
        if ((wanted.UserId < 0 && wanted.GroupId < 0) || !context.Target.GivesOwners || OperatingSystem.IsWindows())
            return false;
        Root.SetOwner(name, wanted.UserId, wanted.GroupId);
        return true;
    }

    private static string Short(string name) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)).AsSpan(0, 6));
}
