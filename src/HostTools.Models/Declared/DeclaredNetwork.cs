using HostTools.Platform;

namespace HostTools.Models;

/// <summary>How the configuration wants servers to be asked for a model: what it says itself, else what is said for all.</summary>
internal sealed class DeclaredNetwork(ModelOptions all, ModelOptions own)
{
    private readonly NetworkSettings _usual = new();

    /// <exception cref="FormatException">A value cannot be read.</exception>
    public NetworkSettings Settings => new()
    {
        IsOffline = own.Choice("network", "offline") ?? all.Flag("network", "offline"),
        HubEndpoint = own.Address("network", "endpoint") ?? all.Address("network", "endpoint"),
        ConnectTimeout = Time("timeout", "connect") ?? _usual.ConnectTimeout,
        ReadTimeout = Time("timeout", "read") ?? _usual.ReadTimeout,
        MaxAttempts = Number("retry", "maxAttempts") ?? _usual.MaxAttempts,
        BaseDelay = Time("retry", "baseDelay") ?? _usual.BaseDelay,
        MaxDelay = Time("retry", "maxDelay") ?? _usual.MaxDelay,
        LongestServerDelay = Time("retry", "maxServerDelay") ?? _usual.LongestServerDelay,
        StallRate = Size("stall", "rate") ?? _usual.StallRate,
        StallTime = Time("stall", "time") ?? _usual.StallTime,
        ParallelFiles = Number("parallel", "files") ?? _usual.ParallelFiles,
        ParallelSegments = Number("parallel", "segments") ?? _usual.ParallelSegments,
        BandwidthLimit = Size("bandwidth", "limit") is { Bytes: > 0 } limit ? limit : null,
        Proxy = own.Address("network", "proxy") ?? all.Address("network", "proxy"),
        AuthorityFile = own.Text("network", "authorityFile") ?? all.Text("network", "authorityFile"),
    };

    private TimeSpan? Time(string group, string name) => Value<Duration>(group, name)?.Value;

    private ByteSize? Size(string group, string name) => Value<long>(group, name) is { } bytes ? new ByteSize(bytes) : null;

    private int? Number(string group, string name) => (int?)Value<long>(group, name);

    private T? Value<T>(string group, string name)
        where T : struct => own.Of<T>("network", group, name) ?? all.Of<T>("network", group, name);
}
