using HostTools.Activation.Resources;

namespace HostTools.Activation;

/// <summary>What has to happen to one resource, complete: it can be kept in a file and carried out later without anything else.</summary>
public sealed record Change
{
    /// <summary>The resource.</summary>
    public required ResourceId Id { get; init; }

    /// <summary>What happens, for people.</summary>
    public required ChangeAction Action { get; init; }

    /// <summary>Why, in a few words.</summary>
    public required string Reason { get; init; }

    /// <summary>The wish; null when it is no longer declared.</summary>
    public Resource? Desired { get; init; }

    /// <summary>How it was seen; null for what is not observed.</summary>
    public ResourceState? Before { get; init; }

    /// <summary>How it shall be; null when nothing on the target changes.</summary>
    public ResourceState? After { get; init; }

    /// <summary>Somebody's work gives way: it stays in the store as long as the new generation is kept.</summary>
    public ResourceState? Keep { get; init; }

    /// <summary>How well it can be undone.</summary>
    public UndoQuality Undo { get; init; } = UndoQuality.Exact;

    /// <summary>Nobody declared it; something else needs it.</summary>
    public bool IsImplied { get; init; }

    /// <summary>Changes of a lower level come first; those of one level do not depend on each other.</summary>
    public int Level { get; init; }

    /// <summary>Names of the triggers that run because of it.</summary>
    public IReadOnlyList<string> Triggers { get; init; } = [];

    /// <summary>What a mistake in it could take away from people; null when nothing, and when nothing on the target changes.</summary>
    public string? Risk { get; init; }

    /// <summary>Content it needs beyond that of the wish itself, by hash; empty once it is in the store.</summary>
    public IReadOnlyList<FileContent> Content { get; init; } = [];

    /// <summary>What is said about the change of content; null when there is none.</summary>
    public string? Diff { get; init; }

    /// <summary>What stands in its way and what is worth knowing about it.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];
}
