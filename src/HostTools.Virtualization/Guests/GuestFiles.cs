using System.Text.Json;
using System.Text.Json.Nodes;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Carries files into a guest and out of it.</summary>
/// <param name="agent">The agent there.</param>
public sealed class GuestFiles(GuestAgent agent)
{
    /// <summary>Bytes in one message; as an argument of a program it must stay below 128 KiB with a third more for base64.</summary>
    private const int Portion = 64 * 1024;

    /// <summary>Writes a file there; one that exists is replaced in place.</summary>
    /// <exception cref="HostToolsException">What the agent says.</exception>
    public async Task WriteAsync(string path, Stream from, CancellationToken token)
    {
        long handle = await OpenAsync(path, "wb", token).ConfigureAwait(false);
        try
        {
            byte[] portion = new byte[Portion];
            while (await from.ReadAtLeastAsync(portion, Portion, throwOnEndOfStream: false, token).ConfigureAwait(false) is > 0 and var count)
                await WriteAsync(path, handle, portion.AsMemory(0, count), token).ConfigureAwait(false);
            await agent.AskAsync("guest-file-flush", new JsonObject { ["handle"] = handle }, token).ConfigureAwait(false);
        }
        finally
        {
            await CloseAsync(handle).ConfigureAwait(false);
        }
    }

    /// <summary>Reads a file from there.</summary>
    /// <param name="path">Its path in the guest.</param>
    /// <param name="into">Gets its bytes.</param>
    /// <param name="limit">Most bytes that are taken.</param>
    /// <param name="token">Gives up.</param>
    /// <exception cref="HostToolsException">GuestFileTooLarge; what the agent says.</exception>
    public async Task ReadAsync(string path, Stream into, long limit, CancellationToken token)
    {
        const string Command = "guest-file-read";
        long handle = await OpenAsync(path, "rb", token).ConfigureAwait(false);
        try
        {
            for (long left = limit; ;)
            {
                JsonElement part = await agent.AskAsync(Command, new JsonObject { ["handle"] = handle, ["count"] = Portion }, token).ConfigureAwait(false);
                byte[] bytes = part.Bytes(Command, "buf-b64");
                left -= bytes.Length;
                if (left < 0)
                    throw new HostToolsException(VirtualizationErrors.GuestFileTooLarge(path, limit));
                await into.WriteAsync(bytes, token).ConfigureAwait(false);
                if (part.Is("eof") || bytes.Length == 0)
                    return;
            }
        }
        finally
        {
            await CloseAsync(handle).ConfigureAwait(false);
        }
    }

    private async Task<long> OpenAsync(string path, string mode, CancellationToken token)
    {
        const string Command = "guest-file-open";
        JsonElement answer = await agent.AskAsync(Command, new JsonObject { ["path"] = path, ["mode"] = mode }, token).ConfigureAwait(false);
        return answer.ValueKind is JsonValueKind.Number && answer.TryGetInt64(out long handle) ? handle : throw GuestMessage.Malformed(Command, "it is no number");
    }

    private async Task WriteAsync(string path, long handle, ReadOnlyMemory<byte> portion, CancellationToken token)
    {
        const string Command = "guest-file-write";
        while (portion.Length > 0)
        {
            var arguments = new JsonObject { ["handle"] = handle, ["buf-b64"] = Convert.ToBase64String(portion.Span) };
            long count = (await agent.AskAsync(Command, arguments, token).ConfigureAwait(false)).Integer("count") ?? 0;
            if (count <= 0 || count > portion.Length)
                throw GuestMessage.Malformed(Command, $"it says that {count} bytes of '{path}' were written");
            portion = portion[(int)count..];
        }
    }

    private async Task CloseAsync(long handle)
    {
        try
        {
            await agent.AskAsync("guest-file-close", new JsonObject { ["handle"] = handle }, CancellationToken.None).ConfigureAwait(false);
        }
        catch (HostToolsException)
        {
            // What went wrong before is what is to be said; an agent that is gone has closed its files.
        }
    }
}
