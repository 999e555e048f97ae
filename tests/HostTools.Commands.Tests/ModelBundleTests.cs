using System.Formats.Tar;
using System.Text;
using HostTools.Commands.Framework;
using HostTools.Models;
using HostTools.Models.Tests.Server;

namespace HostTools.Commands.Tests;

/// <summary>Models in one file: there and back, and what a file from strangers can try.</summary>
public sealed class ModelBundleTests : IDisposable
{
    private const string Two = "config.json file=model.safetensors";

    private readonly string _folder = Directory.CreateTempSubdirectory("hosttools-models-").FullName;
    private readonly RecordingConsole _console = new();

    private string Store => Path.Join(_folder, "store");

    private string Other => Path.Join(_folder, "other");

    private string Bundle => Path.Join(_folder, "models.tar");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Models_go_there_with_their_names_and_versions_and_share_their_bytes()
    {
        ExportTwo();
        List<(string Name, byte[] Bytes)> entries = Entries();
        Assert.Equal("hosttools-models.json", entries[0].Name);
        Assert.Equal(3, entries.Count(static entry => entry.Name.StartsWith("sha256/", StringComparison.Ordinal))); // Both have the same weights.

        Run(new ImportAiModel { Path = Bundle, Store = Other, CacheDir = Path.Join(_folder, "hub2"), PassThru = true });
        Assert.Empty(_console.Errors);
        Assert.Equal(["small", "tiny"], _console.Written.Cast<AiModel>().Select(static model => model.Name));
        Assert.All(_console.Written.Cast<AiModel>(), static model => Assert.Equal(new string('0', 40), model.Version));
        Assert.Equal(ModelStore.At(Store).Blobs(), ModelStore.At(Other).Blobs());
        Assert.True(File.Exists(Path.Join(_folder, "hub2", "models--acme--tiny", "snapshots", new string('0', 40), "config.json")));

        byte[] first = File.ReadAllBytes(Bundle);
        Run(new ExportAiModel { Store = Other, OutFile = Bundle });
        Assert.Equal("BundleThere", Assert.Single(_console.Errors).Id);
        Run(new ExportAiModel { Store = Other, OutFile = Bundle, Force = true });
        Assert.Equal(first, File.ReadAllBytes(Bundle));
    }

    [Fact]
    public void One_of_several_can_be_taken_and_who_only_looks_changes_nothing()
    {
        ExportTwo();
        var no = new RecordingConsole { OnConfirm = static _ => false };
        Run(new ImportAiModel { Path = Bundle, Store = Other, CacheDir = Path.Join(_folder, "hub2") }, no);
        Assert.Equal(["+ small: mock:acme/small@main commit=0000000000000000000000000000000000000000 file=config.json file=model.safetensors at 0000000000000000000000000000000000000000"], Assert.Single(no.Asked).Lines.Take(1));
        Assert.False(Directory.Exists(Other));
        Run(new ImportAiModel { Path = Bundle, Name = ["tin*", "none"], Store = Other, CacheDir = Path.Join(_folder, "hub2"), PassThru = true });
        Assert.Equal("tiny", Assert.IsType<AiModel>(Assert.Single(_console.Written)).Name);
        Assert.Equal("AiModelUnknown", Assert.Single(_console.Errors).Id);
        Assert.Equal(2, ModelStore.At(Other).Blobs().Count());
    }

    public static TheoryData<string, string> Attacks => new()
    {
        { "other bytes", "ContentMismatch" },
        { "more bytes", "SizeMismatch" },
        { "cut off", "BundleUnreadable" },
        { "a file more", "BundleUnreadable" },
        { "a link", "BundleUnreadable" },
        { "a file less", "BundleUnreadable" },
        { "bytes first", "BundleUnreadable" },
        { "a path that leaves", "BundleUnreadable" },
        { "a name that leaves", "BundleUnreadable" },
        { "a newer format", "BundleUnreadable" },
        { "no tar", "BundleUnreadable" },
        { "empty", "BundleUnreadable" },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public void A_file_that_was_changed_is_refused_as_a_whole(string attack, string id)
    {
        ExportTwo();
        Attack(attack);
        Run(new ImportAiModel { Path = Bundle, Store = Other, CacheDir = Path.Join(_folder, "hub2") });
        Assert.Equal(id, Assert.Single(_console.Errors).Id);
        Assert.False(Directory.Exists(Path.Join(Other, "models")));
        Assert.False(Directory.Exists(Path.Join(_folder, "hub2")));
        Assert.False(File.Exists(Path.Join(_folder, "escaped")));
        Assert.Empty(new SnapshotRecords(ModelStore.At(Other)).All());
    }

    [Fact]
    public void Bytes_that_change_at_random_never_come_through()
    {
        ExportTwo();
        byte[] good = File.ReadAllBytes(Bundle);
        var random = new Random(7);
        for (int i = 0; i < 100; i++)
        {
            byte[] bad = [.. good];
            for (int change = 0; change <= i % 4; change++)
                bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(Bundle, i % 10 == 0 ? bad[..random.Next(bad.Length)] : bad);
            var console = new RecordingConsole();
            string store = Path.Join(_folder, $"store{i}");
            Run(new ImportAiModel { Path = Bundle, Store = store, CacheDir = Path.Join(_folder, $"cache{i}"), Preset = "minimal" }, console);
            Assert.DoesNotContain(console.Errors, static error => error.Id is "UnexpectedFailure" or "FileAccessFailed");
            foreach (StoredBlob blob in ModelStore.At(store).Blobs())
                Assert.Equal(blob.Sha256, ContentHash.Of(File.ReadAllBytes(ModelStore.At(store).FullPathOf(blob.Sha256))));
        }
    }

    [Fact]
    public void What_does_not_pass_is_not_installed()
    {
        using TestHub hub = new TestHub().With("weights.bin", "cos\nsystem\n(S'id'\ntR.");
        Run(new InstallAiModel { Source = hub.Source.Canonical, Store = Store, CacheDir = Path.Join(_folder, "hub"), Preset = "none" });
        Run(new ExportAiModel { Store = Store, OutFile = Bundle });
        Run(new ImportAiModel { Path = Bundle, Store = Other, CacheDir = Path.Join(_folder, "hub2") });
        Assert.Equal("ModelRefused", Assert.Single(_console.Errors).Id);
        Assert.False(Directory.Exists(Path.Join(Other, "models")));
        Assert.Empty(new SnapshotRecords(ModelStore.At(Other)).All());
    }

    [Fact]
    public void A_file_with_other_bytes_of_a_version_is_not_believed()
    {
        using TestHub hub = new TestHub().With("config.json", "{}");
        Run(new InstallAiModel { Source = hub.Source.Canonical, Store = Store, CacheDir = Path.Join(_folder, "hub") });
        Run(new ExportAiModel { Store = Store, OutFile = Bundle });
        hub.With("config.json", "{ }");
        Run(new InstallAiModel { Source = hub.Source.Canonical, Store = Other, CacheDir = Path.Join(_folder, "hub2") });
        Run(new ImportAiModel { Path = Bundle, Store = Other, CacheDir = Path.Join(_folder, "hub2") });
        Assert.Equal("BundleContradicts", Assert.Single(_console.Errors).Id);
    }

    [Fact]
    public void A_configuration_is_applied_without_a_network_by_what_it_pins()
    {
        using TestHub hub = new TestHub().With("config.json", "{}").With("model.safetensors", new string(' ', 2000));
        Write("tree/hosttools.yaml", "{}\n");
        Write("tree/hosts/den/default.yaml", $$"""
            system: x86_64-linux
            stateVersion: "1"
            imports: [services/ai-models]
            config:
              services.ai-models:
                enable: true
                validation.preset: minimal
                trustOnFirstUse: true
                models.first.source.huggingface: { repo: org/name, endpoint: "{{hub.Hub.Address}}" }

            """);
        foreach (string root in new[] { "a", "b" })
        {
            Write($"{root}/etc/passwd", "root:x:0:0:root:/root:/bin/sh\n");
            Write($"{root}/etc/group", "root:x:0:\n");
            Write($"{root}/etc/shadow", "root:*:19000::::::\n");
            Write($"{root}/etc/gshadow", "root:*::\n");
        }

        Run(new InvokeHostPlan { Name = "den", Path = Path.Join(_folder, "tree"), Root = Path.Join(_folder, "a") });
        Run(new ExportAiModel { Store = Path.Join(_folder, "a/var/lib/ai-models"), OutFile = Bundle });
        File.Delete(Path.Join(_folder, "tree/hosttools.lock"));
        hub.Fault = static _ => WebResponse.Text(404, "no network");
        int asked = hub.Hub.Requests.Count;

        Run(new ImportAiModel { Path = Bundle, HostName = "den", Tree = Path.Join(_folder, "tree"), Root = Path.Join(_folder, "b"), PassThru = true });
        Assert.Empty(_console.Errors);
        Assert.Equal(("first", "machine"), _console.Written[^1] is AiModel model ? (model.Name, model.DeclaredBy) : default);
        Assert.False(Directory.Exists(Path.Join(_folder, "b/var/lib/ai-models/models")));
        Run(new InvokeHostPlan { Name = "den", Path = Path.Join(_folder, "tree"), Root = Path.Join(_folder, "b") });
        Assert.Empty(_console.Errors);
        Assert.Equal("{}", File.ReadAllText(Path.Join(_folder, "b/var/lib/ai-models/models/first/config.json")));
        Assert.Equal(asked, hub.Hub.Requests.Count);
    }

    private void ExportTwo()
    {
        foreach (string name in new[] { "tiny", "small" })
            Run(new InstallAiModel { Source = $"mock:acme/{name} file={Two}", Store = Store, CacheDir = Path.Join(_folder, "hub") });
        Run(new ExportAiModel { Store = Store, OutFile = Bundle });
        Assert.Empty(_console.Errors);
    }

    private void Attack(string attack)
    {
        List<(string Name, byte[] Bytes)> entries = Entries();
        switch (attack)
        {
            case "other bytes":
                entries[1].Bytes[0] ^= 1;
                break;
            case "more bytes":
                entries[1] = (entries[1].Name, [.. entries[1].Bytes, .. new byte[100_000]]);
                break;
            case "a file more":
                entries.Add(("../escaped", [1]));
                break;
            case "a file less":
                entries.RemoveAt(entries.Count - 1);
                break;
            case "bytes first":
                entries.Reverse();
                break;
            case "a path that leaves":
                Manifest(static text => text.Replace("\"model.safetensors\":", "\"../../escaped\":", StringComparison.Ordinal));
                break;
            case "a name that leaves":
                Manifest(static text => text.Replace("\"tiny\",", "\"../tiny\",", StringComparison.Ordinal));
                break;
            case "a newer format":
                Manifest(static text => text.Replace("\"format\": 1", "\"format\": 2", StringComparison.Ordinal));
                break;
        }

        byte[] bytes = Written(entries, attack == "a link" ? new PaxTarEntry(TarEntryType.SymbolicLink, "sha256/link") { LinkName = "/etc/passwd" } : null);
        File.WriteAllBytes(Bundle, attack switch { "cut off" => bytes[..(bytes.Length / 2)], "no tar" => Encoding.UTF8.GetBytes("<html>not found</html>"), "empty" => [], _ => bytes });

        void Manifest(Func<string, string> change)
        {
            string text = Encoding.UTF8.GetString(entries[0].Bytes);
            Assert.NotEqual(text, change(text));
            entries[0] = (entries[0].Name, Encoding.UTF8.GetBytes(change(text)));
        }
    }

    private List<(string Name, byte[] Bytes)> Entries()
    {
        var entries = new List<(string, byte[])>();
        using var tar = new TarReader(File.OpenRead(Bundle));
        while (tar.GetNextEntry() is { } entry)
        {
            var bytes = new MemoryStream();
            entry.DataStream?.CopyTo(bytes);
            entries.Add((entry.Name, bytes.ToArray()));
        }

        return entries;
    }

    private static byte[] Written(List<(string Name, byte[] Bytes)> entries, TarEntry? more)
    {
        var memory = new MemoryStream();
        using (var tar = new TarWriter(memory, leaveOpen: true))
        {
            foreach ((string name, byte[] bytes) in entries)
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(bytes) });
            if (more is not null)
                tar.WriteEntry(more);
        }

        return memory.ToArray();
    }

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Join(_folder, path))!);
        File.WriteAllText(Path.Join(_folder, path), text);
    }

    private void Run<T>(ICommand<T> command, RecordingConsole? console = null)
        where T : notnull =>
        CommandRunner.Run(command, console ?? _console, new CommandEnvironment { CurrentDirectory = _folder, Variable = static _ => null }, CancellationToken.None);
}
