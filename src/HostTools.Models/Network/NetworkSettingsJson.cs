using System.Text.Json;
using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Network settings in plans and generations: times in milliseconds, sizes in bytes. What an older version did not write is as usual.</summary>
internal static class NetworkSettingsJson
{
    public static void Write(Utf8JsonWriter writer, string name, NetworkSettings settings)
    {
        writer.WriteStartObject(name);
        writer.WriteBoolean("offline", settings.IsOffline);
        foreach ((string key, TimeSpan value) in Times(settings))
            writer.WriteNumber(key, (long)value.TotalMilliseconds);
        writer.WriteNumber("maxAttempts", settings.MaxAttempts);
        writer.WriteNumber("parallelFiles", settings.ParallelFiles);
        writer.WriteNumber("parallelSegments", settings.ParallelSegments);
        writer.WriteNumber("stallRate", settings.StallRate.Bytes);
        if (settings.BandwidthLimit is { } limit)
            writer.WriteNumber("bandwidthLimit", limit.Bytes);
        writer.WriteString("endpoint", settings.HubEndpoint?.AbsoluteUri);
        writer.WriteString("proxy", settings.Proxy?.AbsoluteUri);
        writer.WriteString("authorityFile", settings.AuthorityFile);
        writer.WriteEndObject();
    }

    /// <exception cref="FormatException">It is not what was written.</exception>
    public static NetworkSettings Read(JsonElement json, string name)
    {
        var usual = new NetworkSettings();
        if (json.Optional(name) is not { } own)
            return usual;
        return usual with
        {
            IsOffline = own.Flag("offline"),
            ConnectTimeout = Time(own, "connect", usual.ConnectTimeout),
            ReadTimeout = Time(own, "read", usual.ReadTimeout),
            BaseDelay = Time(own, "baseDelay", usual.BaseDelay),
            MaxDelay = Time(own, "maxDelay", usual.MaxDelay),
            LongestServerDelay = Time(own, "maxServerDelay", usual.LongestServerDelay),
            StallTime = Time(own, "stallTime", usual.StallTime),
            MaxAttempts = (int)Number(own, "maxAttempts", usual.MaxAttempts, int.MaxValue),
            ParallelFiles = (int)Number(own, "parallelFiles", usual.ParallelFiles, 64),
            ParallelSegments = (int)Number(own, "parallelSegments", usual.ParallelSegments, 32),
            StallRate = new ByteSize(Number(own, "stallRate", usual.StallRate.Bytes, long.MaxValue)),
            BandwidthLimit = own.Optional("bandwidthLimit") is null ? null : new ByteSize(Math.Max(1, Number(own, "bandwidthLimit", 0, long.MaxValue))),
            HubEndpoint = Address(own, "endpoint"),
            Proxy = Address(own, "proxy"),
            AuthorityFile = own.OptionalText("authorityFile"),
        };
    }

    private static (string Key, TimeSpan Value)[] Times(NetworkSettings settings) =>
    [
        ("connect", settings.ConnectTimeout), ("read", settings.ReadTimeout), ("baseDelay", settings.BaseDelay), ("maxDelay", settings.MaxDelay),
        ("maxServerDelay", settings.LongestServerDelay), ("stallTime", settings.StallTime),
    ];

    private static TimeSpan Time(JsonElement json, string name, TimeSpan usual) =>
        TimeSpan.FromMilliseconds(Number(json, name, (long)usual.TotalMilliseconds, int.MaxValue)); // Timers take no longer ones.

    private static long Number(JsonElement json, string name, long usual, long most) =>
        json.Optional(name) is null ? usual : json.LongNumber(name) is >= 0 and var number && number <= most ? number : throw new FormatException($"has a '{name}' that is out of range");

    private static Uri? Address(JsonElement json, string name) => json.OptionalText(name) switch
    {
        null => null,
        var text => Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.UserInfo.Length == 0 ? address : throw new FormatException($"'{text}' is no address"),
    };
}
