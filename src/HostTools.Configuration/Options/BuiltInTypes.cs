using System.Net;
using System.Net.Sockets;

namespace HostTools.Configuration.Options;

/// <summary>The types that have a name and no arguments.</summary>
internal static class BuiltInTypes
{
    private static readonly Dictionary<string, OptionType> s_types = new(StringComparer.Ordinal);

    private static readonly string[] s_names =
    [
        "bool", "int", "float", "number", "str", "nonEmptyStr", "singleLineStr", "lines", "commas", "envVar", "path", "file", "port", "size", "duration", "mode",
        "enum", "list", "attrs", "submodule", "json", "anything", "uri", "ip", "hostname", "mac", "package", "calendar", "u8", "u16", "u32",
    ];

    public static IReadOnlyList<string> Names => s_names;

    public static OptionType? Find(string name)
    {
        lock (s_types)
        {
            if (!s_types.TryGetValue(name, out OptionType? type) && Make(name) is { } made)
                s_types[name] = type = made;
            return type;
        }
    }

    private static OptionType? Make(string name) =>
        name switch
        {
            "bool" => BoolType.Instance,
            "int" => IntType.Any,
            "u8" => new IntType(name, 0, byte.MaxValue),
            "u16" => new IntType(name, 0, ushort.MaxValue),
            "u32" => new IntType(name, 0, uint.MaxValue),
            "port" => new IntType(name, 0, ushort.MaxValue),
            "float" => new FloatType(name, keepIntegers: false),
            "number" => new FloatType(name, keepIntegers: true),
            "str" => TextType.Str,
            "nonEmptyStr" => new TextType(name, "text that is not blank", static text => string.IsNullOrWhiteSpace(text) ? string.Empty : null),
            "singleLineStr" => new TextType(name, "text of one line", static text => text.AsSpan().IndexOfAny('\n', '\r') >= 0 ? string.Empty : null),
            "lines" => new JoinedTextType(name, "lines of text", "\n"),
            "commas" => new JoinedTextType(name, "text", ","),
            "envVar" => new JoinedTextType(name, "text", ":"),
            "path" => new TextType(name, "an absolute path", CheckPath),
            "file" => new FileType(),
            "size" => new SizeType(name, 1),
            "duration" => new DurationType(),
            "mode" => new ModeType(),
            "json" => new FreeDataType(name, concatenateLists: true),
            "anything" => new FreeDataType(name, concatenateLists: false),
            "uri" => new TextType(name, "a URI such as https://host/path", static text => Uri.TryCreate(text, UriKind.Absolute, out _) && text.Contains(':', StringComparison.Ordinal) ? null : string.Empty),
            "ip" => new TextType(name, "an IP address", static text => IsAddress(text) ? null : string.Empty),
            "hostname" => TextType.Pattern(name, @"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*"),
            "mac" => TextType.Pattern(name, "[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}"),
            "package" => TextType.Pattern(name, "[A-Za-z0-9][A-Za-z0-9+._@/-]*"),
            "calendar" => new TextType(name, "a calendar expression of systemd such as hourly", static text => string.IsNullOrWhiteSpace(text) || text.Contains('\n', StringComparison.Ordinal) ? string.Empty : null),
            _ => null,
        };

    private static string? CheckPath(string text)
    {
        if (!text.StartsWith('/'))
            return "Begin it with '/'.";
        return text.Contains('\0', StringComparison.Ordinal) || text.Contains('\n', StringComparison.Ordinal) ? string.Empty : null;
    }

    /// <summary>The framework also takes <c>1</c> and <c>0x7f.1</c>; people mean dotted quads.</summary>
    private static bool IsAddress(string text) =>
        IPAddress.TryParse(text, out IPAddress? address) && (address.AddressFamily == AddressFamily.InterNetworkV6 || text.Count(static c => c == '.') == 3);
}
