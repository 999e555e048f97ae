using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>One line of a plan: what happens to one resource, why, and how well it can be undone.</summary>
public sealed record PlanChange
{
    /// <summary>The resource.</summary>
    public required ResourceId Id { get; init; }

    /// <summary>Kind of the resource: file, directory, link, trigger, …</summary>
    public string Kind => Id.Kind;

    /// <summary>Path on the target; for what is no file, its name.</summary>
    public string Path => Id.Key;

    /// <summary>What happens.</summary>
    public required ChangeAction Action { get; init; }

    /// <summary>Places in the configuration that asked for it, best first; empty for what is no longer declared.</summary>
    public IReadOnlyList<Origin> Origins { get; init; } = [];

    /// <summary>Why, in a few words: <c>is absent</c>, <c>content and mode differ</c>, <c>is no longer declared</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>One readable line with sign, kind, path and reason.</summary>
    public required string Summary { get; init; }

    /// <summary>Unified text diff, or one line about binary or large content; null when content does not change.</summary>
    public string? Diff { get; init; }

    /// <summary>How well it can be undone.</summary>
    public required UndoQuality Undo { get; init; }

    /// <summary>What a mistake in it could take away from people, such as <c>who may log in</c>; null when nothing of the sort.</summary>
    public string? Risk { get; init; }

    /// <summary>Hash of what was observed on the target; the plan is stale when it differs at apply. Null for what is not observed.</summary>
    public string? ObservedHash { get; init; }

    /// <summary>Something stands in its way, so it cannot be made.</summary>
    internal bool IsBlocked { get; init; }

    /// <summary>The summary.</summary>
    public override string ToString() => Summary;
}

/// <summary>What a plan does to a resource.</summary>
public enum ChangeAction
{
    /// <summary>Nothing on the target; only our record of the resource changes.</summary>
    None,

    /// <summary>It is made where nothing was.</summary>
    Create,

    /// <summary>It is ours and is changed.</summary>
    Update,

    /// <summary>Something of another kind or owner stands there and gives way; it is kept.</summary>
    Replace,

    /// <summary>What stands there is what is wanted; it becomes ours without a write.</summary>
    Adopt,

    /// <summary>It is no longer declared and goes.</summary>
    Remove,

    /// <summary>It is no longer declared, and what it had replaced comes back.</summary>
    RestoreOriginal,

    /// <summary>A command runs.</summary>
    Run,
}

/// <summary>How well something can be undone; ordered from best to worst.</summary>
public enum UndoQuality
{
    /// <summary>The earlier state comes back byte for byte.</summary>
    Exact,

    /// <summary>An attempt is made, for example by running a command again.</summary>
    BestEffort,

    /// <summary>Cannot be undone.</summary>
    None,
}

/// <summary>Something a plan wants a person to know; it does not stop the plan.</summary>
/// <param name="Message">One or two sentences.</param>
/// <param name="Resource">The resource it is about; null when it is about the whole plan.</param>
/// <param name="Origin">Where the configuration asked for it; null when unknown.</param>
public sealed record PlanWarning(string Message, ResourceId? Resource = null, Origin? Origin = null)
{
    /// <summary>The message with its place in front.</summary>
    public override string ToString() => Origin is { } origin ? $"{origin}: {Message}" : Message;
}
