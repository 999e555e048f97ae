using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace HostTools.Configuration.Expressions;

/// <summary>An IP address as CEL's extension for networks knows it; its text is canonical.</summary>
internal sealed record CelAddress(IPAddress Value)
{
    private const int BytesOfIPv4 = 4;

    public bool IsIPv4 => Value.AddressFamily == AddressFamily.InterNetwork;

    public int Bits => IsIPv4 ? 32 : 128;

    public bool IsUnspecified => Value.Equals(IPAddress.Any) || Value.Equals(IPAddress.IPv6Any);

    public bool IsLoopback => IPAddress.IsLoopback(Value);

    public bool IsLinkLocalUnicast => IsIPv4 ? Value.GetAddressBytes() is [169, 254, ..] : Value.IsIPv6LinkLocal;

    public bool IsLinkLocalMulticast => Value.GetAddressBytes() is [224, 0, 0, _] or [0xFF, 0x02 or 0x12 or 0x22 or 0x32, _, _, _, ..];

    public bool IsGlobalUnicast =>
        !IsUnspecified && !IsLoopback && !IsLinkLocalUnicast && !IsMulticast && !Value.Equals(IPAddress.Broadcast);

    private bool IsMulticast => IsIPv4 ? Value.GetAddressBytes()[0] is >= 224 and <= 239 : Value.IsIPv6Multicast;

    /// <summary>Reads the usual notation strictly: no zones, no leading zeros, no IPv4 inside IPv6.</summary>
    public static bool TryParse(string text, out CelAddress? address, out string why)
    {
        address = null;
        why = "it is written like 192.168.0.1 or 2001:db8::1";
        if (text.Contains('%', StringComparison.Ordinal))
            why = "an address with a zone is not allowed";
        else if (text.Contains(':', StringComparison.Ordinal) && text.Contains('.', StringComparison.Ordinal))
            why = "an IPv4 address inside an IPv6 address is not allowed";
        else if (!text.Contains(':', StringComparison.Ordinal))
            address = TryIPv4(text);
        else if (text.All(static c => char.IsAsciiHexDigit(c) || c == ':') && IPAddress.TryParse(text, out IPAddress? parsed))
            address = new CelAddress(parsed.IsIPv4MappedToIPv6 ? parsed.MapToIPv4() : parsed);
        return address != null;
    }

    public override string ToString() => Value.ToString();

    private static CelAddress? TryIPv4(string text)
    {
        string[] parts = text.Split('.');
        byte[] bytes = new byte[BytesOfIPv4];
        if (parts.Length != BytesOfIPv4)
            return null;
        for (int i = 0; i < bytes.Length; i++)
        {
            bool hasLeadingZero = parts[i].Length > 1 && parts[i][0] == '0';
            if (hasLeadingZero || !byte.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out bytes[i]))
                return null;
        }

        return new CelAddress(new IPAddress(bytes));
    }
}

/// <summary>An address with a prefix: <c>192.168.0.0/24</c>.</summary>
internal sealed record CelNetwork(CelAddress Address, int Prefix)
{
    public CelNetwork Masked
    {
        get
        {
            byte[] bytes = Address.Value.GetAddressBytes();
            for (int bit = Prefix; bit < bytes.Length * 8; bit++)
                bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
            return new CelNetwork(new CelAddress(new IPAddress(bytes)), Prefix);
        }
    }

    public static bool TryParse(string text, out CelNetwork? network, out string why)
    {
        network = null;
        int slash = text.IndexOf('/');
        if (slash < 0)
        {
            why = "it is written like 192.168.0.0/24 or 2001:db8::/32";
            return false;
        }

        if (!CelAddress.TryParse(text[..slash], out CelAddress? address, out why))
            return false;
        string prefix = text[(slash + 1)..];
        bool hasLeadingZero = prefix.Length > 1 && prefix[0] == '0';
        if (hasLeadingZero || !int.TryParse(prefix, NumberStyles.None, CultureInfo.InvariantCulture, out int bits) || bits > address!.Bits)
        {
            why = $"its prefix is a number from 0 to {address!.Bits}";
            return false;
        }

        network = new CelNetwork(address, bits);
        return true;
    }

    public bool Contains(CelAddress address) =>
        address.IsIPv4 == Address.IsIPv4 && new CelNetwork(address, Prefix).Masked.Address == Masked.Address;

    public bool Contains(CelNetwork other) => other.Prefix >= Prefix && Contains(other.Address);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address}/{Prefix}");
}
