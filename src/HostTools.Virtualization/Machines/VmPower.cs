using System.Diagnostics;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Starts and stops machines.</summary>
/// <param name="host">Where they are.</param>
public sealed class VmPower(VmHost host)
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(300);
    // A guest that was not listening yet has missed the button.
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(15);

    /// <summary>Starts a machine that is off, resumes one that is paused, wakes one that sleeps.</summary>
    /// <returns>What was done, in a word; null when it ran already.</returns>
    /// <exception cref="HostToolsException">LibvirtRefused and others of libvirt.</exception>
    public async Task<string?> StartAsync(HostVm vm, CancellationToken token)
    {
        (string Verb, string Done)? step = vm.State switch
        {
            VmRunState.Running => null,
            VmRunState.Paused => ("resume", "Resumed"),
            VmRunState.Suspended => ("dompmwakeup", "Woke"),
            _ => ("start", "Started"),
        };
        if (step is { } what)
            await host.Virsh.TellAsync(what.Verb, vm.Uuid!.Value, token).ConfigureAwait(false); // libvirt has it.
        return step?.Done;
    }

    /// <summary>Asks a guest to go down and waits until it is; ends it when it does not and that is allowed.</summary>
    /// <param name="vm">The machine.</param>
    /// <param name="limit">Longest wait.</param>
    /// <param name="isForced">Ends it after that.</param>
    /// <param name="token">Gives up waiting; what was asked of the guest stays.</param>
    /// <returns>Whether it had to be ended.</returns>
    /// <exception cref="HostToolsException">VmNotRunning; VmDidNotStop; LibvirtRefused and others of libvirt.</exception>
    public async Task<bool> StopAsync(HostVm vm, TimeSpan limit, bool isForced, CancellationToken token)
    {
        Guid uuid = vm.Uuid!.Value; // libvirt has it.
        if (vm.State is VmRunState.Paused or VmRunState.Suspended && !isForced)
            throw new HostToolsException(VirtualizationErrors.VmNotRunning(vm.Name, vm.State, "it cannot go down by itself"));
        bool canAnswer = vm.State is VmRunState.Running or VmRunState.ShuttingDown && limit > TimeSpan.Zero;
        if (canAnswer && await GoesDownAsync(uuid, limit, token).ConfigureAwait(false))
            return false;
        if (!isForced)
            throw new HostToolsException(VirtualizationErrors.VmDidNotStop(vm.Name, limit));
        try
        {
            await host.Virsh.TellAsync("destroy", uuid, token).ConfigureAwait(false);
        }
        catch (HostToolsException)
        {
            if (VmStates.IsActive(await host.StateAsync(uuid, token).ConfigureAwait(false)))
                throw;
        }

        return true;
    }

    private async Task<bool> GoesDownAsync(Guid uuid, TimeSpan limit, CancellationToken token)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan asked = -s_again;
        while (VmStates.IsActive(await host.StateAsync(uuid, token).ConfigureAwait(false)))
        {
            TimeSpan passed = Stopwatch.GetElapsedTime(start);
            if (passed >= limit)
                return false;
            if (passed - asked >= s_again)
            {
                asked = passed;
                await AskAsync(uuid, token).ConfigureAwait(false);
            }

            await Task.Delay(s_poll, token).ConfigureAwait(false);
        }

        return true;
    }

    private async Task AskAsync(Guid uuid, CancellationToken token)
    {
        try
        {
            await host.Virsh.ShutdownAsync(uuid, token).ConfigureAwait(false);
        }
        catch (HostToolsException)
        {
            // Between two looks it may have gone down by itself.
            if (VmStates.IsActive(await host.StateAsync(uuid, token).ConfigureAwait(false)))
                throw;
        }
    }
}
