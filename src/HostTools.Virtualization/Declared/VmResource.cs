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

    /// <summary>Processor of the host whose core is the first that it gets; null finds the best ones.</summary>
    public int? StartCpu { get; init; }

    /// <summary>Processors of the host for the rest of its work, as <c>0-3,8</c>; null takes those beside its own.</summary>
    public string? EmulatorCpus { get; init; }

    /// <summary>A bridge that it needs and the configuration does not make; null when there is none. Looked for when planning, and not kept.</summary>
    public string? Bridge { get; init; }

    /// <summary>A machine of that name that somebody else defined is taken over.</summary>
    public bool Adopts { get; init; }

    /// <inheritdoc/>
    public bool Equals(VmResource? other) =>
        base.Equals(other) && IsAutostart == other.IsAutostart && IsPinned == other.IsPinned && ReservedCores == other.ReservedCores && StartCpu == other.StartCpu && EmulatorCpus == other.EmulatorCpus && Adopts == other.Adopts
        && VmJson.Text(Spec) == VmJson.Text(other.Spec);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Spec.Name, IsAutostart, IsPinned);
}
