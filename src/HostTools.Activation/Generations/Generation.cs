namespace HostTools.Activation;

/// <summary>One applied state of a target that can be brought back.</summary>
public sealed record Generation
{
    /// <summary>Number, counted from 1; never used twice on one target.</summary>
    public required int Number { get; init; }

    /// <summary>The target is at this generation.</summary>
    public required bool IsCurrent { get; init; }

    /// <summary>When it was applied.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Name of the host in the configuration.</summary>
    public required string HostName { get; init; }

    /// <summary>The variant of the host that was applied; null for the host itself.</summary>
    public string? Variant { get; init; }

    /// <summary>SHA-256 of the evaluated configuration.</summary>
    public required string ConfigurationHash { get; init; }

    /// <summary>Commit of the configuration tree; null outside git.</summary>
    public string? GitCommit { get; init; }

    /// <summary>The tree had changes that are not in the commit.</summary>
    public bool GitDirty { get; init; }

    /// <summary>SHA-256 of the lock file of the tree; null when there was none.</summary>
    public string? LockHash { get; init; }

    /// <summary>Who applied it.</summary>
    public required string User { get; init; }

    /// <summary>Version of HostTools that applied it.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>Generation it brought back; null when it came from a configuration.</summary>
    public int? RestoredFrom { get; init; }

    /// <summary>Resources declared in it.</summary>
    public required int ResourceCount { get; init; }

    /// <summary>It waits to be confirmed, and is taken back at this moment; null when it stays.</summary>
    public DateTimeOffset? ConfirmUntil { get; init; }

    /// <summary>It was applied to be tried: the next start of the machine takes it back, unless it is confirmed or applied to stay.</summary>
    public bool IsTest { get; init; }
}
