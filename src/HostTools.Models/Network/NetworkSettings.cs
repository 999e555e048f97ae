using HostTools.Platform;

namespace HostTools.Models;

/// <summary>How patient and how greedy the network is used.</summary>
public sealed record NetworkSettings
{
    /// <summary>Longest wait for a connection. Default: 30 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait for the next bytes, also for the first; never for a whole file. Default: 300 s.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>Attempts in a row that bring nothing new, before it is given up. Default: 5.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>Wait before the second attempt; doubles each time, by up to a quarter more or less. Default: 2 s.</summary>
    public TimeSpan BaseDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest of those waits. Default: 60 s.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest wait that a server may ask for; one that asks for more is given up. Default: 300 s.</summary>
    public TimeSpan LongestServerDelay { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>A transfer slower than this, over <see cref="StallTime"/>, is broken off and continued. Bytes a second; 0 never. Default: 10 KiB.</summary>
    public ByteSize StallRate { get; init; } = new(10 << 10);

    /// <summary>Time over which <see cref="StallRate"/> counts. Default: 120 s.</summary>
    public TimeSpan StallTime { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Files at a time. Default: 8.</summary>
    public int ParallelFiles { get; init; } = 8;

    /// <summary>Streams for one large file. Default: 4.</summary>
    public int ParallelSegments { get; init; } = 4;

    /// <summary>What one stream is asked for at a time; a run that ends in the middle of it loses a mebibyte at most. Default: 16 MiB.</summary>
    public ByteSize SegmentSize { get; init; } = new(16 << 20);

    /// <summary>Bytes a second, all files together; null is unlimited.</summary>
    public ByteSize? BandwidthLimit { get; init; }

    /// <summary>Nothing is asked of anybody. Default: false.</summary>
    public bool IsOffline { get; init; }

    /// <summary>Hub that is asked for sources that name none; null is what HF_ENDPOINT says, else huggingface.co.</summary>
    public Uri? HubEndpoint { get; init; }

    /// <summary>Why nothing is asked, for messages. Default: the configuration wants it.</summary>
    public string OfflineBecause { get; init; } = "network.offline is declared";

    /// <summary>Address of a proxy, http, https or socks5; null is what the environment says (HTTPS_PROXY, NO_PROXY).</summary>
    public Uri? Proxy { get; init; }

    /// <summary>File with certificates of authorities that are trusted besides the system's; null is none.</summary>
    public string? AuthorityFile { get; init; }
}
