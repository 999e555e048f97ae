using HostTools.Platform;

namespace HostTools.Machine.Boot;

/// <summary>Where Limine looks for its configuration: the first file counts, the others are shadowed by it.</summary>
internal static class LiminePlaces
{
    // In Limine's order, on each partition.
    private static readonly string[] s_names = ["/limine.conf", "/limine/limine.conf", "/boot/limine.conf", "/boot/limine/limine.conf", "/EFI/BOOT/limine.conf"];

    /// <summary>Files that are there, the one that counts first.</summary>
    /// <param name="files">The machine.</param>
    /// <param name="mount">A mount point of the EFI system partition that is not one of the usual; null for those only.</param>
    public static IReadOnlyList<string> Find(BootFiles files, string? mount = null)
    {
        IEnumerable<string> mounts = mount is null ? BootFiles.Mounts : BootFiles.Mounts.Prepend(mount).Distinct();
        var found = new List<string>();
        foreach (string path in mounts.SelectMany(place => Beside(files, place).Concat(s_names.Select(name => place + name))).Concat(s_names))
        {
            if (files.Root.Exists(path) && !found.Exists(other => files.Real(other) == files.Real(path)))
                found.Add(path);
        }

        return found;
    }

    /// <summary>Files of releases before 8, which later ones read only where there is no newer one.</summary>
    public static IEnumerable<string> Old(BootFiles files) =>
        BootFiles.Mounts.SelectMany(static place => s_names.Select(name => Path.ChangeExtension(place + name, ".cfg"))).Where(files.Root.Exists);

    /// <summary>Programs of the firmware that may be Limine.</summary>
    public static IEnumerable<string> Programs(BootFiles files, string? mount = null)
    {
        IEnumerable<string> mounts = mount is null ? BootFiles.Mounts : BootFiles.Mounts.Prepend(mount).Distinct();
        return mounts.SelectMany(place => Folders(files, place).SelectMany(folder => files.List(folder, ".efi").Select(name => RootPath.Join(folder, name))));
    }

    /// <summary>Releases from 10.3 on look beside their own program first.</summary>
    private static IEnumerable<string> Beside(BootFiles files, string mount) =>
        Folders(files, mount).Where(folder => RootPath.NameOf(folder) != "BOOT" && files.List(folder, ".efi").Count > 0).Select(static folder => folder + "/limine.conf");

    private static IEnumerable<string> Folders(BootFiles files, string mount) =>
        files.List(mount + "/EFI", string.Empty).Select(name => $"{mount}/EFI/{name}");
}
