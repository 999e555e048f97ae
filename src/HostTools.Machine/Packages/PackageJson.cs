using System.Text.Json;
using HostTools.Activation;
using HostTools.Activation.Resources;

namespace HostTools.Machine.Packages;

/// <summary>Wishes for packages in files.</summary>
internal static class PackageJson
{
    public static PackageResource Read(JsonElement json) => new(json.Text("name"))
    {
        Distribution = json.OptionalText("distribution"),
        Names = json.Optional("names") is null ? null : [.. json.Texts("names").Select(PackageWords.CheckedName)],
        Version = PackageWords.CheckedVersion(json.OptionalText("version")),
        IsRefreshed = json.Optional("refresh") is not null && json.Flag("refresh"),
    };

    public static void Write(Utf8JsonWriter writer, PackageResource resource)
    {
        writer.WriteString("name", resource.Name);
        if (resource.Version is { } version)
            writer.WriteString("version", version);
        if (resource.IsRefreshed)
            writer.WriteBoolean("refresh", true);
        if (resource.Names is not { } names)
            return;
        writer.WriteString("distribution", resource.Distribution);
        writer.WriteStartArray("names");
        foreach (string name in names)
            writer.WriteStringValue(name);
        writer.WriteEndArray();
    }
}
