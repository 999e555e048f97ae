namespace HostTools.Models;

/// <summary>One thing in a view.</summary>
/// <param name="Path">Path below the folder of the view, with forward slashes and without one in front.</param>
public abstract record ViewEntry(string Path)
{
    /// <summary>Whatever stands there already stays: other programs make the same, with other bytes.</summary>
    public bool YieldsToOthers { get; init; }
}

/// <summary>Bytes of the store under another name.</summary>
/// <param name="Path">Path below the folder.</param>
/// <param name="Content">The bytes.</param>
public sealed record BlobEntry(string Path, ContentHash Content) : ViewEntry(Path);

/// <summary>A small file that is written as given.</summary>
/// <param name="Path">Path below the folder.</param>
/// <param name="Text">Its content.</param>
public sealed record TextEntry(string Path, string Text) : ViewEntry(Path);

/// <summary>A link to another thing of the view; the bytes themselves where links cannot be made.</summary>
/// <param name="Path">Path below the folder.</param>
/// <param name="Target">What the link says, relative to where it is.</param>
/// <param name="Content">The bytes it leads to; null for a link to a directory.</param>
public sealed record LinkEntry(string Path, string Target, ContentHash? Content) : ViewEntry(Path);

/// <summary>A directory in which members of the group may write.</summary>
/// <param name="Path">Path below the folder.</param>
public sealed record WritableFolderEntry(string Path) : ViewEntry(Path);
