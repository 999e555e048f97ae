using System.Xml.Linq;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Which files are a machine's own, so that they may go with it.</summary>
/// <param name="host">Where it is.</param>
/// <param name="root">Where its files are.</param>
public sealed class VmStorage(VmHost host, Root root)
{
    /// <summary>Images of its disks that are here: no CDs, no devices, nothing that it only reads or shares, and nothing that another machine has.</summary>
    /// <exception cref="HostToolsException">What libvirt says.</exception>
    public async Task<IReadOnlyList<string>> ImagesAsync(Guid machine, CancellationToken token)
    {
        var others = new HashSet<string>(StringComparer.Ordinal);
        foreach ((_, Guid uuid) in await host.ListAsync(token).ConfigureAwait(false))
        {
            if (uuid != machine)
                others.UnionWith(All(await host.Virsh.DefinitionAsync(uuid, isRunning: false, token).ConfigureAwait(false)).Select(IdentityOf));
        }

        XElement own = await host.Virsh.DefinitionAsync(machine, isRunning: false, token).ConfigureAwait(false);
        return [.. own.Elements("devices").Elements("disk").Where(IsOwn).Select(Image).OfType<string>().Distinct(StringComparer.Ordinal)
            .Where(path => RootPath.IsCanonical(path) && !others.Contains(IdentityOf(path)) && root.Stat(path) is { } file && IsFile(file))];
    }

    /// <summary>Removes an image; one that is gone is no failure.</summary>
    public void Remove(string path)
    {
        if (root.Stat(path) is not null)
            root.RemoveFile(path);
    }

    // A file may have several names.
    private string IdentityOf(string path) => RootPath.IsCanonical(path) && root.StatFollowed(path) is { Identity.Length: > 0 } file ? file.Identity : path;

    private static IEnumerable<string> All(XElement domain) => domain.Elements("devices").Elements("disk").DescendantsAndSelf().Elements("source").Attributes("file").Select(static file => file.Value);

    private static string? Image(XElement disk) => (string?)disk.Element("source")?.Attribute("file");

    private static bool IsOwn(XElement disk) => (string?)disk.Attribute("device") is null or "disk" && disk.Element("readonly") is null && disk.Element("shareable") is null;

    private static bool IsFile(FileStatus file) => file.Type is FileEntryType.File;
}
