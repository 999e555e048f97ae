using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HostTools.Activation;
using HostTools.Machine.Packages.Managers;
using HostTools.Platform;

namespace HostTools.Machine.Packages;

/// <summary>How the packages behind one neutral name are, or shall be.</summary>
/// <param name="Entries">Each of them.</param>
internal sealed record PackageState(IReadOnlyList<PackageEntry> Entries) : ResourceState
{
    /// <summary>Nothing is known, as of a generation that only recorded the wish.</summary>
    public static PackageState Nothing { get; } = new([]);

    /// <summary>
    /// In a plan what else happens because of it; in a generation the packages that came because ours need them, so that they can go with them.
    /// </summary>
    public IReadOnlyList<PackageStep> Along { get; init; } = [];

    public override bool IsAbsent => Entries.All(static entry => entry.Version is null);

    public override string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Entries.Select(static entry => $"{entry.Name} {entry.Version} {entry.IsAutomatic}")))));

    public PackageEntry? Find(string name) => Entries.FirstOrDefault(entry => entry.Name == name);

    public static void Write(Utf8JsonWriter writer, PackageState state)
    {
        writer.WriteStartArray("packages");
        foreach (PackageEntry entry in state.Entries)
        {
            writer.WriteStartObject();
            writer.WriteString("name", entry.Name);
            writer.WriteString("version", entry.Version);
            writer.WriteBoolean("automatic", entry.IsAutomatic);
            writer.WriteBoolean("ours", entry.IsOurs);
            writer.WriteBoolean("wasAutomatic", entry.WasAutomatic);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("along");
        foreach (PackageStep step in state.Along)
        {
            writer.WriteStartObject();
            writer.WriteString("name", step.Name);
            writer.WriteString("from", step.From);
            writer.WriteString("to", step.To);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static PackageState Read(JsonElement json) => json.Optional("packages") is null ? Nothing : new PackageState(
    [
        .. json.Items("packages").Select(static entry => new PackageEntry(PackageWords.CheckedName(entry.Text("name")), PackageWords.CheckedVersion(entry.OptionalText("version")), entry.Flag("automatic"))
        {
            IsOurs = entry.Flag("ours"), WasAutomatic = entry.Flag("wasAutomatic"),
        }),
    ])
    {
        Along = [.. json.Items("along").Select(static step => new PackageStep(
            PackageWords.CheckedName(step.Text("name")), PackageWords.CheckedVersion(step.OptionalText("from")), PackageWords.CheckedVersion(step.OptionalText("to"))))],
    };
}

/// <summary>One package of a manager.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Version">Its version; null when it is not installed.</param>
/// <param name="IsAutomatic">The manager has it for one that nobody asked for.</param>
internal sealed record PackageEntry(string Name, string? Version, bool IsAutomatic)
{
    /// <summary>We installed it, so that it may go when nobody declares it any more.</summary>
    public bool IsOurs { get; init; }

    /// <summary>It was there and nobody had asked for it; it is told so again when nobody declares it any more.</summary>
    public bool WasAutomatic { get; init; }
}
