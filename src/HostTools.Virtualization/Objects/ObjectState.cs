using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using HostTools.Activation;

namespace HostTools.Virtualization;

/// <summary>How a network or a storage pool is defined.</summary>
/// <param name="Definition">Its definition; null when there is none.</param>
/// <param name="IsAutostart">Whether it starts with the host.</param>
/// <param name="IsActive">Whether it is started.</param>
internal sealed record ObjectState(string? Definition, bool IsAutostart, bool IsActive) : ResourceState
{
    public static ObjectState Absent { get; } = new(null, false, false);

    public override bool IsAbsent => Definition is null;

    public override string Hash => Definition is null ? string.Empty : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{IsAutostart} {IsActive}\n{Definition}")));

    /// <summary>The definition as XML; null when there is none.</summary>
    public XElement? Xml => Definition is null ? null : DomainText.Read(Definition);

    /// <summary>Its identity as libvirt keeps it; null when there is none.</summary>
    public string? Uuid => (string?)Xml?.Element("uuid");

    public static void Write(Utf8JsonWriter writer, ObjectState state)
    {
        if (state.Definition is null)
            return;
        writer.WriteString("definition", state.Definition);
        writer.WriteBoolean("autostart", state.IsAutostart);
        writer.WriteBoolean("active", state.IsActive);
    }

    /// <exception cref="FormatException">It is not what was written.</exception>
    public static ObjectState Read(JsonElement json, string element)
    {
        if (json.OptionalText("definition") is not { } definition)
            return Absent;
        try
        {
            return DomainText.Read(definition).Name == element ? new ObjectState(definition, json.Flag("autostart"), json.Flag("active")) : throw new FormatException("has a definition that is none");
        }
        catch (XmlException problem)
        {
            throw new FormatException($"has a definition that is none: {problem.Message}", problem);
        }
    }
}
