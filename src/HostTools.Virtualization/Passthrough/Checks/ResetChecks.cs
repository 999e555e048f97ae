using HostTools.Facts;

namespace HostTools.Virtualization;

/// <summary>VFIO009: whether a device can be started anew when the guest ends.</summary>
internal static class ResetChecks
{
    private const int Amd = 0x1002;

    /// <summary>AMD cards that do not come back from a reset, by ranges of their numbers: Polaris, Vega, Navi 1x.</summary>
    private static readonly (string Family, int First, int Last)[] s_families =
    [
        ("Polaris", 0x67c0, 0x67ff), ("Polaris", 0x6980, 0x699f), ("Polaris", 0x6fdf, 0x6fdf),
        ("Vega", 0x6860, 0x687f), ("Vega", 0x66a0, 0x66af),
        ("Navi 1x", 0x7310, 0x731f), ("Navi 1x", 0x7340, 0x734f), ("Navi 1x", 0x7360, 0x7362),
    ];

    public static IEnumerable<PassthroughCheck> Of(PassthroughSubject subject) => subject.Set.Functions.SelectMany(function => One(subject, function));

    private static IEnumerable<PassthroughCheck> One(PassthroughSubject subject, PciDevice function)
    {
        string[]? methods = function.ResetMethods?.ToArray();
        if (methods?.Contains("device_specific") == true)
            yield break;
        if (function.VendorId == Amd && Array.Find(s_families, family => function.DeviceId >= family.First && function.DeviceId <= family.Last) is { Family: { } name })
        {
            yield return PassthroughSubject.Warning("VFIO009", $"{Words.Of(function)} is of a family ({name}) that often does not come back when a guest ends, until the machine starts again.",
                "Install the module vendor-reset for the running kernel, and shut guests down rather than ending them.");
        }
        else if (methods is { Length: 0 })
        {
            yield return PassthroughSubject.Warning("VFIO009", $"The kernel knows no way to reset {Words.Short(function)} alone.", "Expect to start the host again after the guest has ended.");
        }
        else if (methods is not null && !methods.Contains("flr") && !methods.Contains("acpi") && Trouble(subject, function, methods) is { } trouble)
        {
            yield return PassthroughSubject.Warning("VFIO009", trouble, "Try it with a guest you can lose; expect to start the host again.");
        }
    }

    private static string? Trouble(PassthroughSubject subject, PciDevice function, string[] methods)
    {
        if (!methods.Contains("bus"))
            return $"{Words.Short(function)} is only reset by taking its power state down and up ({string.Join(' ', methods)}), which many devices ignore.";
        PciDevice[] hit = [.. subject.Facts.Pci.Where(other => other.Address.Domain == function.Address.Domain && other.Address.Bus == function.Address.Bus && subject.Set.Functions.All(one => one.Address != other.Address))];
        return hit.Length == 0 ? null : $"{Words.Short(function)} is only reset together with its bus, and {Words.List(hit)} with it.";
    }
}
