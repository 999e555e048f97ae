using System.Buffers;
using System.Globalization;
using System.Text.Json;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>The files of generations in a state directory.</summary>
internal sealed class GenerationFiles(Target target)
{
    public const int Version = 1;

    private const long MaximumSize = 64 << 20;
    private const string CurrentPath = "/current";
    private const string Folder = "/generations";
    private const string ManifestName = "/manifest.json";
    private const string OriginalsName = "/originals.json";
    private const string RemovedPrefix = ".removed-";

    private Root State => target.State;

    /// <summary>Number of the current generation; 0 when there is none.</summary>
    /// <exception cref="HostToolsException">CurrentDamaged.</exception>
    public int CurrentNumber()
    {
        if (State.Stat(CurrentPath) is null)
            return 0;
        string? text = State.TryReadAllText(CurrentPath, 4096);
        return int.TryParse(text?.TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new HostToolsException(ActivationErrors.CurrentDamaged(State.Describe(CurrentPath)));
    }

    /// <summary>What is current where its file cannot be read: what was before an interrupted apply, which can be undone, else the newest generation that can be read; 0 for none.</summary>
    public int LikelyNumber()
    {
        if (Journal.Find(State) is { } open)
            return JournalStory.Read(State, open).BaseGeneration;
        foreach (int number in Numbers().Reverse())
        {
            try
            {
                return ReadHeader(number, number).Number;
            }
            catch (HostToolsException cause) when (cause.Errors.All(static error => error.Id == nameof(ActivationErrors.ManifestDamaged)))
            {
                // It is not whole, so the one before says more.
            }
        }

        return 0;
    }

    /// <summary>No generation is current.</summary>
    public void RemoveCurrent() => StateFile.Remove(State, CurrentPath);

    /// <summary>The homes that users had by generations that are kept, whatever became of the accounts.</summary>
    public IEnumerable<(string User, string Directory)> Homes()
    {
        foreach (int number in Numbers().Reverse())
        {
            foreach ((string User, string Directory) home in HomesOf(number))
                yield return home;
        }
    }

    private (string User, string Directory)[] HomesOf(int number)
    {
        try
        {
            using JsonDocument json = Parse(number, ManifestPath(number));
            return
            [
                .. json.RootElement.Items("resources").Select(static item => item.Member("resource"))
                    .Where(static resource => resource.OptionalText("kind") == "user").Select(static resource => resource.Member("data"))
                    .Where(static user => user.OptionalText("home") is { } home && RootPath.IsCanonical(home) && home != "/")
                    .Select(static user => (user.Text("name"), user.Text("home"))),
            ];
        }
        catch (Exception cause) when (cause is HostToolsException or FormatException or InvalidOperationException)
        {
            return []; // What is wrong with it is said by whoever works with it.
        }
    }

    /// <summary>Numbers of kept generations, ascending.</summary>
    public IReadOnlyList<int> Numbers() =>
    [
        .. State.List(Folder)
            .Select(static name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0)
            .Where(static number => number > 0)
            .Order(),
    ];

    /// <summary>What a generation is, without its resources.</summary>
    public Generation ReadHeader(int number, int current)
    {
        using JsonDocument json = Parse(number, ManifestPath(number));
        return Guard(number, ManifestPath(number), () => ReadHeader(json.RootElement, number, current));
    }

    public Manifest ReadManifest(int number, ActivationJson codec)
    {
        using JsonDocument json = Parse(number, ManifestPath(number));
        return Guard(number, ManifestPath(number), () =>
            new Manifest(ReadHeader(json.RootElement, number, CurrentNumber()), codec.ReadEntries(json.RootElement))
            {
                IsFromHere = MachineId.IsOurs(json.RootElement.OptionalText("machineId")),
            });
    }

    public Originals ReadOriginals(int number, ActivationJson codec)
    {
        using JsonDocument json = Parse(number, OriginalsPath(number));
        return Guard(number, OriginalsPath(number), () =>
        {
            RequireVersion(json.RootElement, number, OriginalsPath(number));
            return codec.ReadOriginals(json.RootElement);
        });
    }

    /// <summary>Writes all files of a generation; it is not current yet.</summary>
    public void Write(Generation header, NextGeneration next, ActivationJson codec, SyncGroup sync)
    {
        if (State.StatFollowed(Folder) is null)
            State.CreateDirectory(Folder, 0x1ED);
        Remove(header.Number);
        WriteTo(DirectoryOf(header.Number), header, next, codec, sync);
        sync.AddDirectory(State, Folder);
        sync.AddDirectory(State, "/");
    }

    /// <summary>Writes the files of a generation into a new directory.</summary>
    public void WriteTo(string directory, Generation header, NextGeneration next, ActivationJson codec, SyncGroup sync)
    {
        State.CreateDirectory(directory, 0x1ED);
        Write(directory + ManifestName, sync, writer =>
        {
            WriteHeader(writer, header);
            codec.WriteEntries(writer, next.Entries);
        });
        Write(directory + OriginalsName, sync, writer =>
        {
            writer.WriteNumber("version", Version);
            codec.WriteOriginals(writer, next.Originals);
        });
        sync.AddDirectory(State, directory);
    }

    /// <summary>Makes a generation current, in one instant.</summary>
    public void Switch(int number, SyncGroup sync)
    {
        const string next = "/current.new";
        if (State.Stat(next) is not null)
            State.RemoveFile(next);
        FileStream file = State.CreateNew(next, 0x1A4);
        file.Write(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{number}\n")));
        sync.Add(file);
        sync.Flush();
        State.Rename(next, CurrentPath);
        sync.AddDirectory(State, "/");
        sync.Flush();
    }

    /// <summary>Removes a generation's files; the current one is never given here.</summary>
    public void Remove(int number)
    {
        if (State.Stat("/current.new") is not null)
            State.RemoveFile("/current.new");
        SweepRemoved();
        if (State.Stat(DirectoryOf(number)) is null)
            return;
        // Gone in one instant: half a generation would look like a damaged one.
        State.Rename(DirectoryOf(number), string.Create(CultureInfo.InvariantCulture, $"{Folder}/{RemovedPrefix}{number}"));
        SweepRemoved();
    }

    /// <summary>Removes what a removal that was killed has left.</summary>
    private void SweepRemoved()
    {
        foreach (string removed in State.List(Folder).Where(static name => name.StartsWith(RemovedPrefix, StringComparison.Ordinal)))
        {
            string directory = RootPath.Join(Folder, removed);
            foreach (string name in State.List(directory))
                State.RemoveFile(RootPath.Join(directory, name));
            State.RemoveDirectory(directory);
        }
    }

    private static string DirectoryOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{Folder}/{number}");

    private static string ManifestPath(int number) => DirectoryOf(number) + ManifestName;

    private static string OriginalsPath(int number) => DirectoryOf(number) + OriginalsName;

    private void Write(string path, SyncGroup sync, Action<Utf8JsonWriter> members)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        FileStream file = State.CreateNew(path, 0x1A4);
        sync.Add(file);
        file.Write(bytes.WrittenSpan);
        file.WriteByte((byte)'\n');
    }

    private JsonDocument Parse(int number, string path)
    {
        byte[] bytes;
        try
        {
            bytes = State.ReadAllBytes(path, MaximumSize);
        }
        catch (RootIOException cause) when (cause.Reason is not RootFailure.AccessDenied)
        {
            throw new HostToolsException(ActivationErrors.ManifestDamaged(number, State.Describe(path), cause.Reason switch
            {
                RootFailure.NotFound or RootFailure.NotDirectory => "is missing",
                _ => "cannot be read: " + cause.Message.TrimEnd('.'),
            }));
        }

        try
        {
            return JsonDocument.Parse(bytes);
        }
        catch (JsonException)
        {
            throw new HostToolsException(ActivationErrors.ManifestDamaged(number, State.Describe(path), "is no JSON"));
        }
    }

    private T Guard<T>(int number, string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception cause) when (cause is FormatException or InvalidOperationException)
        {
            throw new HostToolsException(ActivationErrors.ManifestDamaged(number, State.Describe(path), cause.Message));
        }
    }

    private Generation ReadHeader(JsonElement json, int number, int current)
    {
        RequireVersion(json, number, ManifestPath(number));
        return new Generation
        {
            Number = json.Number("generation") == number ? number : throw new FormatException("belongs to another generation"),
            IsCurrent = number == current,
            CreatedAt = json.Time("createdAt"),
            HostName = json.Text("hostName"),
            Variant = json.OptionalText("variant"),
            ConfigurationHash = json.Text("configurationHash"),
            LockHash = json.OptionalText("lockHash"),
            GitCommit = json.OptionalText("gitCommit"),
            GitDirty = json.Flag("gitDirty"),
            User = json.Text("user"),
            ToolVersion = json.Text("toolVersion"),
            RestoredFrom = json.OptionalNumber("restoredFrom"),
            ResourceCount = json.Items("resources").Count(static item => !item.Flag("implied")),
        };
    }

    /// <summary>There was one version so far; whatever says another was written by another HostTools.</summary>
    private void RequireVersion(JsonElement json, int number, string path)
    {
        if (json.Number("version") is var version && version != Version)
            throw new HostToolsException(ActivationErrors.ManifestVersionUnknown(number, State.Describe(path), version));
    }

    private static void WriteHeader(Utf8JsonWriter writer, Generation header)
    {
        writer.WriteNumber("version", Version);
        writer.WriteNumber("generation", header.Number);
        writer.WriteString("createdAt", header.CreatedAt);
        writer.WriteString("hostName", header.HostName);
        if (header.Variant is not null)
            writer.WriteString("variant", header.Variant);
        writer.WriteString("configurationHash", header.ConfigurationHash);
        writer.WriteString("lockHash", header.LockHash);
        writer.WriteString("gitCommit", header.GitCommit);
        writer.WriteBoolean("gitDirty", header.GitDirty);
        writer.WriteString("user", header.User);
        writer.WriteString("toolVersion", header.ToolVersion);
        writer.WriteString("machineId", MachineId.Read());
        if (header.RestoredFrom is { } restored)
            writer.WriteNumber("restoredFrom", restored);
    }
}
