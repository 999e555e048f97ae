namespace HostTools.Facts;

/// <summary>How the running kernel was built, as far as that matters for giving devices away.</summary>
/// <param name="Source">The file that says it.</param>
public sealed record KernelConfig(string Source)
{
    private static readonly string[] s_places = ["/boot/config-{0}", "/lib/modules/{0}/config", "/lib/modules/{0}/build/.config"];

    /// <summary>Whether Intel's IOMMU is on without a parameter.</summary>
    public bool IntelIommuIsOn { get; init; }

    /// <summary>Whether vfio-pci is built in and needs no loading.</summary>
    public bool HasVfioPci { get; init; }

    internal static KernelConfig? Read(MachineFiles files, string? kernel)
    {
        if (kernel is null || kernel.Contains('/', StringComparison.Ordinal))
            return null;
        string? source = s_places.Select(place => place.Replace("{0}", kernel, StringComparison.Ordinal)).FirstOrDefault(files.Exists);
        if (source is null || files.ReadText(source) is not { } text)
            return null;
        return new KernelConfig(source)
        {
            IntelIommuIsOn = text.Contains("\nCONFIG_INTEL_IOMMU_DEFAULT_ON=y", StringComparison.Ordinal),
            HasVfioPci = text.Contains("\nCONFIG_VFIO_PCI=y", StringComparison.Ordinal),
        };
    }
}
