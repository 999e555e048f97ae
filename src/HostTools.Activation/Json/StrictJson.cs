using System.Text.Json;

namespace HostTools.Activation;

/// <summary>Reads members and refuses anything unexpected: files that come from elsewhere may be damaged or hostile.</summary>
public static class StrictJson
{
    /// <summary>A member that must be there.</summary>
    /// <exception cref="FormatException">It is not so.</exception>
    public static JsonElement Member(this JsonElement json, string name) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value)
            ? value
            : throw new FormatException($"has no '{name}' where one is needed");

    /// <summary>A member; null when it is absent or null.</summary>
    /// <exception cref="FormatException">It is not so.</exception>
    public static JsonElement? Optional(this JsonElement json, string name) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    /// <summary>A text that must be there.</summary>
    /// <exception cref="FormatException">It is not so.</exception>
    public static string Text(this JsonElement json, string name) => AsText(json.Member(name), name);

    /// <summary>A text; null when absent.</summary>
    /// <exception cref="FormatException">It is not so.</exception>
    public static string? OptionalText(this JsonElement json, string name) => json.Optional(name) is { } value ? AsText(value, name) : null;

    /// <summary>A whole number that must be there.</summary>
    /// <exception cref="FormatException">It is not so.</exception>
    public static int Number(this JsonElement json, string name) => AsNumber(json.Member(name), name);

    /// <summary>A whole number; null when absent.</summary>
    /// <exception cref="FormatException">It is not so.</exception>
    public static int? OptionalNumber(this JsonElement json, string name) => json.Optional(name) is { } value ? AsNumber(value, name) : null;

    /// <summary>A whole number of 64 bits that must be there.</summary>
    /// <exception cref="FormatException">It is not so.</exception>
    public static long LongNumber(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out long number)
            ? number
            : throw new FormatException($"has no whole number as '{name}'");

    /// <summary>True or false; false when absent.</summary>
    /// <exception cref="FormatException">It is not so.</exception>
    public static bool Flag(this JsonElement json, string name) => json.Optional(name)?.ValueKind switch
    {
        null or JsonValueKind.False => false,
        JsonValueKind.True => true,
        _ => throw new FormatException($"has neither true nor false as '{name}'"),
    };

    /// <summary>Elements of a list; none when absent.</summary>
    /// <exception cref="FormatException">It is not so.</exception>
    public static IEnumerable<JsonElement> Items(this JsonElement json, string name)
    {
        if (json.Optional(name) is not { } list)
            return [];
        return list.ValueKind is JsonValueKind.Array ? list.EnumerateArray() : throw new FormatException($"has no list as '{name}'");
    }

    /// <summary>A list of texts; none when absent.</summary>
    /// <exception cref="FormatException">It is not so.</exception>
    public static IReadOnlyList<string> Texts(this JsonElement json, string name) => [.. json.Items(name).Select(item => AsText(item, name))];

    /// <summary>A word of an enumeration.</summary>
    /// <exception cref="FormatException">It is not so.</exception>
    public static T Word<T>(this JsonElement json, string name)
        where T : struct, Enum =>
        Enum.TryParse(json.Text(name), out T value) && Enum.IsDefined(value) ? value : throw new FormatException($"has an unknown word as '{name}'");

    /// <summary>A time with its zone.</summary>
    /// <exception cref="FormatException">It is not so.</exception>
    public static DateTimeOffset Time(this JsonElement json, string name) =>
        json.Member(name).ValueKind is JsonValueKind.String && json.Member(name).TryGetDateTimeOffset(out DateTimeOffset time)
            ? time
            : throw new FormatException($"has no time as '{name}'");

    /// <summary>A SHA-256 in lower-case hex.</summary>
    /// <exception cref="FormatException">It is not so.</exception>
    public static string Sha256(this JsonElement json, string name) =>
        json.Text(name) is { Length: 64 } hash && hash.All(char.IsAsciiHexDigitLower)
            ? hash
            : throw new FormatException($"has no SHA-256 as '{name}'");

    /// <summary>An absolute path in canonical form.</summary>
    /// <exception cref="FormatException">It is not so.</exception>
    public static string CanonicalPath(this JsonElement json, string name) =>
        Platform.RootPath.IsCanonical(json.Text(name)) ? json.Text(name) : throw new FormatException($"has no absolute path as '{name}'");

    private static string AsText(JsonElement value, string name) =>
        value.ValueKind is JsonValueKind.String ? value.GetString() ?? string.Empty : throw new FormatException($"has no text as '{name}'");

    private static int AsNumber(JsonElement value, string name) =>
        value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out int number) ? number : throw new FormatException($"has no whole number as '{name}'");
}
