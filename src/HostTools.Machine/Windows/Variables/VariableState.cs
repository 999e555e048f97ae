using System.Text.Json;
using HostTools.Activation;

namespace HostTools.Machine.Windows;

/// <summary>What a variable holds in the registry; null when it is not there.</summary>
internal sealed record VariableState(RegistryData? Data) : ThingState, IThingState<VariableState>
{
    public static VariableState Absent { get; } = new((RegistryData?)null);

    /// <summary>Entries of a list that we put into it; no part of what it is compared by.</summary>
    public IReadOnlyList<string> Ours { get; init; } = [];

    public override bool IsAbsent => Data is null;

    public override string Hash => Data is null ? string.Empty : $"{Data.Type} {Text}";

    public override string InWords => Data is null ? "absent" : Text;

    /// <summary>Its text; empty when it is not there.</summary>
    public string Text => Data?.Parts[0] ?? string.Empty;

    public static VariableState Read(JsonElement json) => new(RegistryValueState.Read(json).Data) { Ours = json.Texts("ours") };

    public void Write(Utf8JsonWriter writer)
    {
        new RegistryValueState(Data).Write(writer);
        writer.WriteStartArray("ours");
        foreach (string entry in Ours)
            writer.WriteStringValue(entry);
        writer.WriteEndArray();
    }
}
