using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Platform;
using HostTools.Virtualization;

namespace HostTools.Commands;

/// <summary>Shuts virtual machines down: by the agent in the guest, else by the power button.</summary>
/// <remarks>
/// <para>Waits until the machine is off, at most as long as -Timeout says. With -Force one that is still on by then is ended, which is like pulling
/// its plug: what it has not written is lost. -Force with -Timeout 0s ends it at once.</para>
/// <para>A machine that is off already is left alone, and that is no failure.</para>
/// </remarks>
/// <example>
/// <para>What would be done to a machine of libvirt's built-in test host.</para>
/// <code lang="pwsh">Stop-HostVm test -ConnectionUri test:///default -WhatIf</code>
/// <code lang="sh">hosttools vm stop test --connect test:///default --what-if</code>
/// </example>
/// <example>
/// <para>All machines, each ended when it is not off after half a minute.</para>
/// <code lang="pwsh">Get-HostVm -ConnectionUri test:///default | Stop-HostVm -Timeout 30s -Force -WhatIf</code>
/// <code lang="sh">hosttools vm stop '*' --connect test:///default --timeout 30s --force --what-if</code>
/// </example>
[Command("Stop", "HostVm", Effect = Effect.Change, Cli = "vm stop")]
public sealed class StopHostVm : VmCommand, ICommand<HostVm>
{
    /// <summary>Names of machines, with wildcards.</summary>
    [Argument(Position = 0, Mandatory = true, Pipeline = Pipeline.ValueOrProperty, Wildcards = true, Completer = typeof(VmNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Longest wait for the guest to go down, for example 30s; two minutes when not given.</summary>
    [Argument]
    public Duration? Timeout { get; set; }

    /// <summary>End a machine that did not go down in time.</summary>
    [Argument]
    public bool Force { get; set; }

    /// <summary>Emit the machine as it is afterwards.</summary>
    [Argument]
    public bool PassThru { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<HostVm> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        VmHost host = Open(context);
        await foreach (HostVm vm in MatchingAsync(context, host, Name, token).ConfigureAwait(false))
        {
            HostVm? now = await Attempt.OfAsync(context, () => StopAsync(context, host, vm, token)).ConfigureAwait(false);
            if (PassThru && now is not null)
                yield return now;
        }
    }

    private async Task<HostVm?> StopAsync(CommandContext context, VmHost host, HostVm vm, CancellationToken token)
    {
        if (vm.State is VmRunState.Off or VmRunState.Crashed)
        {
            context.Note($"'{vm.Name}' is off already.");
            return vm;
        }

        TimeSpan limit = Timeout?.Value ?? TimeSpan.FromMinutes(2);
        string how = Force ? limit == TimeSpan.Zero ? "is ended at once" : $"shuts down, and is ended after {new Duration(limit)}" : "shuts down";
        if (!await context.ConfirmAsync(new ProposedChange($"Stop {vm.Name}", [$"~ {vm.Name} {how}"], Force ? Impact.High : Impact.Medium)).ConfigureAwait(false))
            return null;
        bool isEnded;
        using (context.WhenSlow("Shutting down", vm.Name))
            isEnded = await new VmPower(host).StopAsync(vm, limit, Force, token).ConfigureAwait(false);
        context.Note(isEnded ? $"Ended '{vm.Name}'." : $"'{vm.Name}' is off.");
        return await host.ReadAsync(vm.Name, vm.Uuid!.Value, token).ConfigureAwait(false) ?? vm with { State = VmRunState.Undefined }; // libvirt has it.
    }
}
