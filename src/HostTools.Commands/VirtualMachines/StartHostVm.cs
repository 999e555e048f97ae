using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Platform;
using HostTools.Virtualization;

namespace HostTools.Commands;

/// <summary>Starts virtual machines; those that are paused go on, those that sleep wake up.</summary>
/// <remarks>
/// <para>One that runs already is left alone, and that is no failure. Wait-HostVm waits until its guest answers or has an address.</para>
/// </remarks>
/// <example>
/// <para>A machine of libvirt's built-in test host, which runs already.</para>
/// <code lang="pwsh">Start-HostVm test -ConnectionUri test:///default -PassThru</code>
/// <code lang="sh">hosttools vm start test --connect test:///default --pass-thru</code>
/// </example>
[Command("Start", "HostVm", Effect = Effect.Change, Cli = "vm start")]
public sealed class StartHostVm : VmCommand, ICommand<HostVm>
{
    /// <summary>Names of machines, with wildcards.</summary>
    [Argument(Position = 0, Mandatory = true, Pipeline = Pipeline.ValueOrProperty, Wildcards = true, Completer = typeof(VmNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Emit the machine as it is afterwards.</summary>
    [Argument]
    public bool PassThru { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<HostVm> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        VmHost host = Open(context);
        await foreach (HostVm vm in MatchingAsync(context, host, Name, token).ConfigureAwait(false))
        {
            HostVm? now = await Attempt.OfAsync(context, () => StartAsync(context, host, vm, token)).ConfigureAwait(false);
            if (PassThru && now is not null)
                yield return now;
        }
    }

    private static async Task<HostVm?> StartAsync(CommandContext context, VmHost host, HostVm vm, CancellationToken token)
    {
        if (vm.State is VmRunState.Running)
        {
            context.Note($"'{vm.Name}' runs already.");
            return vm;
        }

        if (!await context.ConfirmAsync(new ProposedChange($"Start {vm.Name}", [$"~ {vm.Name}: {vm.State.ToString().ToLowerInvariant()} → running"], Impact.Medium)).ConfigureAwait(false))
            return null;
        using (context.WhenSlow("Starting", vm.Name))
            context.Note($"{await new VmPower(host).StartAsync(vm, token).ConfigureAwait(false)} '{vm.Name}'.");
        return await host.ReadAsync(vm.Name, vm.Uuid!.Value, token).ConfigureAwait(false); // libvirt has it.
    }
}
