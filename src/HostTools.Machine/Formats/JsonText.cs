using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using HostTools.Configuration;

namespace HostTools.Machine.Formats;

/// <summary>JSON with two spaces of indentation.</summary>
internal static class JsonText
{
    // The text goes into files, never into a web page: '+' and letters of all languages stay readable.
    private static readonly JsonWriterOptions s_options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Renders a value of any shape.</summary>
    public static string Render(object? value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, s_options))
            Write(writer, value, []);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length) + "\n";
    }

    private static void Write(Utf8JsonWriter writer, object? value, IReadOnlyList<string> path)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case NumberLiteral number:
                writer.WriteRawValue(StructuredText.Number(number));
                break;
            case double number when double.IsFinite(number):
                writer.WriteRawValue(StructuredText.Fraction(number));
                break;
            case double:
                throw new UnfitValueException(path, "JSON has no number that is not finite");
            case ConfigMap map:
                writer.WriteStartObject();
                foreach ((string key, object? child) in StructuredText.Sorted(map))
                {
                    writer.WritePropertyName(key);
                    Write(writer, child, [.. path, key]);
                }

                writer.WriteEndObject();
                break;
            case var _ when StructuredText.AsList(value) is { } list:
                writer.WriteStartArray();
                foreach (object? child in list)
                    Write(writer, child, path);
                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue(StructuredText.Text(value, path));
                break;
        }
    }
}
