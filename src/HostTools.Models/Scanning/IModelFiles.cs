namespace HostTools.Models.Scanning;

/// <summary>The files of a model, wherever they are kept: a folder, or a snapshot in the store.</summary>
public interface IModelFiles
{
    /// <summary>Every file below the root, ordered by path; folders are not listed.</summary>
    IReadOnlyList<ScannedFile> Files { get; }

    /// <summary>Opens a file for reading at any place.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    Stream Open(ScannedFile file);
}

/// <summary>One file of a model.</summary>
/// <param name="Path">Path from the root, with forward slashes; neither absolute nor with <c>..</c>.</param>
/// <param name="Size">Bytes.</param>
public sealed record ScannedFile(string Path, long Size)
{
    /// <summary>Where the link leads, as it is written; null when it is a regular file.</summary>
    public string? LinkTarget { get; init; }

    /// <summary>The link leads out of the places that belong to the model, or nowhere: it is not opened.</summary>
    public bool IsLinkOutside { get; init; }

    /// <summary>Neither a regular file nor a link to one: a pipe, a socket or a device. It is not opened.</summary>
    public bool IsSpecial { get; init; }

    /// <summary>Somebody may execute it.</summary>
    public bool IsExecutable { get; init; }
}
