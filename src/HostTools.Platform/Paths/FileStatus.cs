namespace HostTools.Platform;

/// <summary>What stands at a path.</summary>
/// <param name="Type">Sort of entry.</param>
/// <param name="Mode">Permission bits including set-id and sticky, 0 to 07777; 0 where the platform has none.</param>
/// <param name="UserId">Number of the owner; 0 where the platform has none.</param>
/// <param name="GroupId">Number of the group; 0 where the platform has none.</param>
/// <param name="Size">Bytes; of a link the length of its text.</param>
public readonly record struct FileStatus(FileEntryType Type, int Mode, int UserId, int GroupId, long Size)
{
    /// <summary>Last change of the content.</summary>
    public DateTimeOffset ModifiedAt { get; init; }

    /// <summary>Last change of the content, the name's place, mode or owner, which programs cannot set; the smallest time where the platform has none.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Nobody may replace or remove it, root neither, as long as it has the attribute i or a of <c>chattr</c>.</summary>
    public bool IsFixed { get; init; }

    /// <summary>Something is mounted on it, so that it cannot be replaced or removed.</summary>
    public bool IsMountPoint { get; init; }

    /// <summary>Device and inode, equal for two names of one thing; empty where the platform has none.</summary>
    public string Identity { get; init; } = string.Empty;
}

/// <summary>Sort of thing at a path.</summary>
public enum FileEntryType
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A symbolic link (on Windows also another reparse point).</summary>
    Link,

    /// <summary>A device, pipe or socket.</summary>
    Other,
}
