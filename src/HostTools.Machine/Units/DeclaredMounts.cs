using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Machine.Adoption;

namespace HostTools.Machine.Units;

/// <summary>File systems of /etc/fstab, as units that a running systemd mounts, mounts again and unmounts. The lines themselves are the file's.</summary>
internal static class DeclaredMounts
{
    // systemd mounts these after the network; so it does whatever has the option _netdev.
    private static readonly HashSet<string> s_network = new(StringComparer.Ordinal) { "afs", "ceph", "cifs", "gfs", "gfs2", "glusterfs", "ncp", "ncpfs", "nfs", "nfs4", "ocfs2", "orangefs", "pvfs2", "smb3", "smbfs" };

    /// <summary>Adds those that stand in the file; after the units, as one of that name counts more than a line.</summary>
    public static void Realise(HostConfig config, ModuleSource library, ResourceSet into)
    {
        if (config.Meta.Os == "windows" || !config.TryGet(out object? keeper, "system", "fstab") || Entry.TextOf(keeper) != "block")
            return;
        foreach (Entry entry in Entry.Of(config, "fileSystems").Where(static entry => entry.Flag("enable", true)))
        {
            string name = entry.Text("unitName") + Systemd.MountSuffix;
            if (FstabTable.Parse(entry.Text("line") ?? string.Empty) is not [var line] || into.Find(new ResourceId(UnitResource.KindName, name)) is not null)
                continue;
            into.Add(new UnitResource(name)
            {
                Folder = UnitScope.OfMachine[0].Folder,
                Text = FstabMounts.TextOf(line),
                IsOfFstab = true,
                WantedBy = WantedBy(line),
                Origins = entry.CausesOf(library),
            });
        }
    }

    private static string[] WantedBy(FstabLine line) =>
        line.Options.Any(static option => option is "noauto" or "x-systemd.automount") ? []
        : s_network.Contains(line.Type) || line.Options.Contains("_netdev") ? ["remote-fs.target"] : ["local-fs.target"];
}
