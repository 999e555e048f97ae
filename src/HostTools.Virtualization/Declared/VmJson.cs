using System.Net.NetworkInformation;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;
using System.Xml.Linq;
using HostTools.Facts;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Wishes for machines in plans and generations.</summary>
internal static class VmJson
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter(), new SizeConverter(), new MacConverter(), new AddressConverter(), new XmlConverter() },
    };

    /// <summary>One text for equal wishes.</summary>
    public static string Text(VmSpec spec) => JsonSerializer.Serialize(spec, s_options);

    public static void Write(Utf8JsonWriter writer, VmSpec spec)
    {
        writer.WritePropertyName("spec");
        JsonSerializer.Serialize(writer, spec, s_options);
    }

    /// <exception cref="FormatException">It is not what was written.</exception>
    public static VmSpec Read(JsonElement json)
    {
        try
        {
            VmSpec spec = json.Deserialize<VmSpec>(s_options) ?? throw new FormatException("has no machine");
            return VmNames.IsName(spec.Name) ? spec : throw new FormatException($"has '{spec.Name}' where a machine is expected");
        }
        catch (Exception problem) when (problem is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw new FormatException($"has a machine that cannot be read: {problem.Message}", problem);
        }
    }

    private sealed class SizeConverter : JsonConverter<ByteSize>
    {
        public override ByteSize Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetInt64());

        public override void Write(Utf8JsonWriter writer, ByteSize value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Bytes);
    }

    private sealed class MacConverter : JsonConverter<PhysicalAddress>
    {
        public override PhysicalAddress Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            PhysicalAddress.TryParse(reader.GetString(), out PhysicalAddress? mac) && mac.GetAddressBytes().Length == 6 ? mac : throw new JsonException("a hardware address is none");

        public override void Write(Utf8JsonWriter writer, PhysicalAddress value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }

    private sealed class AddressConverter : JsonConverter<PciAddress>
    {
        public override PciAddress Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            PciAddress.TryParse(reader.GetString(), out PciAddress address) ? address : throw new JsonException("a PCI address is none");

        public override void Write(Utf8JsonWriter writer, PciAddress value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }

    private sealed class XmlConverter : JsonConverter<XElement>
    {
        public override XElement Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            try
            {
                return DomainText.Read(reader.GetString() ?? string.Empty);
            }
            catch (XmlException problem)
            {
                throw new JsonException(problem.Message, problem);
            }
        }

        public override void Write(Utf8JsonWriter writer, XElement value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString(SaveOptions.DisableFormatting));
    }
}
