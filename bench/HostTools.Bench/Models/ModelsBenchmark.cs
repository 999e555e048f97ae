using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using HostTools.Models;
using HostTools.Platform;

namespace HostTools.Bench.Models;

/// <summary>
/// One file of 1 GiB, 500 of 4 KiB and 10,000 tiny ones over loopback, by a new process of ours, by curl and sha256sum, by aria2c and by the hub's own Python library, in one run.
/// Users have compiled code: publish this program with PublishReadyToRun. Peers that are not here are left out. <c>HOSTTOOLS_HUGGINGFACE_HUB</c> names a checkout of huggingface_hub, <c>HOSTTOOLS_BENCH_BYTES</c> another size.
/// </summary>
internal sealed class ModelsBenchmark(string folder)
{
    /// <summary>First argument of the process that is measured.</summary>
    public const string Verb = "models-fetch";

    private const int Rounds = 5;
    private const int SmallFiles = 500;
    private const int SmallSize = 4096;
    private const int ManyFiles = 10_000;

    private static readonly long s_large = long.TryParse(Environment.GetEnvironmentVariable("HOSTTOOLS_BENCH_BYTES"), NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) ? bytes : 1L << 30;

    private int _round;
    private long _peak;

    public static async Task RunAsync()
    {
        string folder = Path.Join(Environment.GetEnvironmentVariable("HOSTTOOLS_BENCH") ?? Path.GetTempPath(), "hosttools-bench-" + Guid.NewGuid().ToString("N")[..8]);
        Directory.CreateDirectory(folder);
        try
        {
            await new ModelsBenchmark(folder).MeasureAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Fetches a model into a new store; prints milliseconds and the most memory it had, in KiB.</summary>
    public static async Task<int> ChildAsync(string endpoint, string repo, string store)
    {
        long since = Stopwatch.GetTimestamp();
        using var http = new ModelHttp(new NetworkSettings());
        var source = new HuggingFaceSource(repo) { Endpoint = new Uri(endpoint) };
        ModelListing listing = await new HuggingFaceOrigin().ResolveAsync(source, new OriginContext(http, static _ => null) { HomeDirectory = store }, default);
        ModelSnapshot snapshot = await new ModelFetcher(ModelStore.At(store), http).FetchAsync(listing, null, new FetchOptions(), default);
        double took = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
        if (snapshot.Files.Count != listing.Files.Count)
            return 1;
        string peak = File.Exists("/proc/self/status") ? File.ReadLines("/proc/self/status").First(static line => line.StartsWith("VmHWM", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1] : "0";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{took:F1} {peak}"));
        return 0;
    }

    private async Task MeasureAsync()
    {
        MakeFiles();
        using Process hub = Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(ModelsBenchmark).Assembly.Location, BenchHub.Verb, Path.Join(folder, "repos")]) { RedirectStandardOutput = true })!;
        try
        {
            string endpoint = $"http://127.0.0.1:{await hub.StandardOutput.ReadLineAsync()}";
            Large(endpoint);
            Small(endpoint);
            Many(endpoint);
        }
        finally
        {
            hub.Kill();
        }
    }

    private void MakeFiles()
    {
        string large = Directory.CreateDirectory(Path.Join(folder, "repos/large")).FullName, small = Directory.CreateDirectory(Path.Join(folder, "repos/small")).FullName;
        byte[] buffer = new byte[1 << 20];
        var random = new Random(1);
        using (FileStream file = File.Create(Path.Join(large, "model.safetensors")))
        {
            for (long at = 0; at < s_large; at += buffer.Length)
            {
                random.NextBytes(buffer);
                file.Write(buffer, 0, (int)Math.Min(buffer.Length, s_large - at));
            }
        }

        for (int i = 0; i < SmallFiles; i++)
        {
            random.NextBytes(buffer.AsSpan(0, SmallSize));
            File.WriteAllBytes(Path.Join(small, $"file-{i:D3}.json"), buffer[..SmallSize]);
        }

        string many = Directory.CreateDirectory(Path.Join(folder, "repos/many")).FullName;
        for (int i = 0; i < ManyFiles; i++)
            File.WriteAllText(Path.Join(many, $"file-{i:D5}.json"), string.Create(CultureInfo.InvariantCulture, $"{{ \"n\": {i} }}"));
    }

    private void Large(string endpoint)
    {
        string url = $"{endpoint}/bench/large/resolve/main/model.safetensors";
        string source = Path.Join(folder, "repos/large/model.safetensors");
        var rounds = new PairedRounds(Rounds);
        rounds.Add("ours", () => Ours(endpoint, "bench/large"));
        rounds.Add("SHA-256 in this process", () => Timed(() => { using FileStream file = File.OpenRead(source); SHA256.HashData(file); }));
        rounds.Add("curl, unverified", Peer("curl", target => ["-s", "-o", target, url]));
        rounds.Add("sha256sum", Has("sha256sum") ? () => Timed(() => Run("sha256sum", [source])) : null);
        rounds.Add("aria2c with 4 streams, unverified", Peer("aria2c", target => ["-q", "-x4", "-s4", "--file-allocation=none", "-d", Path.GetDirectoryName(target)!, "-o", Path.GetFileName(target), url]));
        rounds.Add("huggingface_hub, unverified", Python(endpoint, "bench/large"));
        rounds.Run();
        double ours = rounds.Median("ours"), slower = Math.Max(rounds.Median("SHA-256 in this process"), rounds.Has("curl, unverified") ? rounds.Median("curl, unverified") : 0);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{s_large >> 20} MiB, verified: {ours:F0} ms, {(s_large >> 20) / ours * 1000:F0} MiB/s, peak {_peak / 1024} MiB (budget 80)"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  the slower of SHA-256 in this process and curl: {slower:F0} ms; ours is {ours / slower:F2} times as long (budget 1.25)"));
        rounds.Say();
    }

    private void Small(string endpoint)
    {
        _peak = 0;
        var rounds = new PairedRounds(Rounds);
        rounds.Add("ours", () => Ours(endpoint, "bench/small"));
        rounds.Add("huggingface_hub, unverified (budget: 3 times as long)", Python(endpoint, "bench/small"));
        rounds.Run();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{SmallFiles} files of {SmallSize} bytes, verified: {rounds.Median("ours"):F0} ms (goal 1000), peak {_peak / 1024} MiB"));
        rounds.Say();
    }

    private void Many(string endpoint)
    {
        _peak = 0;
        double[] took = [.. Enumerable.Range(0, 3).Select(_ => Ours(endpoint, "bench/many")).Order()];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ManyFiles} files of a few bytes, verified: {took[1]:F0} ms, peak {_peak / 1024} MiB"));
    }

    private double Ours(string endpoint, string repo)
    {
        string store = NewFolder();
        string[] words = Run("dotnet", ["exec", typeof(ModelsBenchmark).Assembly.Location, Verb, endpoint, repo, store]).Split(' ');
        Directory.Delete(store, recursive: true);
        _peak = Math.Max(_peak, long.Parse(words[1], CultureInfo.InvariantCulture));
        return double.Parse(words[0], CultureInfo.InvariantCulture);
    }

    private Func<double>? Python(string endpoint, string repo)
    {
        const string python = "/usr/bin/python3";
        if (Environment.GetEnvironmentVariable("HOSTTOOLS_HUGGINGFACE_HUB") is not { Length: > 0 } checkout || !File.Exists(python))
            return null;
        // Debian's filelock is older than what the library asks for.
        const string program = """
            import sys, time, filelock
            class Lock(filelock.FileLock):
                def __init__(self, *a, mode=None, **k): super().__init__(*a, **k)
            filelock.FileLock = Lock
            from huggingface_hub import snapshot_download
            start = time.monotonic()
            snapshot_download(sys.argv[1], cache_dir=sys.argv[2], endpoint=sys.argv[3])
            print((time.monotonic() - start) * 1000)
            """;
        return () =>
        {
            string cache = NewFolder();
            string took = Run(python, ["-c", program, repo, cache, endpoint],
                ("PYTHONPATH", Path.Join(checkout, "src")), ("HF_HOME", cache), ("HF_HUB_DISABLE_TELEMETRY", "1"), ("HF_HUB_DISABLE_PROGRESS_BARS", "1"), ("HF_ENDPOINT", endpoint));
            Directory.Delete(cache, recursive: true);
            return double.Parse(took, CultureInfo.InvariantCulture);
        };
    }

    private Func<double>? Peer(string program, Func<string, string[]> arguments) => !Has(program) ? null : () =>
    {
        string target = Path.Join(NewFolder(), "model.bin");
        double took = Timed(() => Run(program, arguments(target)));
        File.Delete(target);
        return took;
    };

    private string NewFolder() => Directory.CreateDirectory(Path.Join(folder, $"round-{_round++}")).FullName;

    private static double Timed(Action act)
    {
        long since = Stopwatch.GetTimestamp();
        act();
        return Stopwatch.GetElapsedTime(since).TotalMilliseconds;
    }

    private static bool Has(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(at => File.Exists(Path.Join(at, program)));

    private static string Run(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"'{program}' ended with {process.ExitCode}.");
    }
}
