using HostTools.Facts;

namespace HostTools.Virtualization;

/// <summary>Devices in words.</summary>
internal static class Words
{
    /// <summary>Address, name and identifier.</summary>
    public static string Of(PciDevice device) => $"{device.Address.Short()} {device.Name ?? device.Kind} [{device.Id}]";

    public static string Short(PciDevice device) => $"{device.Address.Short()} {device.Kind}{(device.Driver is null ? string.Empty : $" ({device.Driver})")}";

    public static string List(IEnumerable<PciDevice> devices) => List(devices.Select(Short));

    public static string List(IEnumerable<string> words) => words.ToArray() switch
    {
        [] => "nothing",
        [var one] => one,
        [.. var first, var last] => $"{string.Join(", ", first)} and {last}",
    };
}
