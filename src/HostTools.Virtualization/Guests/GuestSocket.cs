using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>The agent behind a Unix socket, such as QEMU's end of its serial port, or an agent that listens by itself.</summary>
/// <remarks>
/// Answers to questions that somebody gave up on may still be in the way. A byte 0xFF makes the agent forget half a question, and
/// <c>guest-sync-delimited</c> answers behind another 0xFF: all before that is skipped. Source: the QEMU guest agent's protocol reference.
/// </remarks>
public sealed class GuestSocket : IGuestChannel
{
    private const byte Delimiter = 0xFF;

    private readonly string _path;
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _isInStep;

    private GuestSocket(string path) => _path = path;

    /// <summary>Connects.</summary>
    /// <param name="path">Path of the socket; at most 107 bytes.</param>
    /// <param name="token">Gives up.</param>
    /// <exception cref="HostToolsException">GuestUnreachable.</exception>
    public static async Task<GuestSocket> OpenAsync(string path, CancellationToken token)
    {
        var channel = new GuestSocket(path);
        try
        {
            await channel._socket.ConnectAsync(new UnixDomainSocketEndPoint(path), token).ConfigureAwait(false);
            return channel;
        }
        catch (Exception failed) when (failed is SocketException or ArgumentException)
        {
            channel._socket.Dispose();
            throw new HostToolsException(VirtualizationErrors.GuestUnreachable(path, failed.Message));
        }
    }

    /// <inheritdoc/>
    public async Task<JsonElement> AskAsync(string command, JsonObject? arguments, TimeSpan limit, CancellationToken token)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(token);
        end.CancelAfter(limit);
        bool wasInStep = _isInStep;
        // Whatever goes wrong from here on, an answer may come later.
        _isInStep = false;
        try
        {
            if (!wasInStep)
                await SynchroniseAsync(end.Token).ConfigureAwait(false);
            await SendAsync(Encoding.UTF8.GetBytes(GuestMessage.Question(command, arguments) + "\n"), end.Token).ConfigureAwait(false);
            byte[] answer = await LineAsync(command, end.Token).ConfigureAwait(false);
            _isInStep = true;
            return GuestMessage.Returned(command, answer);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            throw new HostToolsException(VirtualizationErrors.GuestSilent(command, limit));
        }
        catch (SocketException failed)
        {
            throw new HostToolsException(VirtualizationErrors.GuestUnreachable(_path, failed.Message));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task SynchroniseAsync(CancellationToken token)
    {
        const string Command = "guest-sync-delimited";
        int id = Random.Shared.Next();
        byte[] question = [Delimiter, .. Encoding.UTF8.GetBytes(GuestMessage.Question(Command, new JsonObject { ["id"] = id }) + "\n")];
        await SendAsync(question, token).ConfigureAwait(false);
        while (true)
        {
            while (await ByteAsync(token).ConfigureAwait(false) != Delimiter)
            {
                // What was asked before.
            }

            JsonElement answer = GuestMessage.Returned(Command, await LineAsync(Command, token).ConfigureAwait(false));
            if (answer.ValueKind is JsonValueKind.Number && answer.TryGetInt64(out long number) && number == id)
                return;
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken token)
    {
        while (bytes.Length > 0)
            bytes = bytes[await _socket.SendAsync(bytes, token).ConfigureAwait(false)..];
    }

    private async Task<byte[]> LineAsync(string command, CancellationToken token)
    {
        using var line = new MemoryStream();
        while (true)
        {
            await FillAsync(token).ConfigureAwait(false);
            int length = Array.IndexOf(_buffer, (byte)'\n', _start, _end - _start) is >= 0 and var found ? found - _start : _end - _start;
            line.Write(_buffer, _start, length);
            bool isWhole = _start + length < _end;
            _start += length + (isWhole ? 1 : 0);
            if (isWhole)
                return line.ToArray();
            if (line.Length > GuestMessage.Limit)
                throw GuestMessage.Malformed(command, $"it is longer than {GuestMessage.Limit / 1024 / 1024} MiB");
        }
    }

    private async Task<byte> ByteAsync(CancellationToken token)
    {
        await FillAsync(token).ConfigureAwait(false);
        return _buffer[_start++];
    }

    private async Task FillAsync(CancellationToken token)
    {
        if (_start < _end)
            return;
        _start = 0;
        _end = await _socket.ReceiveAsync(_buffer, token).ConfigureAwait(false);
        if (_end == 0)
            throw new HostToolsException(VirtualizationErrors.GuestUnreachable(_path, "it closed the connection"));
    }
}
