using HostTools.Platform;

namespace HostTools.Configuration.Expressions;

/// <summary>The CLR forms of CEL's values, and their types.</summary>
internal static class CelValue
{
    private static readonly object s_true = true;
    private static readonly object s_false = false;

    /// <summary>A truth value without a new box.</summary>
    public static object Of(bool value) => value ? s_true : s_false;

    // Explicit boxes: in a switch over several number types the compiler would otherwise make all of them double.
    public static object Of(long value) => value;

    public static object Of(ulong value) => value;

    public static object Of(double value) => value;

    public static string TypeName(object? value) => value switch
    {
        null => "null",
        bool => "bool",
        long => "int",
        ulong => "uint",
        double => "double",
        string => "string",
        byte[] => "bytes",
        Duration or CelDuration => "duration",
        DateTimeOffset or CelTimestamp => "timestamp",
        ICelList => "list",
        ICelMap => "map",
        CelOptional => "optional",
        CelType => "type",
        CelAddress => "IP address",
        CelNetwork => "network",
        Secret => "secret",
        _ => value.GetType().Name,
    };

    /// <summary>A type with its article, as messages need it: <c>an int</c>, <c>a string</c>, <c>null</c>.</summary>
    public static string WithArticle(object? value)
    {
        string name = TypeName(value);
        return name == "null" || name == "bytes" ? name : name[0] is 'i' or 'I' or 'o' ? "an " + name : "a " + name;
    }
}
