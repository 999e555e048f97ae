using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using HostTools.Models;
using HostTools.Models.Scanning;
using HostTools.Models.Validation;
using HostTools.Platform;

namespace HostTools.Bench.Models;

/// <summary>A store of 1,000 models is listed by a new process (budget: 200 ms), and 2 GiB in four files are verified beside SHA-256 alone on all processors.</summary>
internal static class StoreBenchmark
{
    /// <summary>First argument of the process that lists.</summary>
    public const string Verb = "store-list";

    private const int Models = 1000;
    private const int Rounds = 5;
    private const int Files = 4;
    private const long Size = 512L << 20;

    public static async Task RunAsync()
    {
        string folder = Path.Join(Environment.GetEnvironmentVariable("HOSTTOOLS_BENCH") ?? Path.GetTempPath(), "hosttools-bench-" + Guid.NewGuid().ToString("N")[..8]);
        try
        {
            await ListAsync(Path.Join(folder, "many"));
            await VerifyAsync(ModelStore.At(Path.Join(folder, "large")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Lists a store once; prints how many there are and the milliseconds.</summary>
    public static int Child(string store)
    {
        long since = Stopwatch.GetTimestamp();
        int count = new ModelViews(ViewSite.At(store)).All().Count;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} {Stopwatch.GetElapsedTime(since).TotalMilliseconds:F1}"));
        return 0;
    }

    private static async Task ListAsync(string directory)
    {
        var site = ViewSite.At(directory);
        var views = new ModelViews(site);
        for (int model = 0; model < Models; model++)
        {
            ModelSnapshot snapshot = await AddAsync(site.Store, $"model-{model}", 2, () => RandomNumberGenerator.GetBytes(1024));
            views.Show(Holders.Installed($"model-{model}"), snapshot, [new FolderView(site.PathOf(Path.Join(directory, "models")), $"model-{model}")]);
        }

        var inside = new List<double>();
        var whole = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            long since = Stopwatch.GetTimestamp();
            using Process process = Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(StoreBenchmark).Assembly.Location, Verb, directory]) { RedirectStandardOutput = true })!;
            string[] said = (await process.StandardOutput.ReadToEndAsync()).Trim().Split(' ');
            await process.WaitForExitAsync();
            if (said[0] != Models.ToString(CultureInfo.InvariantCulture))
                throw new InvalidOperationException($"{said[0]} models were listed.");
            whole.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
            inside.Add(double.Parse(said[1], CultureInfo.InvariantCulture));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Models} models listed: {Middle(inside):F0} ms in a new process (budget 200), {Middle(whole):F0} ms with its start"));
    }

    private static async Task VerifyAsync(ModelStore store)
    {
        byte[] block = RandomNumberGenerator.GetBytes(1 << 20);
        ModelSnapshot snapshot = await AddAsync(store, "large", Files, () => new RepeatedBlock(block, Size));
        var context = new ValidationContext(new SnapshotFiles(store, snapshot), new SystemProcessRunner())
        {
            Sha256 = snapshot.Files.ToDictionary(static file => file.Path, static file => file.Sha256.Hex, StringComparer.Ordinal),
        };
        ValidationPlan plan = ValidationPlan.Of(new ValidationOptions { Enable = true, SkipDefaults = true, Validators = [new ValidatorSpec("checksums")] });
        var ours = new List<double>();
        var alone = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            long since = Stopwatch.GetTimestamp();
            if (!(await ModelValidator.RunAsync(plan, context, default)).IsAccepted)
                throw new InvalidOperationException("The bytes are wrong.");
            ours.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
            since = Stopwatch.GetTimestamp();
            Parallel.ForEach(snapshot.Files, file =>
            {
                using FileStream stream = store.OpenRead(file.Sha256);
                SHA256.HashData(stream);
            });
            alone.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Files * Size >> 20} MiB in {Files} files verified: {Middle(ours):F0} ms, {(Files * Size >> 20) / Middle(ours) * 1000:F0} MiB/s; SHA-256 alone on {Environment.ProcessorCount} processors {Middle(alone):F0} ms; ratio {Middle(ours) / Middle(alone):F2}"));
    }

    private static Task<ModelSnapshot> AddAsync(ModelStore store, string name, int files, Func<byte[]> content) => AddAsync(store, name, files, () => new MemoryStream(content()));

    private static async Task<ModelSnapshot> AddAsync(ModelStore store, string name, int files, Func<Stream> content)
    {
        var added = new List<ModelFile>();
        for (int file = 0; file < files; file++)
        {
            await using Stream stream = content();
            (StoredBlob blob, _) = await store.AddAsync(stream, default, $"{file}", default);
            added.Add(new ModelFile($"file-{file}", blob.Size, blob.Sha256));
        }

        var snapshot = new ModelSnapshot(new MockSource { Model = name }, new string('0', 40), added);
        new SnapshotRecords(store).Add(snapshot);
        return snapshot;
    }

    private static double Middle(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
