using HostTools.Activation.Resources;

namespace HostTools.Virtualization;

/// <summary>A network or a storage pool that libvirt shall have.</summary>
/// <param name="Sort">Which of them.</param>
/// <param name="Name">Its name.</param>
/// <param name="Definition">Its definition, with an identity that is computed.</param>
internal sealed record ObjectResource(LibvirtKind Sort, string Name, string Definition) : Resource
{
    public override ResourceId Id => new(Sort.Name, Name);

    /// <summary>Whether it starts with the host.</summary>
    public bool IsAutostart { get; init; } = true;

    /// <summary>Whether it is started now.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>One of that name that somebody else defined is taken over.</summary>
    public bool Adopts { get; init; }

    /// <summary>One of that name that somebody else defined stays as it is defined; only its start is seen to.</summary>
    public bool Keeps { get; init; }
}
