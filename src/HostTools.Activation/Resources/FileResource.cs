namespace HostTools.Activation.Resources;

/// <summary>A regular file.</summary>
/// <param name="Path">Absolute path on the target, with forward slashes, without <c>.</c> or <c>..</c>.</param>
public sealed record FileResource(string Path) : Resource
{
    /// <inheritdoc/>
    public override ResourceId Id => new("file", Path);

    /// <summary>
    /// The bytes wanted; for <see cref="FileOwnership.Block"/> the lines between the markers, for <see cref="FileOwnership.Keys"/> the keys
    /// as a JSON object, in which null stands for a key that shall not be there.
    /// </summary>
    public required FileContent Content { get; init; }

    /// <summary>Permission bits, for example 0644; null leaves an existing file's and gives a new one 0644, and holds to that from then on.</summary>
    public int? Mode { get; init; }

    /// <summary>Owner by name or number; null leaves it, and gives a new file the applying user.</summary>
    public string? Owner { get; init; }

    /// <summary>Group by name or number; null as for <see cref="Owner"/>.</summary>
    public string? Group { get; init; }

    /// <summary>How much of the file is ours.</summary>
    public FileOwnership Ownership { get; init; } = FileOwnership.Exact;

    /// <summary>What to do where something of somebody else's stands.</summary>
    public CollisionPolicy Collision { get; init; } = CollisionPolicy.Error;

    /// <summary>For <see cref="FileOwnership.Block"/>: what starts a comment line in this file, for example <c>#</c>.</summary>
    public string CommentPrefix { get; init; } = "#";

    /// <summary>For <see cref="FileOwnership.Keys"/>: how the file is written.</summary>
    public KeyFormat Format { get; init; } = KeyFormat.Json;

    /// <summary>What looks at new content on a live machine before it is written; null for none.</summary>
    public FileCheck? Check { get; init; }

    /// <inheritdoc/>
    public override Resource FromElsewhere() => this with { Check = null };
}

/// <summary>How much of a file belongs to the configuration.</summary>
public enum FileOwnership
{
    /// <summary>The whole file; a change by hand is drift.</summary>
    Exact,

    /// <summary>The path is a symbolic link to the content store, so the file cannot be edited by accident.</summary>
    Link,

    /// <summary>Written once when absent; afterwards it belongs to the user, and stays when it is no longer declared.</summary>
    Seed,

    /// <summary>Only the lines between our markers; every other byte is kept.</summary>
    Block,

    /// <summary>Only the keys that are declared; every other byte is kept.</summary>
    Keys,
}

/// <summary>Formats of files in which single keys can be owned.</summary>
public enum KeyFormat
{
    /// <summary>JSON, also with comments and trailing commas.</summary>
    Json,

    /// <summary>YAML, one document.</summary>
    Yaml,

    /// <summary>TOML 1.0.</summary>
    Toml,

    /// <summary>Lines <c>key=value</c> in <c>[sections]</c>.</summary>
    Ini,

    /// <summary>Lines <c>key=value</c> without sections.</summary>
    KeyValue,
}

/// <summary>What to do where an unmanaged thing stands in the way.</summary>
public enum CollisionPolicy
{
    /// <summary>Refuse the whole plan and list every such place. Identical content is adopted silently.</summary>
    Error,

    /// <summary>Take over what is there when it is identical; refuse otherwise.</summary>
    Adopt,

    /// <summary>Keep what was there and put it back when the resource is no longer declared.</summary>
    Backup,

    /// <summary>Replace it; what was there is kept as with <see cref="Backup"/>.</summary>
    Force,
}
