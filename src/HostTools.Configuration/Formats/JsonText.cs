using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HostTools.Configuration.Formats;

/// <summary>JSON, in one line or indented.</summary>
internal static class JsonText
{
    // The text goes into files, never into a web page: '+' and letters of all languages stay readable.
    private static JsonWriterOptions Options(int indentation) => new()
    {
        Indented = indentation > 0,
        IndentSize = indentation,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Renders a value of any shape, without a line end behind it.</summary>
    /// <param name="value">The value.</param>
    /// <param name="indentation">Blanks for each level; with 0 all is one line.</param>
    public static string Render(object? value, int indentation)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options(indentation)))
            Write(writer, value, []);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
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
            case ulong number:
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
