using System.Runtime.CompilerServices;
using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Lets an apply stay that is taken back unless it is confirmed.</summary>
/// <remarks>
/// <para>Invoke-HostPlan and Restore-HostGeneration with -ConfirmWithin (--confirm-within) make a generation that goes back by itself when the
/// time is over: a change that locks you out undoes itself. This confirms it and emits the generation. A machine and homes that were applied
/// together are confirmed together. After the time it is refused.</para>
/// </remarks>
/// <example>
/// <para>Apply, look, and confirm.</para>
/// <code lang="pwsh">Invoke-HostPlan nixos -Root ./out -ConfirmWithin 5min -Confirm:$false; Confirm-HostGeneration -Root ./out</code>
/// <code lang="sh">hosttools apply nixos --root ./out --confirm-within 5min --yes &amp;&amp; hosttools generation confirm --root ./out</code>
/// </example>
[Command("Confirm", "HostGeneration", Effect = Effect.Change, Cli = "generation confirm")]
public sealed class ConfirmHostGeneration : TargetCommand, ICommand<Generation>
{
    /// <summary>Wait this long for others who work on the target, for example 30s, before giving up; 0s to 1d. Not at all when not given.</summary>
    [Argument]
    public Duration? Wait { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Generation> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        ActivationSession session = Open(context);
        session.Wait = Waiting.For(context, Wait);
        if (session.Unconfirmed is { } waiting && !session.IsExpired(waiting))
        {
            var change = new ProposedChange(
                $"Let the last apply to {session.Target} stay",
                [.. waiting.Targets.Select(static member => $"~ generation {member.Generation} of {(member.User is { } user ? $"the home of {user}" : "the machine")}")], Impact.Medium);
            if (!await context.ConfirmAsync(change).ConfigureAwait(false))
                yield break;
        }

        // Says what is wrong when nothing waits.
        Generation confirmed = await session.ConfirmAsync(PlanMaker.UserName(context), token).ConfigureAwait(false);
        await Unconfirmed.EndAsync(context, session, token).ConfigureAwait(false);
        context.Note($"Generation {confirmed.Number} of '{session.Target}' stays.");
        yield return confirmed;
    }
}
