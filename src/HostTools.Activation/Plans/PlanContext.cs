namespace HostTools.Activation;

/// <summary>Where the desired state of a plan came from; recorded in the generation.</summary>
/// <param name="HostName">Name of the host in the configuration.</param>
/// <param name="ConfigurationHash">SHA-256 of the evaluated configuration, in lower-case hexadecimal.</param>
/// <param name="GitCommit">Commit of the configuration tree; null outside git.</param>
/// <param name="GitDirty">The tree had changes that are not in the commit.</param>
/// <param name="User">Who asked.</param>
public sealed record PlanContext(string HostName, string ConfigurationHash, string? GitCommit, bool GitDirty, string User)
{
    /// <summary>The variant of the host; null for the host itself.</summary>
    public string? Variant { get; init; }

    /// <summary>SHA-256 of <c>hosttools.lock</c>; null when there is none.</summary>
    public string? LockHash { get; init; }

    /// <summary>Which older generations go once the plan is applied; null for none.</summary>
    public Retention? Retention { get; init; }
}
