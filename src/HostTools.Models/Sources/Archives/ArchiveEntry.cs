namespace HostTools.Models;

/// <summary>One entry of an archive as it stands there; nothing about it is trusted.</summary>
/// <param name="Path">As written.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Target">Where a link leads, as written; empty otherwise.</param>
/// <param name="Open">Opens its bytes, once, before the next entry is asked for.</param>
internal sealed record ArchiveEntry(string Path, ArchiveEntryKind Kind, string Target, Func<Stream> Open);

internal enum ArchiveEntryKind
{
    File,
    Directory,

    /// <summary>Its target is relative to its own directory.</summary>
    SymbolicLink,

    /// <summary>Its target is a path of the archive.</summary>
    HardLink,

    /// <summary>A device, a pipe, an encrypted file, or something that is not known.</summary>
    Other,
}
