using HostTools.Platform;

namespace HostTools.Models;

/// <summary>How a model is fetched, besides what the network settings say.</summary>
public sealed record FetchOptions
{
    /// <summary>Told how far it is; null tells nobody.</summary>
    public IModelProgress? Progress { get; init; }

    /// <summary>What happens to parts when it fails. Default: they stay for the next run.</summary>
    public PartialAction OnFailure { get; init; } = PartialAction.Persist;

    /// <summary>Room that must be left on the disk; asked for only when more than 64 MiB are to be fetched. Default: 1 GiB.</summary>
    public ByteSize Reserve { get; init; } = new(1L << 30);

    /// <summary>Longest wait for another process that fetches the same model. Default: an hour.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Waits until everything is on the disk before it ends. Default: false; a crash of the machine then costs bytes and never gives wrong ones.</summary>
    public bool WaitForDisk { get; init; }
}
