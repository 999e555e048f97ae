using System.Globalization;

namespace HostTools.Facts;

/// <summary>Names of PCI functions out of the database that the system has of them.</summary>
/// <seealso href="https://pci-ids.ucw.cz/">The PCI ID Repository</seealso>
internal static class PciNames
{
    private const int MaximumBytes = 8 << 20;

    private static readonly string[] s_databases = ["/usr/share/hwdata/pci.ids", "/usr/share/misc/pci.ids"];

    /// <summary>The functions, with names where the database has them.</summary>
    public static List<PciDevice> Fill(MachineFiles files, List<PciDevice> devices)
    {
        if (devices.Count == 0 || s_databases.FirstOrDefault(files.Exists) is not { } database || files.ReadText(database, MaximumBytes) is not { } text)
            return devices;
        var wanted = devices.Select(static device => (device.VendorId, device.DeviceId)).ToHashSet();
        Dictionary<(ushort Vendor, ushort Device), string> names = Find(text, wanted);
        return [.. devices.Select(device => device with { Name = names.GetValueOrDefault((device.VendorId, device.DeviceId)) })];
    }

    internal static Dictionary<(ushort Vendor, ushort Device), string> Find(string text, IReadOnlySet<(ushort Vendor, ushort Device)> wanted)
    {
        var names = new Dictionary<(ushort, ushort), string>();
        ILookup<ushort, ushort> devices = wanted.ToLookup(static one => one.Vendor, static one => one.Device);
        ushort vendor = 0;
        string? vendorName = null;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("C ", StringComparison.Ordinal))
                break; // Classes follow.
            if (line.Length < 7 || line[0] == '#')
                continue;
            if (line[0] != '\t')
            {
                bool isWanted = Entry(line, out vendor, out ReadOnlySpan<char> name) && devices.Contains(vendor);
                vendorName = isWanted ? name.ToString() : null;
                foreach (ushort device in isWanted ? devices[vendor] : [])
                    names[(vendor, device)] = vendorName!;
            }
            else if (vendorName is not null && line[1] != '\t' && Entry(line[1..], out ushort device, out ReadOnlySpan<char> name) && wanted.Contains((vendor, device)))
            {
                names[(vendor, device)] = $"{vendorName} {name}";
            }
        }

        return names;
    }

    /// <summary>Four hexadecimal digits, two blanks, the name.</summary>
    private static bool Entry(ReadOnlySpan<char> line, out ushort number, out ReadOnlySpan<char> name)
    {
        name = line.Length > 6 ? line[6..].Trim() : default;
        number = 0;
        return name.Length > 0 && line[4] == ' ' && ushort.TryParse(line[..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
    }
}
