using System.Text.Json;
using System.Text.Json.Nodes;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Messages of the agent, of which no word is trusted: whoever controls the guest writes them.</summary>
internal static class GuestMessage
{
    /// <summary>Longest answer, in bytes. The agent gives at most 48 MiB of a file at once, a third more as base64.</summary>
    public const int Limit = 80 * 1024 * 1024;

    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 32 };

    public static string Question(string command, JsonObject? arguments)
    {
        var question = new JsonObject { ["execute"] = command };
        if (arguments is not null)
            question["arguments"] = arguments.DeepClone();
        return question.ToJsonString();
    }

    /// <summary>What an answer returns.</summary>
    /// <exception cref="HostToolsException">GuestAnswerMalformed; GuestRefused.</exception>
    public static JsonElement Returned(string command, ReadOnlyMemory<byte> answer)
    {
        JsonElement root = Parse(command, answer);
        if (root.ValueKind is not JsonValueKind.Object)
            throw Malformed(command, "it is no object");
        if (root.TryGetProperty("return", out JsonElement value))
            return value;
        throw root.TryGetProperty("error", out JsonElement error) && error.ValueKind is JsonValueKind.Object
            ? new HostToolsException(VirtualizationErrors.GuestRefused(command, error.Word("class") ?? "GenericError", error.Word("desc") ?? "no reason is given"))
            : Malformed(command, "it has neither 'return' nor 'error'");
    }

    /// <summary>A member's text; null when it is something else or absent.</summary>
    public static string? Word(this JsonElement value, string name) =>
        value.ValueKind is JsonValueKind.Object && value.TryGetProperty(name, out JsonElement member) && member.ValueKind is JsonValueKind.String ? member.GetString() : null;

    /// <summary>A member's whole number; null when it is something else or absent.</summary>
    public static long? Integer(this JsonElement value, string name) =>
        value.ValueKind is JsonValueKind.Object && value.TryGetProperty(name, out JsonElement member) && member.ValueKind is JsonValueKind.Number && member.TryGetInt64(out long number)
            ? number : null;

    /// <summary>Whether a member is true.</summary>
    public static bool Is(this JsonElement value, string name) =>
        value.ValueKind is JsonValueKind.Object && value.TryGetProperty(name, out JsonElement member) && member.ValueKind is JsonValueKind.True;

    /// <summary>A member's bytes, which are base64; none when it is absent.</summary>
    /// <exception cref="HostToolsException">GuestAnswerMalformed.</exception>
    public static byte[] Bytes(this JsonElement value, string command, string name)
    {
        if (value.Word(name) is not { } text)
            return [];
        byte[] bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out int count) ? bytes[..count] : throw Malformed(command, $"'{name}' is no base64");
    }

    /// <summary>A list's elements; none for anything else.</summary>
    public static IEnumerable<JsonElement> Elements(this JsonElement value) => value.ValueKind is JsonValueKind.Array ? value.EnumerateArray() : [];

    /// <summary>Elements of a member that is a list; none for anything else.</summary>
    public static IEnumerable<JsonElement> Elements(this JsonElement value, string name) =>
        value.ValueKind is JsonValueKind.Object && value.TryGetProperty(name, out JsonElement member) ? member.Elements() : [];

    public static HostToolsException Malformed(string command, string problem) => new(VirtualizationErrors.GuestAnswerMalformed(command, problem));

    private static JsonElement Parse(string command, ReadOnlyMemory<byte> answer)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(answer, s_options);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw Malformed(command, "it is no JSON");
        }
    }
}
