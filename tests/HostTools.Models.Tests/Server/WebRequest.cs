using System.Globalization;
using System.Text;

namespace HostTools.Models.Tests.Server;

/// <summary>What somebody asked.</summary>
internal sealed record WebRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    private const int LongestHead = 64 << 10;

    /// <summary>Path without query, unescaped.</summary>
    public string Path => Uri.UnescapeDataString(Target.Split('?')[0]);

    public string Query => Target.Contains('?', StringComparison.Ordinal) ? Target[(Target.IndexOf('?', StringComparison.Ordinal) + 1)..] : string.Empty;

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>First and last byte that are wanted; null is all.</summary>
    public (long First, long? Last)? Range
    {
        get
        {
            if (Header("Range") is not { } range || !range.StartsWith("bytes=", StringComparison.Ordinal))
                return null;
            string[] ends = range["bytes=".Length..].Split('-');
            return (long.Parse(ends[0], CultureInfo.InvariantCulture), ends[1].Length == 0 ? null : long.Parse(ends[1], CultureInfo.InvariantCulture));
        }
    }

    public static async Task<WebRequest?> ReadAsync(Stream stream, CancellationToken token)
    {
        var head = new List<byte>();
        byte[] one = new byte[1];
        while (head.Count < LongestHead && await stream.ReadAsync(one, token) == 1)
        {
            head.Add(one[0]);
            if (head.Count >= 4 && head[^1] == '\n' && head[^2] == '\r' && head[^3] == '\n')
                break;
        }

        string[] lines = Encoding.ASCII.GetString([.. head]).Split("\r\n");
        if (lines[0].Split(' ') is not [var method, var target, _])
            return null;
        Dictionary<string, string> headers = lines.Skip(1).Select(static line => line.Split(':', 2)).Where(static parts => parts.Length == 2)
            .GroupBy(static parts => parts[0], StringComparer.OrdinalIgnoreCase).ToDictionary(static group => group.Key, static group => group.First()[1].Trim(), StringComparer.OrdinalIgnoreCase);
        byte[] body = new byte[int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, token);
        return new WebRequest(method, target, headers, body);
    }
}
