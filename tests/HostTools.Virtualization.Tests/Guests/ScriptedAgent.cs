using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace HostTools.Virtualization.Tests.Guests;

/// <summary>An agent that says what a test wants it to, for what no honest one says.</summary>
internal sealed class ScriptedAgent : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ht-qga-").FullName;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Task _serving;

    /// <param name="answer">From the command and its number in the conversation to the bytes that are sent; empty says nothing, null hangs up.</param>
    public ScriptedAgent(Func<JsonElement, int, byte[]?> answer)
    {
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen();
        _serving = Task.Run(() => ServeAsync(answer));
    }

    public string Path => System.IO.Path.Combine(_folder, "agent.sock");

    public static byte[] Synchronised(JsonElement question) => [0xFF, .. Returned(question.GetProperty("arguments").GetProperty("id").GetRawText())];

    public static byte[] Returned(string json) => Encoding.UTF8.GetBytes($"{{\"return\": {json}}}\n");

    public static bool IsSync(JsonElement question) => question.GetProperty("execute").GetString() == "guest-sync-delimited";

    public void Dispose()
    {
        _listener.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task ServeAsync(Func<JsonElement, int, byte[]?> answer)
    {
        using Socket socket = await _listener.AcceptAsync();
        using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        for (int number = 0; await reader.ReadLineAsync() is { } line; number++)
        {
            using JsonDocument question = JsonDocument.Parse(line.TrimStart('\xFF'));
            if (answer(question.RootElement, number) is not { } bytes)
                return;
            await stream.WriteAsync(bytes);
        }
    }
}
