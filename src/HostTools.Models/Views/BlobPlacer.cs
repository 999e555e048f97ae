using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Gives bytes of the store another name: a hard link, else a copy that shares its blocks, else a link, else a copy.</summary>
internal sealed class BlobPlacer(ViewSite site)
{
    /// <summary>Makes the name; nothing is there yet.</summary>
    public void Place(string path, ContentHash content)
    {
        using FileStream bytes = site.Store.OpenRead(content);
        if (!TryHard(path, bytes) && !TryClone(path, bytes) && !TryLink(path, content))
            Copy(path, bytes);
    }

    private bool TryLink(string path, ContentHash content)
    {
        if (!site.CanLink)
            return false;
        site.Root.CreateLink(path, site.StorePath.TrimEnd('/') + ModelStore.PathOf(content));
        return true;
    }

    private bool TryHard(string path, FileStream bytes)
    {
        if (!site.Ways.HasFlag(LinkWays.Hard))
            return false;
        try
        {
            site.Root.CreateHardLink(path, bytes);
            return true;
        }
        catch (RootIOException cause) when (cause.Reason is not (RootFailure.NoSpace or RootFailure.ReadOnly or RootFailure.NotFound or RootFailure.Exists))
        {
            return false; // Another file system, one without such links, too many of them, or a file of somebody else.
        }
    }

    private bool TryClone(string path, FileStream bytes)
    {
        if (!site.Ways.HasFlag(LinkWays.Clone))
            return false;
        using FileStream copy = site.Root.CreateNew(path, site.FileMode);
        if (FileClone.TryClone(bytes, copy))
        {
            BlobSeal.Put(copy);
            return true;
        }

        copy.Dispose();
        site.Root.RemoveFile(path);
        return false;
    }

    private void Copy(string path, FileStream bytes)
    {
        using FileStream copy = site.Root.CreateNew(path, site.FileMode);
        bytes.CopyTo(copy, 1 << 20);
        BlobSeal.Put(copy);
    }
}
