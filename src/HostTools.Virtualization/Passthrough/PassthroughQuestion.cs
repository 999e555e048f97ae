using HostTools.Facts;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>What is known when somebody asks whether a device can be given to a virtual machine.</summary>
/// <param name="Facts">The machine.</param>
public sealed record PassthroughQuestion(TargetFacts Facts)
{
    /// <summary>Whether it is known in which group a device is.</summary>
    public bool TellsGroups { get; init; } = true;

    /// <summary>Whether it is known which driver holds a device; where not, each may have one.</summary>
    public bool TellsDrivers { get; init; } = true;

    /// <summary>Whether it is a listing that somebody pasted, which does not say what the host needs itself.</summary>
    public bool IsListing { get; init; }

    /// <summary>Lines of a listing that could not be read: there are devices nothing is known of.</summary>
    public IReadOnlyList<ListingProblem> Problems { get; init; } = [];

    /// <summary>The host may lose its only graphics while the virtual machine runs.</summary>
    public bool IsSingleGpu { get; init; }

    /// <summary>Memory that the virtual machine shall have; null when nobody said.</summary>
    public ByteSize? Memory { get; init; }

    /// <summary>Who has graphics cards open.</summary>
    public IReadOnlyList<DeviceUser> Users { get; init; } = [];

    /// <summary>The question about a machine that somebody pasted a listing of.</summary>
    public static PassthroughQuestion Of(HardwareListing listing) => new(listing.Facts)
    {
        IsListing = true,
        TellsGroups = listing.TellsGroups,
        TellsDrivers = listing.TellsDrivers,
        Problems = listing.Problems,
    };
}
