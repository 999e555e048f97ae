using System.Buffers;
using System.Text.Json;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Saved plans: one JSON file a person can read. Content is not in it but in the target's store, leased.</summary>
internal static class PlanFile
{
    public const int Version = 1;

    private const long MaximumSize = 64 << 20;

    public static async Task SaveAsync(Plan plan, string path, CancellationToken token)
    {
        if (plan.Errors.Count > 0)
            throw new HostToolsException(plan.Errors);
        var bytes = new ArrayBufferWriter<byte>();
        try
        {
            using (StateLock.Take(plan.Target, plan.Context.User, "saving a plan"))
            using (var sync = new SyncGroup())
            {
                var store = new ContentStore(plan.Target.State);
                foreach (FileContent content in plan.Content())
                    store.Add(content, sync);
                sync.Flush();
                Lease.Write(plan, sync);
                sync.Flush();
            }

            // Only now all hashes are known to be those of the content that was stored.
            using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
                Write(writer, plan, withDiffs: true);
            if (bytes.WrittenCount > MaximumSize)
                throw new IOException($"It would be larger than {new ByteSize(MaximumSize)}.");
            string temporary = path + ".new";
            await File.WriteAllBytesAsync(temporary, bytes.WrittenMemory, token).ConfigureAwait(false);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new HostToolsException(ActivationErrors.PlanNotSaved(path, cause));
        }
    }

    public static async Task<Plan> LoadAsync(string path, Func<Target, IEnumerable<IProvider>>? providers, CancellationToken token)
    {
        byte[] bytes = await ReadAsync(path, token).ConfigureAwait(false);
        try
        {
            using var json = JsonDocument.Parse(bytes);
            return Read(json.RootElement, providers, path);
        }
        catch (JsonException)
        {
            throw new HostToolsException(ActivationErrors.PlanMalformed(path, "is no JSON"));
        }
        catch (Exception cause) when (cause is FormatException or InvalidOperationException or ArgumentException)
        {
            throw new HostToolsException(ActivationErrors.PlanMalformed(path, cause.Message));
        }
    }

    /// <summary>The members of a plan as the journal and the plan file hold them.</summary>
    public static void Write(Utf8JsonWriter writer, Plan plan, bool withDiffs)
    {
        var json = new ActivationJson(plan.Providers);
        writer.WriteStartObject();
        writer.WriteString("format", "hosttools-plan");
        writer.WriteNumber("version", Version);
        writer.WriteString("id", plan.Id);
        writer.WriteString("createdAt", plan.CreatedAt);
        writer.WriteString("toolVersion", plan.ToolVersion);
        WriteTarget(writer, plan.Target);
        WriteContext(writer, plan.Context);
        writer.WriteNumber("baseGeneration", plan.BaseGeneration);
        if (plan.RestoredGeneration is { } restored)
            writer.WriteNumber("restoredGeneration", restored);
        ActivationJson.WriteTexts(writer, "warnings", [.. plan.Warnings.Select(static warning => warning.ToString())]);
        writer.WriteStartArray("changes");
        foreach (Change change in plan.Steps)
            json.WriteChange(writer, withDiffs ? change : change with { Diff = null });
        writer.WriteEndArray();
        writer.WriteStartObject("next");
        json.WriteNext(writer, plan.Next);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>A plan from its members.</summary>
    /// <exception cref="FormatException">It is malformed.</exception>
    public static Plan Read(JsonElement json, Func<Target, IEnumerable<IProvider>>? providers, string path)
    {
        if (json.OptionalText("format") != "hosttools-plan")
            throw new FormatException("is no plan of HostTools");
        if (json.Number("version") is var version && version != Version)
            throw new HostToolsException(ActivationErrors.PlanVersionUnknown(path, version));
        (Target target, TargetIdentity identity) = ReadTarget(json.Member("target"));
        var set = new ProviderSet(target, providers?.Invoke(target));
        return Read(json, target.As(identity), set);
    }

    /// <summary>A plan for a target that is known.</summary>
    public static Plan Read(JsonElement json, Target target, ProviderSet providers)
    {
        var codec = new ActivationJson(providers);
        JsonElement context = json.Member("context");
        var changes = json.Items("changes").Select(codec.ReadChange).ToList();
        if (changes.Select(static change => change.Id).Distinct().Count() != changes.Count)
            throw new FormatException("changes one thing twice");
        return new Plan(target, ReadContext(context), providers, changes, codec.ReadNext(json.Member("next")))
        {
            Id = json.Text("id") is { Length: 32 } id && id.All(char.IsAsciiHexDigitLower) ? id : throw new FormatException("has no id"),
            CreatedAt = json.Time("createdAt"),
            ToolVersion = json.Text("toolVersion"),
            BaseGeneration = json.Number("baseGeneration"),
            RestoredGeneration = json.OptionalNumber("restoredGeneration"),
            Warnings = [.. json.Texts("warnings").Select(static text => new PlanWarning(text))],
        };
    }

    private static async Task<byte[]> ReadAsync(string path, CancellationToken token)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.Length > MaximumSize)
                throw new HostToolsException(ActivationErrors.PlanTooLarge(path, new ByteSize(MaximumSize)));
            return await File.ReadAllBytesAsync(path, token).ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new HostToolsException(ActivationErrors.PlanNotFound(path, cause));
        }
    }

    private static void WriteTarget(Utf8JsonWriter writer, Target target)
    {
        writer.WriteStartObject("target");
        writer.WriteString("kind", target.Identity.Kind.ToString());
        writer.WriteString("machineId", target.Identity.MachineId);
        writer.WriteString("root", target.Identity.Root);
        if (!target.IsStateInside)
            writer.WriteString("state", target.StateDirectory);
        writer.WriteEndObject();
    }

    private static (Target Target, TargetIdentity Identity) ReadTarget(JsonElement json)
    {
        var identity = new TargetIdentity(json.Word<TargetKind>("kind"), json.Text("machineId"), json.Text("root"));
        if (!Path.IsPathFullyQualified(identity.Root))
            throw new FormatException("has no absolute path as 'root'");
        string? state = json.OptionalText("state");
        if (state is not null && !Path.IsPathFullyQualified(state))
            throw new FormatException("has no absolute path as 'state'");
        return identity.Kind is TargetKind.Folder
            ? (Target.Folder(identity.Root, state), identity)
            : throw new FormatException($"is for a target of kind '{identity.Kind}', which this HostTools does not know");
    }

    private static void WriteContext(Utf8JsonWriter writer, PlanContext context)
    {
        writer.WriteStartObject("context");
        writer.WriteString("hostName", context.HostName);
        writer.WriteString("configurationHash", context.ConfigurationHash);
        writer.WriteString("lockHash", context.LockHash);
        writer.WriteString("gitCommit", context.GitCommit);
        writer.WriteBoolean("gitDirty", context.GitDirty);
        writer.WriteString("user", context.User);
        writer.WriteEndObject();
    }

    private static PlanContext ReadContext(JsonElement json) => new(
        json.Text("hostName"), json.Text("configurationHash"), json.OptionalText("gitCommit"), json.Flag("gitDirty"), json.Text("user"))
    {
        LockHash = json.OptionalText("lockHash"),
    };
}
