using System.Text.Encodings.Web;
using System.Text.Json;
using HostTools.Commands.Framework;

namespace HostTools.Cli.Output;

/// <summary>Writes one JSON array of everything that came out; the shapes are described in <c>docs/json.md</c> and do not change.</summary>
internal sealed class JsonRenderer(TextWriter output) : IRenderer
{
    private int _count;

    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonShapes() },
    };

    public void Write(object value)
    {
        output.Write(_count++ == 0 ? "[\n" : ",\n");
        output.Write(JsonSerializer.Serialize(JsonShapes.Of(value), Options));
    }

    public void WriteChange(ProposedChange change)
    {
        if (change.Subject is object[] several)
            Array.ForEach(several, Write);
        else if (change.Subject is not null)
            Write(change.Subject);
    }

    public void Finish() => output.Write(_count == 0 ? "[]\n" : "\n]\n");
}
