namespace HostTools.Virtualization;

/// <summary>A sort of thing that libvirt keeps beside machines.</summary>
/// <param name="Name">Kind of its resources.</param>
/// <param name="Verb">What virsh's commands for it begin with.</param>
/// <param name="Element">Root of its definitions.</param>
/// <param name="Word">What people call it.</param>
internal sealed record LibvirtKind(string Name, string Verb, string Element, string Word)
{
    public static LibvirtKind Network { get; } = new("vm-network", "net", "network", "network");

    public static LibvirtKind Pool { get; } = new("vm-pool", "pool", "pool", "storage pool");
}
