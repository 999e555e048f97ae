using HostTools.Activation.Resources;

namespace HostTools.Virtualization;

/// <summary>The service of libvirt: where the same apply starts it, that comes first.</summary>
internal static class LibvirtUnit
{
    private static readonly ResourceId s_service = new("unit", "libvirtd.service");

    /// <summary>What comes before things of libvirt; empty where nothing declares its service.</summary>
    public static IReadOnlyList<ResourceId> In(ResourceSet wanted) => wanted.Find(s_service) is null ? [] : [s_service];
}
