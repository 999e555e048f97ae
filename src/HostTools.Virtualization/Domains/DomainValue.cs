using System.Globalization;
using System.Xml.Linq;

namespace HostTools.Virtualization;

/// <summary>Values that are written in several ways and mean the same.</summary>
internal static class DomainValue
{
    /// <summary>Numbers without zeros in front, hexadecimal ones as others.</summary>
    public static string Normal(string text)
    {
        string value = text.Trim();
        if (value.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && long.TryParse(value.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long hex))
            return DomainXml.Number(hex);
        return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? DomainXml.Number(number) : value;
    }

    /// <summary>An amount in bytes, by the unit that stands beside it; null for what is no amount.</summary>
    public static long? Bytes(string? number, string? unit) =>
        !long.TryParse(number?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long amount) ? null : unit switch
        {
            "b" or "bytes" => amount,
            null or "k" or "KiB" => amount << 10,
            "KB" => amount * 1000,
            "M" or "MiB" => amount << 20,
            "MB" => amount * 1000_000,
            "G" or "GiB" => amount << 30,
            "GB" => amount * 1000_000_000,
            "T" or "TiB" => amount << 40,
            _ => null,
        };

    /// <summary>Whether an actual machine type is what a declared one becomes: <c>q35</c> stands for the newest.</summary>
    public static bool IsMachine(string declared, string actual) => declared == actual || (declared is "q35" or "pc" && actual.StartsWith(declared == "pc" ? "pc-i440fx-" : $"pc-{declared}-", StringComparison.Ordinal));

    /// <summary>The amount that an element with a unit holds; null for any other.</summary>
    public static long? AmountOf(XElement element) => element.Name.LocalName switch
    {
        "memory" or "currentMemory" or "size" => Bytes(element.Value, (string?)element.Attribute("unit")),
        "page" => Bytes((string?)element.Attribute("size"), (string?)element.Attribute("unit")),
        _ => null,
    };
}
