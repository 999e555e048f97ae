namespace HostTools.Activation.Resources;

/// <summary>A directory.</summary>
/// <param name="Path">Absolute path on the target.</param>
public sealed record DirectoryResource(string Path) : Resource
{
    /// <inheritdoc/>
    public override ResourceId Id => new("directory", Path);

    /// <summary>Permission bits; null leaves an existing directory's and gives a new one 0755.</summary>
    public int? Mode { get; init; }

    /// <summary>Owner by name or number; null leaves it.</summary>
    public string? Owner { get; init; }

    /// <summary>Group by name or number; null leaves it.</summary>
    public string? Group { get; init; }

    /// <summary>
    /// It holds what is declared and nothing else, at any depth: other entries are removed, and come back when this is no longer declared.
    /// Directories in it that are declared themselves look after themselves.
    /// </summary>
    public bool IsExact { get; init; }

    /// <summary>
    /// For an exact directory: patterns of entries that stay. <c>*</c> and <c>?</c> stand for characters of a name, <c>**</c> for any names; a
    /// pattern without a slash is of names at any depth, one with a slash of paths from the directory.
    /// </summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(DirectoryResource? other) =>
        base.Equals(other) && Path == other.Path && Mode == other.Mode && Owner == other.Owner && Group == other.Group &&
        IsExact == other.IsExact && Ignore.SequenceEqual(other.Ignore);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Path, Mode, Owner, Group, IsExact);
}

/// <summary>An entry that an exact directory shall not hold. Nobody declares these: they follow from what was found there.</summary>
/// <param name="Path">Absolute path on the target.</param>
/// <param name="Directory">Path of the exact directory.</param>
public sealed record AbsentResource(string Path, string Directory) : Resource
{
    /// <inheritdoc/>
    public override ResourceId Id => new("absent", Path);
}

/// <summary>A symbolic link.</summary>
/// <param name="Path">Absolute path of the link on the target.</param>
/// <param name="LinkTarget">What the link says, as it is: relative or absolute on the target.</param>
public sealed record LinkResource(string Path, string LinkTarget) : Resource
{
    /// <inheritdoc/>
    public override ResourceId Id => new("link", Path);

    /// <summary>What to do where something of somebody else's stands.</summary>
    public CollisionPolicy Collision { get; init; } = CollisionPolicy.Error;

    /// <summary>
    /// Only the last name of what the link says matters to whoever reads it: a link that is there and leads to that name in another folder is as wanted.
    /// </summary>
    public bool IsByName { get; init; }
}

/// <summary>A command that runs once after any resource that names it changed.</summary>
/// <param name="Name">Name resources refer to, for example <c>systemd-reload</c>.</param>
public sealed record TriggerResource(string Name) : Resource
{
    /// <inheritdoc/>
    public override ResourceId Id => new("trigger", Name);

    /// <summary>Program and arguments on a live machine; empty when it has nothing to do there.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>
    /// Program and arguments on a folder target, where <c>{root}</c> stands for the folder; empty when only a live machine needs it
    /// (the plan says so, nothing runs).
    /// </summary>
    public IReadOnlyList<string> OfflineCommand { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(TriggerResource? other) =>
        base.Equals(other) && Name == other.Name && Command.SequenceEqual(other.Command) && OfflineCommand.SequenceEqual(other.OfflineCommand);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Name);
}
