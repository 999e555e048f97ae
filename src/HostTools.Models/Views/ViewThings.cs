using System.Security.Cryptography;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Makes, looks at and takes away single things of views.</summary>
internal sealed class ViewThings(ViewSite site)
{
    private readonly BlobPlacer _placer = new(site);

    private Root Root => site.Root;

    /// <summary>What stands there is what was made there, or no different from it.</summary>
    /// <param name="thing">The thing.</param>
    /// <param name="isThorough">Bytes of copies are read; otherwise it is enough that nobody wrote to them.</param>
    public bool IsThere(ViewThing thing, bool isThorough)
    {
        FileStatus? status = Root.Stat(thing.Path);
        return thing.Kind switch
        {
            ThingKind.Folder => status is { Type: FileEntryType.Directory },
            ThingKind.Text => status is { Type: FileEntryType.File } && HashOf(thing.Path) == thing.Value,
            ThingKind.Blob => IsBlob(thing.Path, new ContentHash(thing.Value), status, isThorough),
            _ => status is { Type: FileEntryType.Link } && Root.ReadLink(thing.Path) == thing.Value,
        };
    }

    /// <summary>Makes it, in place of what is there.</summary>
    public void Make(string folder, ViewEntry entry)
    {
        var thing = ViewThing.Of(folder, entry);
        site.Faults?.Invoke(thing.Path);
        if (entry is WritableFolderEntry)
        {
            if (Root.Stat(thing.Path) is null)
                Root.CreateDirectory(thing.Path, site.WritableMode);
            return;
        }

        string draft = RootPath.Join(RootPath.ParentOf(thing.Path), $".{Guid.NewGuid():N}.new");
        try
        {
            Draft(entry, draft);
            Root.Rename(draft, thing.Path);
        }
        finally
        {
            // Renaming onto another name of the same file does nothing.
            if (Root.Stat(draft) is not null)
                Root.RemoveFile(draft);
        }
    }

    /// <summary>Takes it away when it is as it was made; false when somebody else's stands there.</summary>
    public bool TryRemove(ViewThing thing)
    {
        if (Root.Stat(thing.Path) is null)
            return true;
        if (thing.Kind is ThingKind.Folder)
            return TryRemoveDirectory(thing.Path);
        if (!IsThere(thing, isThorough: false))
            return false;
        site.Faults?.Invoke(thing.Path);
        Root.RemoveFile(thing.Path);
        return true;
    }

    /// <summary>Removes a directory when nothing is in it.</summary>
    public bool TryRemoveDirectory(string path)
    {
        if (Root.Stat(path) is not { Type: FileEntryType.Directory })
            return true;
        if (Root.List(path).Count > 0)
            return false;
        Root.RemoveDirectory(path);
        return true;
    }

    private void Draft(ViewEntry entry, string draft)
    {
        switch (entry)
        {
            case BlobEntry blob:
                _placer.Place(draft, blob.Content);
                break;
            case TextEntry text:
                using (FileStream file = Root.CreateNew(draft, site.TextMode))
                    file.Write(System.Text.Encoding.UTF8.GetBytes(text.Text));
                break;
            case LinkEntry link:
                Root.CreateLink(draft, link.Target);
                break;
        }
    }

    private bool IsBlob(string path, ContentHash content, FileStatus? status, bool isThorough)
    {
        if (status is { Type: FileEntryType.Link })
            return Root.ReadLink(path) == site.StorePath.TrimEnd('/') + ModelStore.PathOf(content) && site.Store.Has(content);
        if (status is not { Type: FileEntryType.File } file)
            return false;
        if (site.Store.Root.Stat(ModelStore.PathOf(content)) is { } stored)
        {
            if (stored.Identity.Length > 0 && stored.Identity == file.Identity)
                return site.Store.Has(content);
            if (stored.Size != file.Size)
                return false;
        }

        return (!isThorough && BlobSeal.IsOn(file)) || HashOf(path) == content.Hex;
    }

    private string HashOf(string path)
    {
        using FileStream file = Root.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
