namespace HostTools.Models;

/// <summary>How a declared model is got.</summary>
public sealed record InstallOptions
{
    /// <summary>What nobody has pinned is believed as it comes, and pinned from then on. Default: false.</summary>
    public bool TrustOnFirstUse { get; init; }

    /// <summary>The lock file does not count: the server is asked what the revision is now. Default: false.</summary>
    public bool Update { get; init; }

    /// <summary>The version that is meant where no lock file says; null is the one that the revision is now.</summary>
    public string? Version { get; init; }

    /// <summary>How the bytes are fetched.</summary>
    public FetchOptions Fetch { get; init; } = new();
}

/// <summary>A model that is here.</summary>
/// <param name="Name">Its name in the configuration.</param>
/// <param name="Snapshot">What it is; all bytes are in the store.</param>
/// <param name="Lock">What the lock file should say of it from now on.</param>
public sealed record InstalledModel(string Name, ModelSnapshot Snapshot, LockedModel Lock)
{
    /// <summary>Version that the lock file had before; null when it had none or the same.</summary>
    public string? OldVersion { get; init; }

    /// <summary>Servers were asked for its files; false when everything was found in the store.</summary>
    public bool IsFetched { get; init; }
}
