using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace HostTools.Models.Tests.Server;

/// <summary>A small HTTP/1.1 server on loopback that can misbehave in every way a test needs: it writes its answers byte by byte itself.</summary>
internal sealed class WebServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<WebRequest, WebResponse> _answer;
    private readonly X509Certificate2? _certificate;
    private readonly ConcurrentQueue<WebRequest> _requests = new();
    private long _sent;

    /// <param name="answer">Says what is answered.</param>
    /// <param name="certificate">Makes it an https server; null is http.</param>
    public WebServer(Func<WebRequest, WebResponse> answer, X509Certificate2? certificate = null)
    {
        (_answer, _certificate) = (answer, certificate);
        _listener.Start(512);
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"{(certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}"));
        _ = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>All that was asked, in order.</summary>
    public IReadOnlyList<WebRequest> Requests => [.. _requests];

    /// <summary>Bytes of bodies that were sent.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    public Uri At(string path) => new(Address, path);

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptSocketAsync(_stop.Token));
        }
        catch (Exception cause) when (cause is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true;
        using (socket)
        {
            try
            {
                await using Stream stream = await OpenAsync(socket);
                using var reader = new BufferedStream(stream, 8192);
                while (await WebRequest.ReadAsync(reader, _stop.Token) is { } request)
                {
                    _requests.Enqueue(request);
                    WebResponse response = _answer(request);
                    if (response.Fault is WebFault.Reset)
                    {
                        socket.LingerState = new LingerOption(true, 0);
                        return;
                    }

                    await WriteAsync(stream, socket, request, response);
                    if (response.Fault is not WebFault.None || response.Length < response.Size)
                        return;
                }
            }
            catch (Exception cause) when (cause is IOException or SocketException or OperationCanceledException or ObjectDisposedException or AuthenticationException)
            {
                // Whoever asked is gone.
            }
        }
    }

    private async Task<Stream> OpenAsync(Socket socket)
    {
        var plain = new NetworkStream(socket);
        if (_certificate is null)
            return plain;
        var secure = new SslStream(plain);
        await secure.AuthenticateAsServerAsync(_certificate);
        return secure;
    }

    private async Task WriteAsync(Stream stream, Socket socket, WebRequest request, WebResponse response)
    {
        var head = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {response.Status} X\r\n"));
        foreach ((string name, string value) in response.Headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        if (response.Fault is not WebFault.NoLength)
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {response.Size}\r\n");
        else
            head.Append("Connection: close\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), _stop.Token);
        if (request.Method == "HEAD")
            return;
        byte[] buffer = new byte[response.Pause is null ? 128 << 10 : 64];
        for (long at = 0; at < response.Length;)
        {
            int count = (int)Math.Min(buffer.Length, response.Length - at);
            response.Body(at, buffer.AsSpan(0, count));
            await stream.WriteAsync(buffer.AsMemory(0, count), _stop.Token);
            Interlocked.Add(ref _sent, count);
            at += count;
            if (response.Pause is { } pause)
                await Task.Delay(pause, _stop.Token);
        }

        if (response.Fault is WebFault.ResetInside)
            socket.LingerState = new LingerOption(true, 0);
        if (response.Fault is WebFault.Silence)
            await Task.Delay(Timeout.Infinite, _stop.Token);
    }
}
