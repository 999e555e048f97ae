using System.Xml.Linq;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Defines machines and forgets them.</summary>
/// <param name="host">Where they are.</param>
/// <param name="root">Where their files are.</param>
/// <param name="processes">Runs qemu-img.</param>
public sealed class VmRegistrar(VmHost host, Root root, IProcessRunner processes)
{
    private readonly VmRendering _rendering = new(root, host.Virsh);

    /// <summary>What a declared machine is on this host.</summary>
    /// <exception cref="HostToolsException">VmForeign, VmDeclarationWrong, CoresMissing; what libvirt says.</exception>
    public async Task<VmDefinition> OfAsync(VmResource declared, CancellationToken token)
    {
        string name = declared.Spec.Name;
        VmState now = await FindAsync(name, token).ConfigureAwait(false) is { } uuid
            ? new VmState(DomainText.Write(await host.Virsh.DefinitionAsync(uuid, isRunning: false, token).ConfigureAwait(false)), false)
            : VmState.Absent;
        if (now.Xml is { } present && !DomainXml.IsOurs(present) && !declared.Adopts)
            throw new HostToolsException(VirtualizationErrors.VmForeign(name, declared.Origins is [var place, ..] ? place : null));
        VmObservation seen = await _rendering.CompleteAsync(new VmObservation(declared.Id, now), declared, token).ConfigureAwait(false);
        return seen.Problem is { } problem ? throw new HostToolsException(problem) : new VmDefinition(name, seen.Wanted!.Xml!) // It says a problem, or what is wanted.
        {
            IsAutostart = declared.IsAutostart,
            MissingDisks = host.IsLocal ? new VmDisks(root, processes).Missing(declared.Spec) : [],
            Notes = seen.Notes,
        };
    }

    /// <summary>What a file says a machine is. One that is there keeps its identity where the file has none.</summary>
    /// <param name="xml">The file, as <see cref="DomainFile"/> reads it; it is changed.</param>
    /// <param name="source">What it is called in messages.</param>
    /// <param name="isForced">A machine of that name is replaced, whosever it is.</param>
    /// <param name="token">Gives up.</param>
    /// <exception cref="HostToolsException">VmXmlUnreadable, VmNameTaken; what libvirt says.</exception>
    public async Task<VmDefinition> OfAsync(XElement xml, string source, bool isForced, CancellationToken token)
    {
        string? name = ((string?)xml.Element("name"))?.Trim();
        if (name is null || !VmNames.IsName(name))
            throw new HostToolsException(VirtualizationErrors.VmXmlUnreadable(source, 0, 0, name is null ? "it has no <name>" : VmNames.Rule));
        if (await FindAsync(name, token).ConfigureAwait(false) is not { } uuid)
            return new VmDefinition(name, xml);
        bool isOurs = DomainXml.IsOurs(await host.Virsh.DefinitionAsync(uuid, isRunning: false, token).ConfigureAwait(false));
        bool isOther = Guid.TryParse((string?)xml.Element("uuid"), out Guid own) && own != uuid;
        if (!isForced && (isOther || (isOurs && !DomainXml.IsOurs(xml))))
            throw new HostToolsException(VirtualizationErrors.VmNameTaken(name, !isOther));
        xml.Elements("uuid").Remove();
        xml.Element("name")!.AddAfterSelf(new XElement("uuid", uuid.ToString("D"))); // It has one, as above.
        return new VmDefinition(name, xml);
    }

    /// <summary>What would change by defining a machine, in lines; none when it is defined so.</summary>
    /// <exception cref="HostToolsException">What libvirt says.</exception>
    public async Task<IReadOnlyList<string>> ChangesAsync(VmDefinition wanted, CancellationToken token)
    {
        string[] made = [.. wanted.MissingDisks.Select(static disk => $"+ disk {disk.Path}, {disk.Size}")];
        if (await FindAsync(wanted.Name, token).ConfigureAwait(false) is not { } uuid)
            return [$"+ machine {wanted.Name}", .. made];
        XElement present = await host.Virsh.DefinitionAsync(uuid, isRunning: false, token).ConfigureAwait(false);
        string[] different = [.. DomainComparison.Compare(wanted.Xml, present).Select(difference => $"~ {wanted.Name} {difference}")];
        bool startsOtherwise = wanted.IsAutostart is { } starts && await host.Virsh.IsAutostartAsync(uuid, token).ConfigureAwait(false) != starts;
        return [.. different, .. startsOtherwise ? [$"~ {wanted.Name} {(wanted.IsAutostart is true ? "starts with the host" : "starts no more with the host")}"] : Array.Empty<string>(), .. made];
    }

    /// <summary>Makes missing disks, and defines the machine.</summary>
    /// <returns>Its identity.</returns>
    /// <exception cref="HostToolsException">DiskNotMade; what libvirt says. Disks that were made are taken away again.</exception>
    public async Task<Guid> DefineAsync(VmDefinition wanted, CancellationToken token)
    {
        var made = new List<string>();
        try
        {
            foreach (VmDisk disk in wanted.MissingDisks)
            {
                await new VmDisks(root, processes).MakeAsync(disk, token).ConfigureAwait(false);
                made.Add(disk.Path!); // Missing leaves only those with one.
            }

            await host.Virsh.DefineAsync(wanted.Xml, token).ConfigureAwait(false);
        }
        catch
        {
            foreach (string path in made.Where(path => root.Stat(path) is not null))
                root.RemoveFile(path);
            throw;
        }

        Guid uuid = await FindAsync(wanted.Name, token).ConfigureAwait(false) ?? throw new HostToolsException(VirtualizationErrors.VmNotAsDefined(wanted.Name, []));
        if (wanted.IsAutostart is { } starts)
            await host.Virsh.AutostartAsync(uuid, starts, token).ConfigureAwait(false);
        return uuid;
    }

    /// <summary>Lets libvirt forget a machine; it runs on when it runs.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="withSettings">The settings of its firmware go, too.</param>
    /// <param name="withTpm">What its TPM keeps goes, too; needs libvirt 8.9.</param>
    /// <param name="token">Gives up.</param>
    /// <exception cref="HostToolsException">LibvirtRefused and others of libvirt.</exception>
    public Task UndefineAsync(Guid machine, bool withSettings, bool withTpm, CancellationToken token) => host.Virsh.UndefineAsync(machine, withSettings, withTpm, token);

    private async Task<Guid?> FindAsync(string name, CancellationToken token)
    {
        foreach ((string known, Guid uuid) in await host.ListAsync(token).ConfigureAwait(false))
        {
            if (known == name)
                return uuid;
        }

        return null;
    }
}
