namespace HostTools.Platform;

/// <summary>A path operation failed; the message says what, on which path, and why.</summary>
/// <param name="message">A full sentence.</param>
/// <param name="reason">Why, for code.</param>
/// <param name="path">Path inside the root.</param>
public sealed class RootIOException(string message, RootFailure reason, string path) : IOException(message)
{
    /// <summary>Why it failed.</summary>
    public RootFailure Reason { get; } = reason;

    /// <summary>Path inside the root.</summary>
    public string Path { get; } = path;
}

/// <summary>Why a path operation failed.</summary>
public enum RootFailure
{
    /// <summary>Nothing is there.</summary>
    NotFound,

    /// <summary>Something is there already.</summary>
    Exists,

    /// <summary>A part of the path is no directory.</summary>
    NotDirectory,

    /// <summary>It is a directory.</summary>
    IsDirectory,

    /// <summary>The directory is not empty.</summary>
    NotEmpty,

    /// <summary>The rights do not suffice.</summary>
    AccessDenied,

    /// <summary>The device or quota is full.</summary>
    NoSpace,

    /// <summary>The file system is mounted read-only.</summary>
    ReadOnly,

    /// <summary>Too many symbolic links, or one that would leave the root.</summary>
    LinkLoop,

    /// <summary>It is larger than the limit given.</summary>
    TooLarge,

    /// <summary>Something else; the message has the system's words.</summary>
    Other,
}
