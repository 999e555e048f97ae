using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Disks and CDs of a machine, in the order of their names in the guest.</summary>
internal static class DeclaredDisks
{
    public static IEnumerable<VmDisk> Of(VmOptions own)
    {
        if (own.Text("storage", "disk") is { } disk)
            yield return new VmDisk(disk) { Size = Size(own, "storage", "size"), Format = own.Text("storage", "format")! }; // It has a default.
        foreach ((string name, VmOptions more) in own.Maps("disks"))
        {
            yield return new VmDisk(more.Text("path"))
            {
                IsCd = more.Flag("cd"),
                Size = more.Flag("cd") ? null : Size(more, "size"),
                Format = more.Text("format")!,
                Bus = more.Text("bus"),
                Serial = name, // As above.
            };
        }

        foreach (string iso in new[] { "windowsIso", "virtioIso" })
        {
            if (own.Text("storage", iso) is { } path)
                yield return new VmDisk(path) { IsCd = true };
        }
    }

    private static ByteSize? Size(VmOptions own, params string[] path) => own.Has(path) ? new ByteSize(own.Number(path)) : null;
}
