using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Virtualization;

namespace HostTools.Commands;

/// <summary>Lists virtual machines: what libvirt has, what is declared, what waits for a start.</summary>
/// <remarks>
/// <para>One object per machine, with state, memory, processors, identity, whether it is declared, and whether it runs otherwise than it is defined,
/// and in what. Where the current location is in a configuration tree with a host called like this machine, its declared machines are seen, too; -HostName names another one.</para>
/// <para>-Guest asks the agent in each running guest for its system, its users and its addresses. Nothing is changed.</para>
/// </remarks>
/// <example>
/// <para>The machines of libvirt's built-in test host.</para>
/// <code lang="pwsh">Get-HostVm -ConnectionUri test:///default</code>
/// <code lang="sh">hosttools vm list --connect test:///default</code>
/// </example>
/// <example>
/// <para>Those that wait for a new start, with what for.</para>
/// <para lang="sh">All that is known of one, for programs.</para>
/// <code lang="pwsh">Get-HostVm -ConnectionUri test:///default | Where-Object NeedsRestart | Select-Object Name, RestartReasons</code>
/// <code lang="sh">hosttools vm list test --connect test:///default --output json</code>
/// </example>
[Command("Get", "HostVm", Effect = Effect.Read, Cli = "vm list")]
public sealed class GetHostVm : VmTreeCommand, ICommand<HostVm>
{
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(5);

    /// <summary>Names of machines, with wildcards; all when none is given.</summary>
    [Argument(Position = 0, Pipeline = Pipeline.ValueOrProperty, Wildcards = true, Completer = typeof(VmNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Ask the agent in each running guest, too.</summary>
    [Argument]
    public bool Guest { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<HostVm> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        VmHost host = Open(context);
        DeclaredMachines? declared = HostName is null && Path is null ? DeclaredMachines.Near(context, this, token) : DeclaredMachines.Of(context, this, token);
        IReadOnlyList<(string Name, Guid Uuid)> there;
        using (context.WhenSlow("Asking libvirt", host.Uri))
            there = await host.ListAsync(token).ConfigureAwait(false);
        VmResource[] missing = declared is null ? [] : [.. declared.ByName.Values.Where(vm => there.All(machine => machine.Name != vm.Spec.Name))];
        (string, Guid)[] all = [.. there.Concat(missing.Select(static vm => (vm.Spec.Name, vm.Spec.Uuid))).OrderBy(static machine => machine.Name, StringComparer.Ordinal)];
        foreach ((string name, Guid uuid) in VmNames.Matching(context, host.Uri, Name, all))
        {
            HostVm? vm = missing.FirstOrDefault(one => one.Spec.Name == name) is { } absent ? Absent(host, absent) : await Attempt.OfAsync(context, () => host.ReadAsync(name, uuid, token)).ConfigureAwait(false);
            if (vm is null)
                continue;
            if (Guest && vm.State is VmRunState.Running)
                vm = vm with { Guest = await new VmWait(host).GuestAsync(name, uuid, s_answer, token).ConfigureAwait(false) };
            yield return vm with { Declaration = declared is null ? VmDeclaration.NotAsked : declared.ByName.ContainsKey(name) ? VmDeclaration.Declared : VmDeclaration.NotDeclared };
        }
    }

    private static HostVm Absent(VmHost host, VmResource declared) => new(declared.Spec.Name, VmRunState.Undefined)
    {
        Memory = declared.Spec.Memory, Processors = declared.Spec.Cpu.Count, IsAutostart = declared.IsAutostart, ConnectionUri = host.Uri,
    };
}
