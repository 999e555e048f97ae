using System.Text.Json;
using HostTools.Activation;

namespace HostTools.Models;

/// <summary>Which version of a model is visible.</summary>
/// <param name="Version">Commit, digest or whatever never changes; null when it is not there.</param>
/// <param name="Source">Canonical line of its source; empty when it is not there.</param>
internal sealed record ModelState(string? Version, string Source) : ResourceState
{
    /// <summary>A part of what was made is not as it was made, or is made for other places.</summary>
    public bool IsDamaged { get; init; }

    /// <summary>Absolute path of the store on the target.</summary>
    public string Store { get; init; } = string.Empty;

    /// <summary>Group that may read it; null for a user's own.</summary>
    public string? Group { get; init; }

    /// <summary>Holder of the views.</summary>
    public string Holder { get; init; } = string.Empty;

    public override bool IsAbsent => Version is null;

    public override string Hash => Version is null ? string.Empty : ContentHash.Of(System.Text.Encoding.UTF8.GetBytes($"{Source}\n{Version}\n{IsDamaged}")).Hex;

    public static void Write(Utf8JsonWriter writer, ModelState state)
    {
        writer.WriteString("version", state.Version);
        writer.WriteString("source", state.Source);
        writer.WriteBoolean("damaged", state.IsDamaged);
        writer.WriteString("store", state.Store);
        writer.WriteString("group", state.Group);
        writer.WriteString("holder", state.Holder);
    }

    public static ModelState Read(JsonElement json) => new(json.OptionalText("version"), json.OptionalText("source") ?? string.Empty) 
    {
        IsDamaged = json.Flag("damaged"),
        Store = ModelResourceJson.Folder(json, "store"),
        Group = json.OptionalText("group"),
        Holder = json.Text("holder"),
    };
}
