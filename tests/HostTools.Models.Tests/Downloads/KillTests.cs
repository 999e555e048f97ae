using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using HostTools.Models.Tests.Server;
using HostTools.Platform;
using Xunit.Abstractions;
using Depth = HostTools.Activation.Tests.Depth;

namespace HostTools.Models.Tests.Downloads;

/// <summary>A real process is killed at any moment of a download, again and again; the last one completes, and little is fetched twice.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Segment = 256 << 10;
    private const int Streams = 3;
    private const int SmallFiles = 20;
    private const int Rounds = 100;

    private static readonly TestContent s_large = new(48L << 20, 5);

    private static TestContent Small(int number) => new(1000 + number, 100 + number);

    /// <summary>What the process does that is killed.</summary>
    internal static async Task<int> FetchAsync(string store, Uri server)
    {
        using var http = new ModelHttp(new NetworkSettings { SegmentSize = new ByteSize(Segment), ParallelSegments = Streams, BaseDelay = TimeSpan.FromMilliseconds(50) });
        ListedFile File(string path, TestContent content) => new(path, RemoteBytes.At(new Uri(server, "/" + path))) { Size = content.Size, Sha256 = content.Sha256 };
        var listing = new ModelListing(
            FetchFixture.Source, "1", [File("large", s_large), .. Enumerable.Range(0, SmallFiles).Select(i => File($"small/{i}", Small(i)))]);
        await new ModelFetcher(ModelStore.At(store), http).FetchAsync(listing, null, new FetchOptions(), default);
        return 0;
    }

    [Fact]
    public async Task A_download_that_is_killed_is_continued()
    {
        var random = new Random(Depth.Seed);
        using var server = new WebServer(static request => WebResponse.File(
            request, request.Path.StartsWith("/small/", StringComparison.Ordinal) ? Small(int.Parse(Path.GetFileName(request.Path), CultureInfo.InvariantCulture)) : s_large));
        long since = Stopwatch.GetTimestamp();
        int kills = 0;
        int rounds = Depth.IsFull ? Rounds : 2;
        for (int round = 0; round < rounds; round++)
        {
            using var folder = new TemporaryDirectory();
            var here = new HashSet<int>();
            for (int killed = 0; ; killed++)
            {
                int asked = server.Requests.Count;
                bool isKilled = await RunAsync(folder.Path, server, killed < 4 ? Segment * (20 + random.Next(40)) : long.MaxValue);
                RequireNothingTwice(server.Requests.Skip(asked), here);
                if (!isKilled)
                    break;
                kills++;
                RequireLittleLost(folder, here);
            }

            RequireRight(folder);
        }

        Assert.True(kills >= rounds, $"only {kills} processes were killed");
        Depth.Say($"rounds of kills in a download, {kills} kills", rounds, Rounds, Stopwatch.GetElapsedTime(since), output);
    }

    /// <summary>Nothing that was whole is asked for again.</summary>
    private static void RequireNothingTwice(IEnumerable<WebRequest> requests, HashSet<int> here)
    {
        foreach (WebRequest request in requests.Where(static request => request.Path == "/large"))
        {
            (long first, long? last) = request.Range!.Value;
            Assert.DoesNotContain(Enumerable.Range((int)(first / Segment), (int)((last!.Value / Segment) - (first / Segment) + 1)), here.Contains);
        }
    }

    /// <summary>Of each stream at most one segment was begun and is not whole. The content has no run of zeros, and what was never written is nothing else.</summary>
    private static void RequireLittleLost(TemporaryDirectory folder, HashSet<int> here)
    {
        string[] parts = Directory.Exists(folder["partial"]) ? Directory.GetFiles(folder["partial"], $"{s_large.Sha256.Hex}.part") : [];
        if (parts.Length == 0)
            return;
        byte[] part = File.ReadAllBytes(parts[0]);
        string journal = File.Exists(Path.ChangeExtension(parts[0], ".journal")) ? File.ReadAllText(Path.ChangeExtension(parts[0], ".journal")) : "\n";
        string states = journal.Split('\n', 2)[1];
        int begun = 0;
        for (int index = 0; index < part.Length / Segment; index++)
        {
            bool isWhole = index < states.Length && states[index] == 'w';
            if (isWhole)
                here.Add(index);
            else if (part.AsSpan(index * Segment, Segment).IndexOfAnyExcept((byte)0) >= 0)
                begun++;
        }

        Assert.InRange(begun, 0, Streams);
    }

    private static void RequireRight(TemporaryDirectory folder)
    {
        var store = ModelStore.At(folder.Path);
        Assert.NotNull(new SnapshotRecords(store).Find(FetchFixture.Source, "1"));
        foreach (TestContent content in (TestContent[])[s_large, .. Enumerable.Range(0, SmallFiles).Select(Small)])
        {
            using FileStream stored = store.OpenRead(content.Sha256);
            Assert.Equal(content.Sha256, ContentHash.FromDigest(SHA256.HashData(stored)));
        }

        Assert.Empty(Directory.GetFiles(folder["partial"]));
    }

    /// <summary>True when it was killed.</summary>
    private static async Task<bool> RunAsync(string store, WebServer server, long killAfter)
    {
        long until = killAfter == long.MaxValue ? killAfter : server.Sent + killAfter;
        string dotnet = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";
        using Process process = Process.Start(new ProcessStartInfo(dotnet, [typeof(KillTests).Assembly.Location, "fetch", store, server.Address.AbsoluteUri]) { RedirectStandardError = true })!;
        Task<string> said = process.StandardError.ReadToEndAsync();
        Task ended = process.WaitForExitAsync();
        while (!ended.IsCompleted && server.Sent < until)
            await Task.WhenAny(ended, Task.Delay(1));
        if (!ended.IsCompleted)
        {
            process.Kill();
            await ended;
        }

        if (process.ExitCode is not (0 or 137 or -1))
            Assert.Fail($"The process ended with {process.ExitCode}: {await said}");
        return process.ExitCode != 0;
    }
}
