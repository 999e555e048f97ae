using System.Text;
using System.Text.Json;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Machine.Boot;

/// <summary>What a boot loader whose files are edited shall have in its menu beside what is there.</summary>
/// <param name="Mount">Where the EFI system partition is mounted; the usual places are looked at as well.</param>
internal sealed record BootMenuResource(string Mount) : Resource
{
    public const string KindName = "boot-menu";

    public override ResourceId Id => new(KindName, Mount);

    /// <summary><c>limine</c> or <c>systemd-boot</c>; GRUB with entries of the Boot Loader Specification counts as the second.</summary>
    public string Loader { get; init; } = LimineMenu.Loader;

    /// <summary>Global settings of Limine, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; } = [];

    /// <summary>Name of one of the entries, or id of one that is there, that Limine starts by default; null leaves that as it is.</summary>
    public string? Default { get; init; }

    public IReadOnlyList<BootWish> Entries { get; init; } = [];

    public bool Equals(BootMenuResource? other) => base.Equals(other) && Written == other.Written;

    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Written);

    /// <summary>All of it as text.</summary>
    private string Written
    {
        get
        {
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream))
            {
                writer.WriteStartObject();
                Write(writer);
                writer.WriteEndObject();
            }

            return Encoding.UTF8.GetString(stream.ToArray());
        }
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("mount", Mount);
        writer.WriteString("loader", Loader);
        writer.WriteStartArray("settings");
        foreach ((string key, string value) in Settings)
        {
            writer.WriteStartObject();
            writer.WriteString("key", key);
            writer.WriteString("value", value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (Default is not null)
            writer.WriteString("default", Default);
        writer.WriteStartArray("entries");
        foreach (BootWish entry in Entries)
            entry.Write(writer);
        writer.WriteEndArray();
    }

    public static BootMenuResource Read(JsonElement json) => new(json.CanonicalPath("mount"))
    {
        Loader = json.Text("loader") is var loader && loader is LimineMenu.Loader or BlsMenu.Loader ? loader : throw new FormatException($"has '{loader}' where a boot loader is expected"),
        Settings = [.. json.Items("settings").Select(static item => KeyValuePair.Create(item.Text("key"), item.Text("value")))],
        Default = json.OptionalText("default"),
        Entries = [.. json.Items("entries").Select(BootWish.Read)],
    };
}
