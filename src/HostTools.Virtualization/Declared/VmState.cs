using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using HostTools.Activation;

namespace HostTools.Virtualization;

/// <summary>How a machine is defined.</summary>
/// <param name="Definition">Its definition; null when there is none.</param>
/// <param name="IsAutostart">Whether it starts with the host.</param>
internal sealed record VmState(string? Definition, bool IsAutostart) : ResourceState
{
    public static VmState Absent { get; } = new(null, false);

    public override bool IsAbsent => Definition is null;

    public override string Hash => Definition is null ? string.Empty : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{IsAutostart}\n{Definition}")));

    /// <summary>The definition as XML; null when there is none.</summary>
    public XElement? Xml => Definition is null ? null : DomainText.Read(Definition);

    public static void Write(Utf8JsonWriter writer, VmState state)
    {
        if (state.Definition is null)
            return;
        writer.WriteString("definition", state.Definition);
        writer.WriteBoolean("autostart", state.IsAutostart);
    }

    /// <exception cref="FormatException">It is not what was written.</exception>
    public static VmState Read(JsonElement json)
    {
        if (json.OptionalText("definition") is not { } definition)
            return Absent;
        try
        {
            return DomainText.Read(definition).Name == "domain" ? new VmState(definition, json.Flag("autostart")) : throw new FormatException("has a definition that is none");
        }
        catch (XmlException problem)
        {
            throw new FormatException($"has a definition that is none: {problem.Message}", problem);
        }
    }
}
