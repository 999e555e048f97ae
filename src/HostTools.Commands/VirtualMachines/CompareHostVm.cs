using System.Runtime.CompilerServices;
using System.Xml.Linq;
using HostTools.Commands.Framework;
using HostTools.Platform;
using HostTools.Virtualization;

namespace HostTools.Commands;

/// <summary>Shows where virtual machines differ: as declared, as defined, as they run.</summary>
/// <remarks>
/// <para>One object per difference, with all three values, and whether an apply or a new start makes it right. libvirt adds, sorts and respells much, so
/// only what is declared is compared; of a machine that is not declared, what is defined with what runs.</para>
/// <para>Where the current location is in a configuration tree with a host called like this machine, that host says what is declared; -HostName names another one.</para>
/// </remarks>
/// <example>
/// <para>What waits for a new start on libvirt's built-in test host.</para>
/// <code lang="pwsh">Compare-HostVm -ConnectionUri test:///default | Where-Object NeedsRestart</code>
/// <code lang="sh">hosttools vm diff --connect test:///default</code>
/// </example>
[Command("Compare", "HostVm", Effect = Effect.Read, Cli = "vm diff")]
public sealed class CompareHostVm : VmTreeCommand, ICommand<HostVmDifference>
{
    /// <summary>Names of machines, with wildcards; all that are declared or defined when none is given.</summary>
    [Argument(Position = 0, Pipeline = Pipeline.ValueOrProperty, Wildcards = true, Completer = typeof(VmNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Exit with 2 when there is a difference.</summary>
    [Argument(Faces = Faces.Cli)]
    public bool ExitCode { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<HostVmDifference> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        VmHost host = Open(context);
        DeclaredMachines? declared = HostName is null && Path is null ? DeclaredMachines.Near(context, this, token) : DeclaredMachines.Of(context, this, token);
        IReadOnlyList<(string Name, Guid Uuid)> there;
        using (context.WhenSlow("Asking libvirt", host.Uri))
            there = await host.ListAsync(token).ConfigureAwait(false);
        IEnumerable<(string Name, Guid Uuid)> missing = declared is null ? [] : declared.ByName.Values.Where(vm => there.All(machine => machine.Name != vm.Spec.Name)).Select(static vm => (vm.Spec.Name, Guid.Empty));
        foreach ((string name, Guid uuid) in VmNames.Matching(context, host.Uri, Name, [.. there.Concat(missing).OrderBy(static machine => machine.Name, StringComparer.Ordinal)]))
        {
            IReadOnlyList<HostVmDifference> differences = await Attempt.OfAsync(context, () => CompareAsync(context, host, name, uuid, declared?.ByName.GetValueOrDefault(name), token)).ConfigureAwait(false) ?? [];
            foreach (HostVmDifference difference in differences)
                yield return difference;
            if (ExitCode && differences.Count > 0)
                context.ExitCode = 2;
        }
    }

    private static async Task<IReadOnlyList<HostVmDifference>?> CompareAsync(CommandContext context, VmHost host, string name, Guid uuid, VmResource? declared, CancellationToken token)
    {
        XElement? wanted = declared is null ? null : (await new VmRegistrar(host, context.Environment.Machine, context.Environment.Processes).OfAsync(declared, token).ConfigureAwait(false)).Xml;
        if (uuid == Guid.Empty)
            return HostVmDifference.Between(name, wanted, null, null);
        (XElement defined, XElement? running) = await host.DefinitionsAsync(uuid, token).ConfigureAwait(false);
        return HostVmDifference.Between(name, wanted, defined, running);
    }
}
