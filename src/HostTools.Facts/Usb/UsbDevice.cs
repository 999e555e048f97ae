using System.Globalization;

namespace HostTools.Facts;

/// <summary>Something that is plugged into USB.</summary>
/// <param name="Port">The kernel's name of the place, for example <c>1-2.4</c>.</param>
/// <param name="VendorId">Vendor number.</param>
/// <param name="ProductId">Product number within the vendor.</param>
public sealed record UsbDevice(string Port, ushort VendorId, ushort ProductId)
{
    /// <summary>Maker and product in words; null where it does not say.</summary>
    public string? Name { get; init; }

    /// <summary>The PCI function of the controller that it hangs on; null for one that is not on PCI.</summary>
    public PciAddress? Controller { get; init; }

    /// <summary>What it does: <c>keyboard</c>, <c>mouse</c>, <c>storage</c>, <c>hub</c>, <c>audio</c>, <c>video</c>, <c>network</c>, <c>bluetooth</c>, <c>input</c>; in ordinal order.</summary>
    public IReadOnlyList<string> Functions { get; init; } = [];

    /// <summary>Vendor and product as lists write them: <c>046d:c31c</c>.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{VendorId:x4}:{ProductId:x4}");

    /// <summary>Identifier, name and what it does.</summary>
    public override string ToString() =>
        $"{Id}{(Name is null ? string.Empty : " " + Name)}{(Functions.Count == 0 ? string.Empty : $" ({string.Join(", ", Functions)})")}";
}

/// <summary>Reads what hangs on USB.</summary>
internal static class UsbReader
{
    private const string Folder = "/sys/bus/usb/devices";
    private const int MaximumDevices = 4096;

    public static IReadOnlyList<UsbDevice> Read(MachineFiles files)
    {
        IReadOnlyList<string> names = files.List(Folder);
        ILookup<string, string> interfaces = names.Where(static name => name.Contains(':', StringComparison.Ordinal)).ToLookup(static name => name[..name.IndexOf(':')], StringComparer.Ordinal);
        // Controllers themselves are called usb1, usb2, …
        return [.. names.Take(MaximumDevices).Where(static name => name.Length > 0 && char.IsAsciiDigit(name[0]) && !name.Contains(':', StringComparison.Ordinal)).Select(name => One(files, name, interfaces[name])).OfType<UsbDevice>()];
    }

    private static UsbDevice? One(MachineFiles files, string name, IEnumerable<string> interfaces)
    {
        string folder = $"{Folder}/{name}";
        if (Hex(files.ReadLineOf(folder, "idVendor")) is not { } vendor || Hex(files.ReadLineOf(folder, "idProduct")) is not { } product)
            return null;
        string[] words = [.. new[] { files.ReadLineOf(folder, "manufacturer"), files.ReadLineOf(folder, "product") }.OfType<string>().Select(static words => PlainText.Of(words))];
        return new UsbDevice(name, (ushort)vendor, (ushort)product)
        {
            Name = words.Length == 0 ? null : string.Join(' ', words),
            Controller = PciPath.Last(files.LinkText(folder)),
            Functions = [.. interfaces.Select(one => FunctionOf(files, $"{Folder}/{one}")).OfType<string>().Distinct().Order(StringComparer.Ordinal)],
        };
    }

    /// <seealso href="https://www.usb.org/defined-class-codes"/>
    private static string? FunctionOf(MachineFiles files, string folder) => (Hex(files.ReadLineOf(folder, "bInterfaceClass")), Hex(files.ReadLineOf(folder, "bInterfaceSubClass")), Hex(files.ReadLineOf(folder, "bInterfaceProtocol"))) switch
    {
        (0x01, _, _) => "audio",
        (0x02 or 0x0a, _, _) => "network",
        (0x03, _, 0x01) => "keyboard",
        (0x03, _, 0x02) => "mouse",
        (0x03, _, _) => "input",
        (0x08, _, _) => "storage",
        (0x09, _, _) => "hub",
        (0x0e, _, _) => "video",
        (0xe0, 0x01, 0x01) => "bluetooth",
        _ => null,
    };

    private static int? Hex(string? text) => int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value) && value <= 0xffff ? value : null;
}
