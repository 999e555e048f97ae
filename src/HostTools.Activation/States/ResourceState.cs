namespace HostTools.Activation;

/// <summary>How something on a target is, or shall be, in a form that can be kept: undo records, originals and manifests hold these.</summary>
public abstract record ResourceState
{
    /// <summary>Nothing is there.</summary>
    public abstract bool IsAbsent { get; }

    /// <summary>Equal for equal states; a plan is stale when it differs from the one the plan saw.</summary>
    public abstract string Hash { get; }

    /// <summary>Hashes of the content in the store that bringing the state about needs.</summary>
    public virtual IReadOnlyList<string> Blobs => [];
}
