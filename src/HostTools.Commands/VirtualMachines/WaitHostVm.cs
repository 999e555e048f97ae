using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Platform;
using HostTools.Virtualization;

namespace HostTools.Commands;

/// <summary>Waits until virtual machines run, are off, answer, or have an address.</summary>
/// <remarks>
/// <para>An agent answers once the guest is up, so that programs can be run in it. An address is what the agent says, else what a network of libvirt gave,
/// else what the host has seen; addresses of one link only do not count.</para>
/// <para>Waiting for the agent or an address of a machine that is off fails at once: nothing starts it.</para>
/// </remarks>
/// <example>
/// <para>A machine of libvirt's built-in test host, which runs already.</para>
/// <code lang="pwsh">Wait-HostVm test -For Running -ConnectionUri test:///default -Timeout 30s</code>
/// <code lang="sh">hosttools vm wait test --for running --connect test:///default --timeout 30s</code>
/// </example>
[Command("Wait", "HostVm", Effect = Effect.Read, Cli = "vm wait")]
public sealed class WaitHostVm : VmCommand, ICommand<HostVmReached>
{
    /// <summary>Names of machines, with wildcards.</summary>
    [Argument(Position = 0, Mandatory = true, Pipeline = Pipeline.ValueOrProperty, Wildcards = true, Completer = typeof(VmNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>What for: running, off, agent or address; the agent when not given.</summary>
    [Argument]
    public VmGoal For { get; set; } = VmGoal.Agent;

    /// <summary>Longest wait for each, for example 30s; two minutes when not given.</summary>
    [Argument]
    public Duration? Timeout { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<HostVmReached> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        VmHost host = Open(context);
        await foreach (HostVm vm in MatchingAsync(context, host, Name, token).ConfigureAwait(false))
        {
            var wait = new VmWait(host) { Progress = seen => context.Progress(new ProgressReport($"Waiting for '{vm.Name}'", seen)) };
            HostVmReached? reached = await Attempt.OfAsync(context, async () => (HostVmReached?)await wait.ForAsync(vm, For, Timeout?.Value ?? TimeSpan.FromMinutes(2), token).ConfigureAwait(false)).ConfigureAwait(false);
            if (reached is not null)
                yield return reached;
        }
    }
}
