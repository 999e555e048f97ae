using System.Buffers;
using System.Text.Json;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Keeps the content of a saved plan in the store until it is applied or too old.</summary>
internal static class Lease
{
    private const string Folder = "/leases";
    private const long MaximumSize = 16 << 20;

    /// <summary>How long a plan in a file can be applied.</summary>
    public static TimeSpan Usual { get; } = TimeSpan.FromDays(30);

    /// <summary>For what goes when it is applied, or dropped.</summary>
    public static TimeSpan UntilRemoved { get; } = TimeSpan.FromDays(36525);

    public static void Write(Plan plan, Root state, SyncGroup sync, TimeSpan duration)
    {
        if (state.StatFollowed(Folder) is null)
            state.CreateDirectory(Folder, 0x1ED);
        Remove(state, plan.Id);
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteString("expires", plan.CreatedAt + duration);
            ActivationJson.WriteTexts(writer, "sha256", [.. plan.Content().Select(static content => content.Hash).Concat(plan.Steps.SelectMany(StatesOf))]);
            writer.WriteEndObject();
        }

        FileStream file = state.CreateNew(PathOf(plan.Id), 0x1A4);
        sync.Add(file);
        file.Write(bytes.WrittenSpan);
        sync.AddDirectory(state, Folder);
    }

    public static void Remove(Root state, string plan)
    {
        if (state.Stat(PathOf(plan)) is not null)
            state.RemoveFile(PathOf(plan));
    }

    /// <summary>A home's plan that was saved has its content in the machine's store, where its user may not write: then the lease runs out.</summary>
    public static void Forget(Target home, string plan)
    {
        try
        {
            if (home.Account is not null)
                Remove(home.MachineState, plan);
        }
        catch (RootIOException cause) when (cause.Reason is RootFailure.AccessDenied)
        {
        }
    }

    /// <summary>Content under lease; leases that ran out are removed. A lease that cannot be read keeps nothing: its plan will say what is missing.</summary>
    public static IEnumerable<string> Collect(Root state, DateTimeOffset now)
    {
        foreach (string name in state.List(Folder))
        {
            string path = RootPath.Join(Folder, name);
            (DateTimeOffset expires, IReadOnlyList<string> hashes) = Read(state, path);
            if (expires < now)
                state.RemoveFile(path);
            foreach (string hash in expires < now ? [] : hashes)
                yield return hash;
        }
    }

    private static (DateTimeOffset Expires, IReadOnlyList<string> Hashes) Read(Root state, string path)
    {
        try
        {
            using var json = JsonDocument.Parse(state.ReadAllBytes(path, MaximumSize));
            return (json.RootElement.Time("expires"), json.RootElement.Texts("sha256"));
        }
        catch (Exception cause) when (cause is JsonException or FormatException or InvalidOperationException or RootIOException)
        {
            return (DateTimeOffset.MinValue, []);
        }
    }

    private static IEnumerable<string> StatesOf(Change step) => (step.After?.Blobs ?? []).Concat(step.Before?.Blobs ?? []);

    private static string PathOf(string plan) => $"{Folder}/{plan}.json";
}
