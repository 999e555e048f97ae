using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace HostTools.Configuration.Options;

/// <summary>The types that have a name and no arguments.</summary>
internal static class BuiltInTypes
{
    private static readonly Dictionary<string, OptionType> s_types = new(StringComparer.Ordinal);

    private static readonly string[] s_names =
    [
        "bool", "int", "float", "number", "str", "nonEmptyStr", "singleLineStr", "lines", "commas", "envVar", "path", "file", "port", "size", "duration", "mode",
        "enum", "list", "nonEmptyList", "attrs", "submodule", "tagged", "unique", "dag", "attrList", "json", "toml", "anything", "uri", "ip", "cidr", "hostname", "mac", "package",
        "secret", "calendar", "semver", "cpuset", "passwdEntry", "boolByOr", "u8", "u16", "u32", "s8", "s16", "s32",
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
            "s8" => new IntType(name, sbyte.MinValue, sbyte.MaxValue),
            "s16" => new IntType(name, short.MinValue, short.MaxValue),
            "s32" => new IntType(name, int.MinValue, int.MaxValue),
            "boolByOr" => new BoolByOrType(),
            "port" => new IntType(name, 0, ushort.MaxValue),
            "float" => new FloatType(name, keepIntegers: false),
            "number" => new FloatType(name, keepIntegers: true),
            "str" => TextType.Str,
            "nonEmptyStr" => new TextType(name, "text that is not blank", static text => string.IsNullOrWhiteSpace(text) ? string.Empty : null),
            "singleLineStr" => new SingleLineType(),
            "lines" => new JoinedTextType(name, "lines of text", "\n"),
            "commas" => new JoinedTextType(name, "text", ","),
            "envVar" => new JoinedTextType(name, "text", ":"),
            "path" => new TextType(name, "an absolute path such as /srv/data", CheckPath),
            "file" => new FileType(),
            "size" => new SizeType(name, 1),
            "duration" => new DurationType(),
            "mode" => new ModeType(),
            "json" => new FreeDataType(name, concatenateLists: true),
            "toml" => new FreeDataType(name, concatenateLists: true, hasNull: false),
            "anything" => new FreeDataType(name, concatenateLists: false),
            "uri" => new TextType(name, "a URI such as https://host/path", static text => Uri.TryCreate(text, UriKind.Absolute, out _) && text.Contains(':', StringComparison.Ordinal) ? null : string.Empty),
            "ip" => new TextType(name, "an IP address such as 192.168.1.10 or fd00::1", static text => IsAddress(text) ? null : string.Empty),
            "cidr" => new TextType(name, "a network such as 192.168.1.0/24", static text => IsNetwork(text) ? null : string.Empty),
            "semver" => new TextType(name, "a semantic version such as 1.2.3", CheckSemver),
            "cpuset" => TextType.Pattern(name, @"\d{1,4}(-\d{1,4})?(,\d{1,4}(-\d{1,4})?)*", "numbers of processors such as 0-3,8"),
            "passwdEntry" => new TextType(name, "text without ':' and line ends", static text => text.AsSpan().IndexOfAny(':', '\n') >= 0 ? string.Empty : null),
            "hostname" => TextType.Pattern(name, @"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*", "a host name such as nas.example.org"),
            "mac" => TextType.Pattern(name, "[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}", "a MAC address such as 52:54:00:12:34:56"),
            "package" => TextType.Pattern(name, "[A-Za-z0-9][A-Za-z0-9+._@/-]*", "the name of a package"),
            "secret" => new SecretType(),
            "calendar" => new TextType(name, "a calendar expression such as daily or Mon *-*-* 04:00", CalendarExpression.Problem),
            _ => null,
        };

    private static string? CheckPath(string text)
    {
        if (!text.StartsWith('/'))
            return "Begin it with '/'.";
        return text.Contains('\0', StringComparison.Ordinal) || text.Contains('\n', StringComparison.Ordinal) ? string.Empty : null;
    }

    private static bool IsNetwork(string text)
    {
        string[] parts = text.Split('/');
        return parts.Length == 2 && IsAddress(parts[0]) && byte.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out byte bits) &&
            bits <= (parts[0].Contains(':', StringComparison.Ordinal) ? 128 : 32);
    }

    /// <summary>See https://semver.org, version 2.0.0.</summary>
    private static string? CheckSemver(string text) =>
        Regex.IsMatch(text, @"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)
            ? null
            : string.Empty;

    /// <summary>The framework also takes <c>1</c> and <c>0x7f.1</c>; people mean dotted quads.</summary>
    private static bool IsAddress(string text) =>
        IPAddress.TryParse(text, out IPAddress? address) && (address.AddressFamily == AddressFamily.InterNetworkV6 || text.Count(static c => c == '.') == 3);
}
