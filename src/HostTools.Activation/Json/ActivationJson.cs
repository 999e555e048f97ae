using System.Text.Json;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>The written forms of resources, states and changes, by kind and version.</summary>
internal sealed class ActivationJson(ProviderSet providers)
{
    public ProviderSet Providers => providers;

    public void WriteResource(Utf8JsonWriter writer, Resource resource)
    {
        IProvider provider = providers.Of(resource);
        writer.WriteStartObject();
        WriteKind(writer, resource.Id.Kind, provider);
        if (resource.Scope.User is { } user)
            writer.WriteString("user", user);
        WriteOrigins(writer, resource.Origins);
        writer.WriteStartArray("after");
        foreach (ResourceId id in resource.After)
            WriteId(writer, id);
        writer.WriteEndArray();
        WriteTexts(writer, "triggers", resource.Triggers);
        if (resource.Risk is { } risk)
            writer.WriteString("risk", risk);
        writer.WriteStartObject("data");
        provider.WriteResource(writer, resource);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    public Resource ReadResource(JsonElement json)
    {
        (IProvider provider, int version) = ReadKind(json);
        return provider.ReadResource(json.Member("data"), version) with
        {
            Scope = new Scope(json.OptionalText("user")),
            Origins = ReadOrigins(json),
            After = [.. json.Items("after").Select(ReadId)],
            Triggers = json.Texts("triggers"),
            Risk = json.OptionalText("risk"),
        };
    }

    public void WriteState(Utf8JsonWriter writer, string name, string kind, ResourceState? state)
    {
        if (state is null)
            return;
        IProvider provider = providers.Of(kind);
        writer.WriteStartObject(name);
        WriteKind(writer, kind, provider);
        writer.WriteStartObject("data");
        provider.WriteState(writer, state);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    public ResourceState? ReadState(JsonElement json, string name)
    {
        if (json.Optional(name) is not { } state)
            return null;
        (IProvider provider, int version) = ReadKind(state);
        return provider.ReadState(state.Member("data"), version);
    }

    public void WriteChange(Utf8JsonWriter writer, Change change)
    {
        string kind = change.Id.Kind;
        writer.WriteStartObject();
        writer.WritePropertyName("id");
        WriteId(writer, change.Id);
        writer.WriteString("action", change.Action.ToString());
        writer.WriteString("reason", change.Reason);
        writer.WriteString("undo", change.Undo.ToString());
        writer.WriteNumber("level", change.Level);
        writer.WriteBoolean("implied", change.IsImplied);
        WriteTexts(writer, "triggers", change.Triggers);
        if (change.Risk is { } risk)
            writer.WriteString("risk", risk);
        if (change.Desired is { } desired)
        {
            writer.WritePropertyName("desired");
            WriteResource(writer, desired);
        }

        WriteState(writer, "before", kind, change.Before);
        WriteState(writer, "after", kind, change.After);
        WriteState(writer, "keep", kind, change.Keep);
        if (change.Before is { } before)
            writer.WriteString("observed", before.Hash);
        if (change.Diff is { } diff)
            writer.WriteString("diff", diff);
        writer.WriteEndObject();
    }

    public Change ReadChange(JsonElement json)
    {
        var change = new Change
        {
            Id = ReadId(json.Member("id")),
            Action = json.Word<ChangeAction>("action"),
            Reason = json.Text("reason"),
            Undo = json.Word<UndoQuality>("undo"),
            Level = json.Number("level"),
            IsImplied = json.Flag("implied"),
            Triggers = json.Texts("triggers"),
            Risk = json.OptionalText("risk"),
            Desired = json.Optional("desired") is { } desired ? ReadResource(desired) : null,
            Before = ReadState(json, "before"),
            After = ReadState(json, "after"),
            Keep = ReadState(json, "keep"),
            Diff = json.OptionalText("diff"),
        };
        if (providers.Of(change.Id.Kind).Space == PathRules.Space && !RootPath.IsCanonical(change.Id.Key))
            throw new FormatException($"holds '{change.Id.Key}', which is no absolute path");
        return change.Desired is { } wish && wish.Id != change.Id ? throw new FormatException($"says two things about '{change.Id}'") : change;
    }

    public void WriteNext(Utf8JsonWriter writer, NextGeneration next)
    {
        WriteEntries(writer, next.Entries);
        WriteOriginals(writer, next.Originals);
    }

    public NextGeneration ReadNext(JsonElement json) => new(ReadEntries(json), ReadOriginals(json));

    public void WriteEntries(Utf8JsonWriter writer, IReadOnlyList<ManifestEntry> entries)
    {
        writer.WriteStartArray("resources");
        foreach (ManifestEntry entry in entries)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("resource");
            WriteResource(writer, entry.Resource);
            WriteState(writer, "applied", entry.Resource.Id.Kind, entry.Applied);
            if (entry.IsImplied)
                writer.WriteBoolean("implied", true);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public IReadOnlyList<ManifestEntry> ReadEntries(JsonElement json)
    {
        ManifestEntry[] entries =
        [
            .. json.Items("resources").Select(item => new ManifestEntry(
                ReadResource(item.Member("resource")),
                ReadState(item, "applied") ?? throw new FormatException("has a resource without a state"),
                item.Flag("implied"))),
        ];
        return entries.DistinctBy(entry => providers.PlaceOf(entry.Resource.Id)).Count() == entries.Length
            ? entries
            : throw new FormatException("has one resource twice");
    }

    public void WriteOriginals(Utf8JsonWriter writer, Originals originals)
    {
        WriteStates(writer, "originals", originals.States.Select(static pair => (pair.Key, pair.Value)));
        WriteStates(writer, "kept", originals.Kept);
    }

    public Originals ReadOriginals(JsonElement json)
    {
        var states = new Dictionary<ResourceId, ResourceState>();
        foreach ((ResourceId id, ResourceState state) in ReadStates(json, "originals"))
            states[id] = state;
        return new Originals(states, [.. ReadStates(json, "kept")]);
    }

    public static void WriteId(Utf8JsonWriter writer, ResourceId id)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", id.Kind);
        writer.WriteString("key", id.Key);
        writer.WriteEndObject();
    }

    public static ResourceId ReadId(JsonElement json) => new(json.Text("kind"), json.Text("key"));

    public static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    private static void WriteOrigins(Utf8JsonWriter writer, IReadOnlyList<Origin> origins)
    {
        writer.WriteStartArray("origins");
        foreach (Origin origin in origins)
        {
            writer.WriteStartObject();
            writer.WriteString("file", origin.File);
            writer.WriteNumber("line", origin.Line);
            writer.WriteNumber("column", origin.Column);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static IReadOnlyList<Origin> ReadOrigins(JsonElement json) =>
        [.. json.Items("origins").Select(static item => new Origin(item.Text("file"), item.Number("line"), item.Number("column")))];

    private void WriteStates(Utf8JsonWriter writer, string name, IEnumerable<(ResourceId Id, ResourceState State)> states)
    {
        writer.WriteStartArray(name);
        foreach ((ResourceId id, ResourceState state) in states)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("id");
            WriteId(writer, id);
            WriteState(writer, "state", id.Kind, state);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private IEnumerable<(ResourceId Id, ResourceState State)> ReadStates(JsonElement json, string name) =>
        json.Items(name).Select(item => (ReadId(item.Member("id")), ReadState(item, "state") ?? throw new FormatException("has an original without a state")));

    private static void WriteKind(Utf8JsonWriter writer, string kind, IProvider provider)
    {
        writer.WriteString("kind", kind);
        writer.WriteNumber("version", provider.Version);
    }

    private (IProvider Provider, int Version) ReadKind(JsonElement json)
    {
        string kind = json.Text("kind");
        int version = json.Number("version");
        if (!providers.TryFind(kind, out IProvider? provider))
            throw new FormatException($"holds the kind '{kind}', which this HostTools does not know");
        return version >= 1 && version <= provider.Version
            ? (provider, version)
            : throw new FormatException($"holds version {version} of the kind '{kind}', which this HostTools does not know");
    }
}
