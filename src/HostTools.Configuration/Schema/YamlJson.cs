using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Schema;

/// <summary>YAML as editors see it: by YAML 1.2's core schema, and a scalar with a tag is text.</summary>
internal static partial class YamlJson
{
    public static JsonNode? Of(YamlNode node) =>
        node switch
        {
            YamlMapping mapping => new JsonObject(mapping.Entries.Select(static entry => KeyValuePair.Create(entry.Key.Value, Of(entry.Value)))),
            YamlSequence list => new JsonArray([.. list.Items.Select(Of)]),
            YamlScalar { IsPlain: true, Tag: null } scalar => ReadPlain(scalar.Value),
            YamlScalar scalar => JsonValue.Create(scalar.Value),
            _ => null,
        };

    /// <summary>An unquoted scalar.</summary>
    public static JsonNode? ReadPlain(string text) =>
        text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" => JsonValue.Create(true),
            "false" or "False" or "FALSE" => JsonValue.Create(false),
            _ when Whole().IsMatch(text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) => JsonValue.Create(whole),
            _ when Number().IsMatch(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) => JsonValue.Create(number),
            _ when text.StartsWith("0x", StringComparison.Ordinal) && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long hex) => JsonValue.Create(hex),
            _ => JsonValue.Create(text),
        };

    [GeneratedRegex(@"^[-+]?[0-9]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
