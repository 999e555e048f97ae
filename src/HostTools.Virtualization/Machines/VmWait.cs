using System.Diagnostics;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Waits for machines.</summary>
/// <param name="host">Where they are.</param>
public sealed class VmWait(VmHost host)
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(3);

    /// <summary>Says how far it is, in a few words.</summary>
    public Action<string> Progress { get; init; } = static _ => { };

    /// <summary>Waits.</summary>
    /// <param name="vm">The machine.</param>
    /// <param name="goal">What for.</param>
    /// <param name="limit">Longest wait.</param>
    /// <param name="token">Gives up.</param>
    /// <exception cref="HostToolsException">VmNotRunning; VmWaitTimedOut; LibvirtRefused and others of libvirt.</exception>
    public async Task<HostVmReached> ForAsync(HostVm vm, VmGoal goal, TimeSpan limit, CancellationToken token)
    {
        Guid uuid = vm.Uuid!.Value; // libvirt has it.
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            VmRunState state = await host.StateAsync(uuid, token).ConfigureAwait(false);
            (bool isThere, IReadOnlyList<string> addresses, string seen) = await LookAsync(vm.Name, uuid, state, goal, token).ConfigureAwait(false);
            TimeSpan passed = Stopwatch.GetElapsedTime(start);
            if (isThere)
                return new HostVmReached(vm.Name, goal, state, addresses, new Duration(TimeSpan.FromMilliseconds(Math.Round(passed.TotalMilliseconds))), host.Uri);
            // Only somebody starts a machine; while it starts anew it runs.
            if (goal is VmGoal.Agent or VmGoal.Address && !VmStates.IsActive(state))
                throw new HostToolsException(VirtualizationErrors.VmNotRunning(vm.Name, state, $"there is no {(goal is VmGoal.Agent ? "agent" : "address")} to wait for"));
            if (passed >= limit)
                throw new HostToolsException(VirtualizationErrors.VmWaitTimedOut(vm.Name, goal.ToString().ToLowerInvariant(), limit, seen));
            Progress(seen);
            await Task.Delay(s_poll, token).ConfigureAwait(false);
        }
    }

    /// <summary>Addresses of a guest: what its agent says, else what libvirt gave it, else what the host has seen of it.</summary>
    /// <exception cref="HostToolsException">What libvirt says.</exception>
    public async Task<IReadOnlyList<string>> AddressesAsync(string name, Guid uuid, CancellationToken token)
    {
        if (await GuestAsync(name, uuid, s_answer, token).ConfigureAwait(false) is { Addresses: { Count: > 0 } told })
            return told;
        foreach (string source in new[] { "lease", "arp" })
        {
            string[] found = [.. (await host.Virsh.AddressesAsync(uuid, source, token).ConfigureAwait(false)).Select(static address => address.Split('/')[0]).Where(GuestAddress.IsReachable)];
            if (found.Length > 0)
                return found;
        }

        return [];
    }

    /// <summary>What the agent says of its guest; null when it does not answer.</summary>
    public async Task<VmGuest?> GuestAsync(string name, Guid uuid, TimeSpan answerLimit, CancellationToken token)
    {
        try
        {
            var agent = new GuestAgent(new GuestVirsh(host.Virsh, name, uuid)) { AnswerLimit = answerLimit };
            GuestAbout about = await agent.AboutAsync(token).ConfigureAwait(false);
            return new VmGuest(about.Version, about.System,
                about.Commands.Contains("guest-get-users") ? await agent.UsersAsync(token).ConfigureAwait(false) : [],
                about.Commands.Contains("guest-network-get-interfaces") ? await agent.InterfacesAsync(token).ConfigureAwait(false) : []);
        }
        catch (HostToolsException failed) when (failed.Errors[0].Id.StartsWith("Guest", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private async Task<(bool IsThere, IReadOnlyList<string> Addresses, string Seen)> LookAsync(string name, Guid uuid, VmRunState state, VmGoal goal, CancellationToken token)
    {
        switch (goal)
        {
            case VmGoal.Running:
                return (state is VmRunState.Running, [], $"it is {state.ToString().ToLowerInvariant()}");
            case VmGoal.Off:
                return (!VmStates.IsActive(state), [], $"it is {state.ToString().ToLowerInvariant()}");
            case VmGoal.Agent when VmStates.IsActive(state):
                bool answers = await new GuestAgent(new GuestVirsh(host.Virsh, name, uuid)) { AnswerLimit = s_answer }.PingAsync(token).ConfigureAwait(false);
                return (answers, [], "its guest agent does not answer");
            case VmGoal.Address when VmStates.IsActive(state):
                IReadOnlyList<string> addresses = await AddressesAsync(name, uuid, token).ConfigureAwait(false);
                return (addresses.Count > 0, addresses, "its guest has no address yet");
            default:
                return (false, [], "it is off");
        }
    }
}
