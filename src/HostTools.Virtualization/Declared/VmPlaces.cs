using HostTools.Facts;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>What a machine names on its host, and whether it is there.</summary>
internal static class VmPlaces
{
    /// <summary>What is not there, in words.</summary>
    /// <exception cref="HostToolsException">VmDeviceOther: a device is another one than was declared.</exception>
    public static IEnumerable<string> Missing(VmResource wanted, Root root, Lazy<TargetFacts> facts)
    {
        if (wanted.Bridge is { } bridge && root.Exists("/sys/class/net") && !root.Exists($"/sys/class/net/{bridge}"))
            yield return $"there is no bridge '{bridge}', and nothing declares it; modules.networking.bridge or networking.bridges does";
        if (wanted.Spec.LookingGlass?.Device is { } device && root.StatFollowed(device) is not { Type: FileEntryType.Other })
            yield return $"'{device}' is no device yet; install the module kvmfr, which comes with Looking Glass";
        if (wanted.Spec.PciDevices.Count == 0 || facts.Value.Pci.Count == 0)
            yield break;
        foreach (VmPciDevice passed in wanted.Spec.PciDevices)
        {
            PciDevice? there = facts.Value.Pci.FirstOrDefault(one => one.Address == passed.Address);
            if (passed.Id is { } id && there?.Id != id)
                throw new HostToolsException(VirtualizationErrors.VmDeviceOther(wanted.Spec.Name, passed.Address.ToString(), id, there is null ? "is no device" : $"is {there.Id} {there.Kind}"));
            if (there is null)
                yield return $"there is no PCI device {passed.Address}; `lspci -D` lists those that are";
        }
    }
}
