using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>How a path is, or shall be.</summary>
/// <param name="Type">What is there.</param>
public sealed record PathState(PathType Type) : ResourceState
{
    /// <summary>Nothing is there.</summary>
    public static PathState Absent { get; } = new(PathType.Absent);

    /// <inheritdoc/>
    public override bool IsAbsent => Type is PathType.Absent;

    /// <summary>Permission bits; -1 for those a new thing gets by itself, or for a link.</summary>
    public int Mode { get; init; } = -1;

    /// <summary>Number of the owner; -1 when it is left as it is.</summary>
    public int UserId { get; init; } = -1;

    /// <summary>Number of the group; -1 when it is left as it is.</summary>
    public int GroupId { get; init; } = -1;

    /// <summary>Bytes of a file.</summary>
    public long Size { get; init; }

    /// <summary>The content may hold secrets: its hash is keyed, and it is in no store.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>SHA-256 of a file's content, a keyed hash of private content; null for anything else.</summary>
    public string? ContentHash { get; init; }

    /// <summary>Access control lists and the like of a file; null when they are left as they are. Nothing is compared by them.</summary>
    public ExtendedAttributes? Attributes { get; init; }

    /// <summary>What a link says; null for anything else.</summary>
    public string? LinkTarget { get; init; }

    /// <summary>SHA-256 of a file's content without the keys that are ours in it; null when there was no file, or when it is ours otherwise.</summary>
    public string? BaseHash { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Blobs => [.. new[] { IsPrivate ? null : ContentHash, BaseHash }.OfType<string>()];

    /// <inheritdoc/>
    public override string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{Type}\n{Mode}\n{UserId}\n{GroupId}\n{ContentHash}\n{LinkTarget}"))));

    /// <summary>The same kind of thing with the same content; mode and owner may differ.</summary>
    public bool HasContentOf(PathState other) =>
        Type == other.Type && ContentHash == other.ContentHash && LinkTarget == other.LinkTarget;

    /// <summary>Everything this state asks for is so in <paramref name="observed"/>.</summary>
    public bool IsMetBy(PathState observed) =>
        HasContentOf(observed) && (Mode < 0 || Mode == observed.Mode) &&
        (UserId < 0 || UserId == observed.UserId) && (GroupId < 0 || GroupId == observed.GroupId);

    /// <summary>The thing in words: <c>a symbolic link to '/x'</c>.</summary>
    public string InWords => Type switch
    {
        PathType.Absent => "nothing",
        PathType.File => "a file",
        PathType.Directory => "a directory",
        PathType.Link => $"a symbolic link to '{LinkTarget}'",
        _ => "a device, pipe or socket",
    };

    internal static PathType TypeOf(FileEntryType type) => type switch
    {
        FileEntryType.File => PathType.File,
        FileEntryType.Directory => PathType.Directory,
        FileEntryType.Link => PathType.Link,
        _ => PathType.Other,
    };
}

/// <summary>What is at a path.</summary>
public enum PathType
{
    /// <summary>Nothing.</summary>
    Absent,

    /// <summary>A regular file.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>A device, pipe or socket; never touched.</summary>
    Other,
}
