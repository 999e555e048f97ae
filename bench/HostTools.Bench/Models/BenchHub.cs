using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace HostTools.Bench.Models;

/// <summary>A hub on loopback, a process of its own: every file of <c>folder/repo/</c> is in the repository <c>bench/repo</c>, and sent by the kernel.</summary>
internal sealed class BenchHub
{
    /// <summary>First argument of the process.</summary>
    public const string Verb = "models-hub";

    private const int LargeFrom = 1 << 20;

    private static readonly string s_commit = new('1', 40);

    private readonly Dictionary<string, (byte[] Tree, Dictionary<string, (string File, string Etag, long Size)> Files)> _repos = [];

    /// <summary>Prints its port, and serves until it is ended.</summary>
    public static int Serve(string folder)
    {
        var hub = new BenchHub();
        foreach (string repo in Directory.GetDirectories(folder))
            hub.Add(repo);
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(512);
        Console.WriteLine(((IPEndPoint)listener.LocalEndPoint!).Port.ToString(CultureInfo.InvariantCulture));
        while (true)
        {
            Socket client = listener.Accept();
            new Thread(() => hub.Talk(client)).Start();
        }
    }

    private void Add(string repo)
    {
        var files = Directory.GetFiles(repo).Order(StringComparer.Ordinal).ToDictionary(static file => Path.GetFileName(file), static file => (File: file, Etag: EtagOf(file), Size: new FileInfo(file).Length));
        object[] tree = [.. files.Select(static file => file.Value.Size < LargeFrom
            ? (object)new { type = "file", oid = file.Value.Etag, size = file.Value.Size, path = file.Key }
            : new { type = "file", oid = new string('a', 40), size = file.Value.Size, path = file.Key, lfs = new { oid = file.Value.Etag, size = file.Value.Size, pointerSize = 134 } })];
        _repos[Path.GetFileName(repo)] = (JsonSerializer.SerializeToUtf8Bytes(tree), files);
    }

    private static string EtagOf(string file)
    {
        using FileStream stream = File.OpenRead(file);
        if (stream.Length >= LargeFrom)
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        byte[] bytes = File.ReadAllBytes(file);
        return Convert.ToHexStringLower(SHA1.HashData([.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {bytes.Length}\0")), .. bytes]));
    }

    private void Talk(Socket client)
    {
        using (client)
        {
            client.NoDelay = true;
            try
            {
                byte[] buffer = new byte[16384];
                int filled = 0;
                while (true)
                {
                    int end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
                    if (end < 0)
                    {
                        int count = client.Receive(buffer, filled, buffer.Length - filled, SocketFlags.None);
                        if (count == 0)
                            return;
                        filled += count;
                        continue;
                    }

                    Answer(client, Encoding.ASCII.GetString(buffer, 0, end));
                    buffer.AsSpan(end + 4, filled - end - 4).CopyTo(buffer);
                    filled -= end + 4;
                }
            }
            catch (SocketException)
            {
                // Whoever asked is gone.
            }
        }
    }

    private void Answer(Socket client, string head)
    {
        string[] lines = head.Split("\r\n");
        string[] words = lines[0].Split(' ');
        string path = Uri.UnescapeDataString(words[1].Split('?')[0]);
        string[] parts = path.Split('/');
        // /api/models/bench/REPO/revision|tree/…, /bench/REPO/resolve/COMMIT/FILE
        if (parts is ["", "api", "models", "bench", var asked, var what, ..] && _repos.TryGetValue(asked, out var known))
            Send(client, 200, "Content-Type: application/json\r\n", what == "tree" ? known.Tree : Encoding.UTF8.GetBytes($"{{\"id\":\"bench/{asked}\",\"sha\":\"{s_commit}\",\"siblings\":[]}}"));
        else if (parts is ["", "bench", var repo, "resolve", _, var name] && _repos.TryGetValue(repo, out var of) && of.Files.TryGetValue(name, out var file))
            SendFile(client, file.File, file.Etag, file.Size, words[0] == "HEAD", lines.FirstOrDefault(static line => line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))?[13..]);
        else
            Send(client, 404, string.Empty, []);
    }

    private static void Send(Socket client, int status, string headers, ReadOnlySpan<byte> body)
    {
        client.Send(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} X\r\n{headers}Content-Length: {body.Length}\r\n\r\n")));
        client.Send(body);
    }

    private static void SendFile(Socket client, string file, string etag, long size, bool isHead, string? range)
    {
        (long first, long last) = (0, size - 1);
        if (range?.Split('-') is [var from, var to])
            (first, last) = (long.Parse(from, CultureInfo.InvariantCulture), to.Length == 0 ? last : Math.Min(last, long.Parse(to, CultureInfo.InvariantCulture)));
        string part = range is null ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"Content-Range: bytes {first}-{last}/{size}\r\n");
        byte[] head = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"HTTP/1.1 {(range is null ? 200 : 206)} X\r\nX-Repo-Commit: {s_commit}\r\nETag: \"{etag}\"\r\nAccept-Ranges: bytes\r\n{part}Content-Length: {last - first + 1}\r\n\r\n"));
        client.Send(head);
        if (isHead)
            return;
        using Microsoft.Win32.SafeHandles.SafeFileHandle handle = File.OpenHandle(file);
        byte[] buffer = new byte[(int)Math.Min(1 << 20, last - first + 1)];
        for (long at = first; at <= last;)
        {
            int count = RandomAccess.Read(handle, buffer.AsSpan(0, (int)Math.Min(buffer.Length, last - at + 1)), at);
            client.Send(buffer.AsSpan(0, count));
            at += count;
        }
    }
}
