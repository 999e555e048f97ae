using System.Text.Json;
using HostTools.Activation;

namespace HostTools.Machine.Windows;

/// <summary>A key is there or not.</summary>
internal sealed record RegistryKeyState(bool IsThere) : ThingState, IThingState<RegistryKeyState>
{
    public static RegistryKeyState Absent { get; } = new(false);

    public override bool IsAbsent => !IsThere;

    public override string Hash => IsThere ? "there" : string.Empty;

    public override string InWords => IsThere ? "there" : "absent";

    public static RegistryKeyState Read(JsonElement json) => new(json.Flag("there"));

    public void Write(Utf8JsonWriter writer) => writer.WriteBoolean("there", IsThere);

    /// <summary>One that shall go stays while others have something in it.</summary>
    public bool IsMetBy(RegistryKeyState now) => now.IsThere || !IsThere;
}

/// <summary>What a value holds; null when it is not there.</summary>
internal sealed record RegistryValueState(RegistryData? Data) : ThingState, IThingState<RegistryValueState>
{
    public static RegistryValueState Absent { get; } = new((RegistryData?)null);

    public override bool IsAbsent => Data is null;

    // Parts of a list hold no NUL, so it can stand between them.
    public override string Hash => Data is null ? string.Empty : $"{Data.Type} {string.Join('\0', Data.Parts)}";

    public override string InWords => Data?.InWords ?? "absent";

    public static RegistryValueState Read(JsonElement json) => new(json.Optional("value") is { } data ? RegistryData.Read(data) : null);

    public void Write(Utf8JsonWriter writer)
    {
        if (Data is null)
            return;
        writer.WriteStartObject("value");
        Data.Write(writer);
        writer.WriteEndObject();
    }
}
