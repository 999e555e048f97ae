using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Platform;
using HostTools.Virtualization;

namespace HostTools.Commands;

/// <summary>Lets libvirt forget virtual machines; disks, firmware's settings and TPM stay.</summary>
/// <remarks>
/// <para>What stays goes only when it is named. Only machines that were defined from a configuration are forgotten without -Force. One that runs goes on until it is shut down; with -RemoveStorage it has to be off.</para>
/// <para>-RemoveStorage removes images of its disks: never CDs or devices, nothing that it only reads, and nothing that another machine has. What would go is shown before.</para>
/// <para>A machine that is still declared is defined again by the next apply.</para>
/// </remarks>
/// <example>
/// <para>What would be done to a machine of libvirt's built-in test host.</para>
/// <code lang="pwsh">Unregister-HostVm test -Force -ConnectionUri test:///default -WhatIf</code>
/// <code lang="sh">hosttools vm unregister test --force --connect test:///default --what-if</code>
/// </example>
[Command("Unregister", "HostVm", Effect = Effect.Destroy, Cli = "vm unregister")]
public sealed class UnregisterHostVm : VmCommand, ICommand<HostVm>
{
    /// <summary>Names of machines, with wildcards.</summary>
    [Argument(Position = 0, Mandatory = true, Pipeline = Pipeline.ValueOrProperty, Wildcards = true, Completer = typeof(VmNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Remove the images of its disks as well.</summary>
    [Argument]
    public bool RemoveStorage { get; set; }

    /// <summary>Remove the settings of its firmware as well: boot entries, keys of Secure Boot.</summary>
    [Argument]
    public bool RemoveNvram { get; set; }

    /// <summary>Remove what its TPM keeps as well: a disk that BitLocker sealed needs its recovery key afterwards.</summary>
    [Argument]
    public bool RemoveTpm { get; set; }

    /// <summary>Forget machines that somebody else defined, too.</summary>
    [Argument]
    public bool Force { get; set; }

    /// <summary>Emit the machines as they were.</summary>
    [Argument]
    public bool PassThru { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<HostVm> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        VmHost host = Open(context);
        await foreach (HostVm vm in MatchingAsync(context, host, Name, token).ConfigureAwait(false))
        {
            HostVm? gone = await Attempt.OfAsync(context, () => ForgetAsync(context, host, vm, token)).ConfigureAwait(false);
            if (PassThru && gone is not null)
                yield return gone;
        }
    }

    private async Task<HostVm?> ForgetAsync(CommandContext context, VmHost host, HostVm vm, CancellationToken token)
    {
        if (!vm.IsOurs && !Force)
            throw new HostToolsException(VmErrors.VmNotOurs(vm.Name));
        if (RemoveStorage && !host.IsLocal)
            throw new HostToolsException(VmErrors.VmStorageRemote(vm.Name, host.Uri));
        if (RemoveStorage && vm.State is not (VmRunState.Off or VmRunState.Crashed))
            throw new HostToolsException(VirtualizationErrors.VmStillRuns(vm.Name, "its disks cannot be removed"));
        Guid uuid = vm.Uuid!.Value; // libvirt has it.
        var storage = new VmStorage(host, context.Environment.Machine);
        IReadOnlyList<string> images = RemoveStorage ? await storage.ImagesAsync(uuid, token).ConfigureAwait(false) : [];
        string[] lines =
        [
            $"- machine {vm.Name}{(vm.State is VmRunState.Off or VmRunState.Crashed ? string.Empty : " (runs until it is shut down)")}",
            .. images.Select(static path => $"- disk {path}"),
            .. RemoveNvram ? ["- settings of its firmware"] : Array.Empty<string>(),
            .. RemoveTpm ? ["- its TPM"] : Array.Empty<string>(),
        ];
        if (!await context.ConfirmAsync(new ProposedChange($"Forget {vm.Name}", lines)).ConfigureAwait(false))
            return null;
        await new VmRegistrar(host, context.Environment.Machine, context.Environment.Processes).UndefineAsync(uuid, RemoveNvram, RemoveTpm, token).ConfigureAwait(false);
        foreach (string image in images)
            storage.Remove(image);
        context.Note($"'{vm.Name}' is forgotten{(RemoveStorage ? $", with {PlanApplier.Count(images.Count, "disk")}" : "; its disks stay")}.");
        return vm;
    }
}
