using System.Globalization;
using HostTools.Platform;

namespace HostTools.Facts;

/// <summary>Which modules say that they can drive a PCI function, out of <c>modules.alias</c>.</summary>
internal static class ModuleAliases
{
    private const int MaximumBytes = 16 << 20;
    private const string Prefix = "alias pci:v";

    /// <summary>The functions, with the modules of the kernel that would take them.</summary>
    public static List<PciDevice> Fill(MachineFiles files, string? kernel, List<PciDevice> devices)
    {
        string path = $"/lib/modules/{kernel}/modules.alias";
        if (devices.Count == 0 || kernel is null || RootPath.NameOf(path) != "modules.alias" || kernel.Contains('/', StringComparison.Ordinal) || files.ReadText(path, MaximumBytes) is not { } text)
            return devices;
        var found = new SortedSet<string>?[devices.Count];
        HashSet<uint> vendors = [.. devices.Select(static device => (uint)device.VendorId)];
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (!line.StartsWith(Prefix, StringComparison.Ordinal) || (Vendor(line[Prefix.Length..]) is { } vendor && !vendors.Contains(vendor)) || Alias.Parse(line[Prefix.Length..]) is not { } alias)
                continue;
            for (int at = 0; at < devices.Count; at++)
            {
                if (alias.Fits(devices[at]))
                    (found[at] ??= new SortedSet<string>(StringComparer.Ordinal)).Add(line[(line.LastIndexOf(' ') + 1)..].ToString());
            }
        }

        return [.. devices.Select((device, at) => found[at] is { } modules ? device with { Modules = [.. modules] } : device)];
    }

    /// <summary>The maker that a pattern begins with, the quickest way to leave most of them out; null where any will do.</summary>
    private static uint? Vendor(ReadOnlySpan<char> pattern) =>
        pattern.Length > 8 && uint.TryParse(pattern[..8], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint vendor) ? vendor : null;

    /// <summary>A pattern <c>…d…sv…sd…bc…sc…i…</c>; what is null stands for anything.</summary>
    private readonly record struct Alias(uint? Vendor, uint? Device, uint? SubsystemVendor, uint? SubsystemDevice, uint? Base, uint? Sub, uint? Interface)
    {
        public static Alias? Parse(ReadOnlySpan<char> pattern)
        {
            if (!Take(ref pattern, "d", out uint? vendor) || !Take(ref pattern, "sv", out uint? device) || !Take(ref pattern, "sd", out uint? maker) ||
                !Take(ref pattern, "bc", out uint? board) || !Take(ref pattern, "sc", out uint? @base) || !Take(ref pattern, "i", out uint? sub))
                return null;
            int end = pattern.IndexOf(' ');
            return end < 0 || !Number(pattern[..end].TrimEnd('*'), out uint? @interface) ? null : new Alias(vendor, device, maker, board, @base, sub, @interface);
        }

        public bool Fits(PciDevice device) =>
            (Vendor is null || Vendor == device.VendorId) && (Device is null || Device == device.DeviceId) &&
            (Base is null || Base == (uint)device.Class >> 16) && (Sub is null || Sub == (uint)(device.Class >> 8 & 0xff)) && (Interface is null || Interface == (uint)(device.Class & 0xff)) &&
            (SubsystemVendor is null || Half(device, 0) == SubsystemVendor) && (SubsystemDevice is null || Half(device, 5) == SubsystemDevice);

        private static readonly System.Buffers.SearchValues<char> s_digits = System.Buffers.SearchValues.Create("0123456789ABCDEF");

        private static uint? Half(PciDevice device, int at) =>
            device.Subsystem is { Length: 9 } text && uint.TryParse(text.AsSpan(at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint half) ? half : null;

        private static bool Take(ref ReadOnlySpan<char> pattern, string next, out uint? value)
        {
            value = null;
            int end = pattern.StartsWith("*", StringComparison.Ordinal) ? 1 : Digits(pattern);
            if (end == 0 || !Number(pattern[..end].TrimEnd('*'), out value) || !pattern[end..].StartsWith(next, StringComparison.Ordinal))
                return false;
            pattern = pattern[(end + next.Length)..];
            return true;
        }

        // The kernel writes these digits in capitals, so a small letter begins the next field.
        private static int Digits(ReadOnlySpan<char> text)
        {
            int end = text.IndexOfAnyExcept(s_digits);
            return end < 0 ? text.Length : end;
        }

        private static bool Number(ReadOnlySpan<char> text, out uint? value)
        {
            value = null;
            if (text.IsEmpty)
                return true;
            bool isNumber = uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint number);
            value = isNumber ? number : null;
            return isNumber;
        }
    }
}
