using System.Globalization;

namespace HostTools.Facts;

/// <summary>The address of a PCI function, written <c>0000:01:00.0</c>.</summary>
/// <param name="Domain">0 to 4294967295; virtual roots go beyond 16 bits.</param>
/// <param name="Bus">0 to 255.</param>
/// <param name="Device">0 to 31.</param>
/// <param name="Function">0 to 7.</param>
public readonly record struct PciAddress(uint Domain, byte Bus, byte Device, byte Function) : IComparable<PciAddress>
{
    /// <summary>Reads an address in full form, or without the domain, which is then 0.</summary>
    public static bool TryParse(string? text, out PciAddress address)
    {
        address = default;
        string[] parts = text?.Split(':') ?? [];
        if (parts.Length is < 2 or > 3 || parts[^1].Split('.') is not [var device, [var function]])
            return false;
        uint domain = 0;
        if ((parts.Length == 3 && !uint.TryParse(parts[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out domain)) ||
            !byte.TryParse(parts[^2], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte bus) ||
            !byte.TryParse(device, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte slot) ||
            slot > 31 || function is < '0' or > '7')
            return false;
        address = new PciAddress(domain, bus, slot, (byte)(function - '0'));
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(PciAddress other) =>
        (Domain, Bus, Device, Function).CompareTo((other.Domain, other.Bus, other.Device, other.Function));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Domain:x4}:{Bus:x2}:{Device:x2}.{Function}");
}
