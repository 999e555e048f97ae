using System.Text.Json;
using HostTools.Activation;

namespace HostTools.Machine.Windows;

/// <summary>Type of a value of the registry, by the names of DSC and .NET.</summary>
internal enum RegistryType
{
    /// <summary>Text (REG_SZ).</summary>
    String,

    /// <summary>Text in which <c>%NAME%</c> stands for a variable (REG_EXPAND_SZ).</summary>
    ExpandString,

    /// <summary>Several texts (REG_MULTI_SZ).</summary>
    MultiString,

    /// <summary>A number of 32 bits (REG_DWORD).</summary>
    Dword,

    /// <summary>A number of 64 bits (REG_QWORD).</summary>
    Qword,

    /// <summary>Bytes (REG_BINARY).</summary>
    Binary,

    /// <summary>Bytes of no type (REG_NONE); only kept, never declared.</summary>
    None,
}

/// <summary>What a value of the registry holds.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Parts">One text; of a number its decimal digits, of bytes their hexadecimal ones; of several texts all of them.</param>
internal sealed record RegistryData(RegistryType Type, IReadOnlyList<string> Parts)
{
    /// <summary>For people: <c>Dword 1</c>.</summary>
    public string InWords => $"{Type} {(Type is RegistryType.MultiString ? $"[{string.Join(", ", Parts)}]" : Parts[0])}";

    public static RegistryData Of(RegistryType type, string text) => new(type, [text]);

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("type", Type.ToString());
        writer.WriteStartArray("data");
        foreach (string part in Parts)
            writer.WriteStringValue(part);
        writer.WriteEndArray();
    }

    /// <exception cref="FormatException">It is malformed.</exception>
    public static RegistryData Read(JsonElement json)
    {
        var data = new RegistryData(json.Word<RegistryType>("type"), json.Texts("data"));
        return RegistryText.Refuse(data) is { } why ? throw new FormatException($"has a value of the registry that is none: {why}") : data;
    }

    public bool Equals(RegistryData? other) => other is not null && Type == other.Type && Parts.SequenceEqual(other.Parts, StringComparer.Ordinal);

    public override int GetHashCode() => HashCode.Combine(Type, Parts.Count);
}
