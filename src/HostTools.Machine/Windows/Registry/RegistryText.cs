using System.Globalization;

namespace HostTools.Machine.Windows;

/// <summary>Data of the registry as people write it. Pure.</summary>
internal static class RegistryText
{
    /// <summary>Turns the elements of an option into data; numbers may be hexadecimal with <c>0x</c>, bytes may be separated.</summary>
    public static RegistryData Parse(RegistryType type, IReadOnlyList<string> texts) => type switch
    {
        RegistryType.Dword or RegistryType.Qword when texts is [var number] => RegistryData.Of(type, Number(number)),
        RegistryType.Binary => RegistryData.Of(type, string.Concat(texts.SelectMany(static text => text).Where(static c => c is not (' ' or ',' or '-' or ':'))).ToLowerInvariant()),
        _ => new RegistryData(type, texts),
    };

    /// <summary>Why it is no data of its type; null when it is.</summary>
    public static string? Refuse(RegistryData data) => data.Type switch
    {
        RegistryType.MultiString => data.Parts.Any(static part => part.Length == 0) ? "a text in a list of texts is empty, which would end the list"
            : data.Parts.Any(HasNul) ? "it holds a NUL character" : null,
        _ when data.Parts.Count != 1 => $"{data.Type} holds one value, not {data.Parts.Count.ToString(CultureInfo.InvariantCulture)}; MultiString holds several",
        RegistryType.Dword => uint.TryParse(data.Parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out _) ? null : "a Dword is a whole number from 0 to 4294967295",
        RegistryType.Qword => ulong.TryParse(data.Parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out _) ? null : "a Qword is a whole number from 0 to 18446744073709551615",
        RegistryType.Binary or RegistryType.None => data.Parts[0].Length % 2 == 0 && data.Parts[0].All(char.IsAsciiHexDigitLower) ? null : "bytes are written as pairs of hexadecimal digits, like '01 a4'",
        _ => HasNul(data.Parts[0]) ? "it holds a NUL character" : null,
    };

    private static bool HasNul(string text) => text.Contains('\0', StringComparison.Ordinal);

    private static string Number(string text) =>
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && ulong.TryParse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong number)
            ? number.ToString(CultureInfo.InvariantCulture) : text;
}
