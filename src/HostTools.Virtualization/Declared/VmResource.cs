using HostTools.Activation.Resources;

namespace HostTools.Virtualization;

/// <summary>A machine that libvirt shall have.</summary>
/// <param name="Spec">What it is.</param>
public sealed record VmResource(VmSpec Spec) : Resource
{
    /// <summary>Its kind.</summary>
    public const string KindName = "vm";

    /// <inheritdoc/>
    public override ResourceId Id => new(KindName, Spec.Name);

    /// <summary>Whether it starts with the host.</summary>
    public bool IsAutostart { get; init; }

    /// <summary>Its processors are tied to cores of the host.</summary>
    public bool IsPinned { get; init; }

    /// <summary>Cores that stay the host's.</summary>
    public int ReservedCores { get; init; } = 1;

    /// <summary>A machine of that name that somebody else defined is taken over.</summary>
    public bool Adopts { get; init; }

    /// <inheritdoc/>
    public bool Equals(VmResource? other) =>
        base.Equals(other) && IsAutostart == other.IsAutostart && IsPinned == other.IsPinned && ReservedCores == other.ReservedCores && Adopts == other.Adopts
        && VmJson.Text(Spec) == VmJson.Text(other.Spec);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Spec.Name, IsAutostart, IsPinned);
}
