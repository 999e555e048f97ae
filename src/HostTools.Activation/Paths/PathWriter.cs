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
    /// <param name="replaced">What it takes the place of; null when that is nothing to it.</param>
    public void Prepare(PathState wanted, byte[]? bytes = null, PathState? replaced = null)
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
            bool isChanged = SetOwner(Temporary, wanted);
            isChanged |= SetAttributes(file, wanted, replaced);
            if ((isChanged && wanted.Mode >= 0) || wanted.IsPrivate)
                Root.SetMode(Temporary, mode); // Changing the owner clears set-id bits, an access control list has bits of its own.
        }
    }

    /// <summary>Gives a file the access control list and the like of the one it replaces, or those it once had.</summary>
    private bool SetAttributes(FileStream file, PathState wanted, PathState? replaced)
    {
        ExtendedAttributes? attributes = wanted.Attributes ?? (wanted.ContentHash == replaced?.ContentHash ? replaced?.Attributes : replaced?.Attributes?.ForOtherContent());
        if (attributes is not { Values.Count: > 0 })
            return false;
        if (attributes.GiveTo(file.SafeFileHandle) is { Count: > 0 } refused)
            context.Note($"'{Root.Describe(path)}' does not have what it had beside its content any more: {string.Join(", ", refused)}.");
        return true;
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
        // Opened before: its own user may not be able to afterwards.
        Action sync = SyncOf(wanted.Type);
        SetOwner(path, wanted);
        if (wanted.Mode >= 0 && wanted.Type is not PathType.Link)
            Root.SetMode(path, wanted.Mode);
        sync();
    }

    /// <summary>Puts on the disk what an earlier attempt brought about, and maybe did not wait for.</summary>
    public void SyncAgain()
    {
        RemoveTemporary();
        context.Sync.AddDirectory(Root, Parent);
        if (CurrentType() is { } type)
            SyncOf(type)();
    }

    /// <summary>Removes what an interrupted attempt left beside.</summary>
    public void RemoveTemporary()
    {
        if (Root.Stat(Temporary) is not { Type: FileEntryType.File or FileEntryType.Link })
            return;
        Root.RemoveFile(Temporary);
        context.Sync.AddDirectory(Root, Parent);
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
        context.Sync.AddDirectory(Root, path);
    }

    /// <summary>Syncs mode and owner of what is there once they are set; a link's come with its name.</summary>
    private Action SyncOf(PathType type)
    {
        if (type is PathType.Directory)
            return () => context.Sync.AddDirectory(Root, path);
        if (type is not PathType.File || OperatingSystem.IsWindows())
            return static () => { };
        try
        {
            FileStream file = Root.OpenRead(path);
            return () => context.Sync.Add(file);
        }
        catch (RootIOException)
        {
            return static () => { }; // Who may not read a file cannot wait for it either.
        }
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
