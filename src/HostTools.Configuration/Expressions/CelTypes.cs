using HostTools.Platform;

namespace HostTools.Configuration.Expressions;

/// <summary>The types that have names in expressions.</summary>
internal static class CelTypes
{
    public static CelType? Find(string name) => name switch
    {
        "bool" or "int" or "uint" or "double" or "string" or "bytes" or "list" or "map" or "null_type" or "type" or "optional_type" =>
            new CelType(name),
        "google.protobuf.Duration" or "google.protobuf.Timestamp" or "net.IP" or "net.CIDR" => new CelType(name),
        _ => null,
    };

    public static CelType Of(object? value) => new(value switch
    {
        null => "null_type",
        Duration or CelDuration => "google.protobuf.Duration",
        DateTimeOffset or CelTimestamp => "google.protobuf.Timestamp",
        CelOptional => "optional_type",
        CelAddress => "net.IP",
        CelNetwork => "net.CIDR",
        _ => CelValue.TypeName(value),
    });
}
