using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HostTools.Models.Tests;

/// <summary>A server of HTTP/1.1 on loopback whose every byte the test decides, faults included. Two of them are two servers, since their ports differ.</summary>
internal sealed class LocalServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<LocalRequest, LocalAnswer> _answer;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<LocalRequest> _requests = new();

    public LocalServer(Func<LocalRequest, LocalAnswer> answer)
    {
        _answer = answer;
        _listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _ = AcceptAsync();
    }

    public Uri Url { get; }

    public IReadOnlyList<LocalRequest> Requests => [.. _requests];

    public Uri this[string path] => new(Url, path);

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception cause) when (cause is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient closed = client;
        try
        {
            NetworkStream stream = client.GetStream();
            while (await ReadAsync(stream) is { } request)
            {
                _requests.Enqueue(request);
                LocalAnswer answer = Answer(request);
                await stream.WriteAsync(Encoding.ASCII.GetBytes(answer.Head), _stop.Token);
                if (request.Method != "HEAD")
                    await stream.WriteAsync(answer.Body.AsMemory(0, answer.CutAfter ?? answer.Body.Length), _stop.Token);
                if (answer.CutAfter is not null)
                    return;
            }
        }
        catch (Exception cause) when (cause is IOException or OperationCanceledException or SocketException)
        {
            // The client went away.
        }
    }

    private LocalAnswer Answer(LocalRequest request)
    {
        try
        {
            return _answer(request);
        }
        catch (Exception cause)
        {
            return LocalAnswer.Text(418, cause.ToString());
        }
    }

    private async Task<LocalRequest?> ReadAsync(NetworkStream stream)
    {
        var head = new List<byte>();
        byte[] one = new byte[1];
        while (head.Count < 4 || !head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
                return null;
            head.Add(one[0]);
        }

        string[] lines = Encoding.UTF8.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        string[] words = lines[0].Split(' ');
        Dictionary<string, string> headers = lines.Skip(1).Select(static line => line.Split(':', 2)).ToDictionary(static pair => pair[0].Trim(), static pair => pair[1].Trim(), StringComparer.OrdinalIgnoreCase);
        byte[] body = new byte[int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, _stop.Token);
        return new LocalRequest(words[0], words[1], headers, body);
    }
}

/// <summary>What was asked; <paramref name="Target"/> is as it was sent, with what is behind the question mark.</summary>
internal sealed record LocalRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Path => Target.Split('?')[0];

    public string Header(string name) => Headers.GetValueOrDefault(name, string.Empty);

    /// <summary>A value behind the question mark; empty when it is absent.</summary>
    public string Query(string name) => Target.Split('?', 2).ElementAtOrDefault(1)?.Split('&').Select(static pair => pair.Split('=', 2)).Where(pair => Uri.UnescapeDataString(pair[0]) == name)
        .Select(static pair => Uri.UnescapeDataString(pair.ElementAtOrDefault(1) ?? string.Empty)).FirstOrDefault() ?? string.Empty;
}

/// <summary>What is answered.</summary>
internal sealed record LocalAnswer(int Status, byte[] Body)
{
    public Dictionary<string, string> Headers { get; init; } = [];

    /// <summary>The line breaks after so many bytes of the body; null when it does not.</summary>
    public int? CutAfter { get; init; }

    public string Head => string.Concat(
        $"HTTP/1.1 {Status} Because\r\n",
        string.Concat(Headers.Select(static header => $"{header.Key}: {header.Value}\r\n")),
        Headers.ContainsKey("Content-Length") ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\n"),
        "\r\n");

    public static LocalAnswer Text(int status, string text, params (string Name, string Value)[] headers) => new(status, Encoding.UTF8.GetBytes(text)) { Headers = headers.ToDictionary(static pair => pair.Name, static pair => pair.Value) };

    public static LocalAnswer Json(string json, params (string Name, string Value)[] headers) => Text(200, json, [("Content-Type", "application/json"), .. headers]);

    public static LocalAnswer MoveTo(string address) => Text(302, string.Empty, ("Location", address));

    /// <summary>Bytes, or the range of them that is asked for.</summary>
    public static LocalAnswer Bytes(LocalRequest request, byte[] bytes, params (string Name, string Value)[] headers)
    {
        string range = request.Header("Range");
        var answer = new LocalAnswer(200, bytes) { Headers = headers.ToDictionary(static pair => pair.Name, static pair => pair.Value) };
        if (!range.StartsWith("bytes=", StringComparison.Ordinal))
            return answer;
        string[] ends = range[6..].Split('-');
        int first = int.Parse(ends[0], CultureInfo.InvariantCulture);
        int last = ends[1].Length > 0 ? Math.Min(int.Parse(ends[1], CultureInfo.InvariantCulture), bytes.Length - 1) : bytes.Length - 1;
        if (first >= bytes.Length)
            return Text(416, string.Empty, ("Content-Range", $"bytes */{bytes.Length}"));
        answer.Headers["Content-Range"] = $"bytes {first}-{last}/{bytes.Length}";
        return answer with { Status = 206, Body = bytes[first..(last + 1)] };
    }
}
