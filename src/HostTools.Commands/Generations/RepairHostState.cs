using System.Runtime.CompilerServices;
using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Puts an apply right that was interrupted by a crash, a kill or a power cut.</summary>
/// <remarks>
/// <para>Takes the target back to the generation before the interrupted apply, which is always possible, or forward to the one it was making.
/// A record of a generation that cannot be read is kept aside, and HostTools goes on with what can be read; it says what is not known any more.
/// Does nothing when no apply was interrupted. The next apply would do the same first. An apply that was to be confirmed, and was not in
/// time, is taken back as well, as is a test (-Mode test) after a start of the machine; what was left to that start (-Mode boot) is applied then.</para>
/// </remarks>
/// <example>
/// <para>Back to the state before.</para>
/// <code lang="pwsh">Repair-HostState -Root ./out</code>
/// <code lang="sh">hosttools repair --root ./out</code>
/// </example>
[Command("Repair", "HostState", Effect = Effect.Change, Cli = "repair")]
public sealed class RepairHostState : TargetCommand, ICommand<RepairResult>
{
    /// <summary>Whether to undo the interrupted apply or to finish it.</summary>
    [Argument]
    public RepairDirection Direction { get; set; }

    /// <summary>Wait this long for others who work on the target, for example 30s, before giving up; 0s to 1d. Not at all when not given.</summary>
    [Argument]
    public Duration? Wait { get; set; }

    /// <summary>Emit what was done.</summary>
    [Argument]
    public bool PassThru { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<RepairResult> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        ActivationSession session = Open(context);
        session.Wait = Waiting.For(context, Wait);
        await session.RequireFreeAsync(token).ConfigureAwait(false);
        if (!await MendCurrentAsync(context, session, token).ConfigureAwait(false))
            yield break;
        await foreach (RepairResult result in RunAsync(context, session, token).ConfigureAwait(false))
            yield return result;
        await Unconfirmed.EndAsync(context, session, token).ConfigureAwait(false);
    }

    private async IAsyncEnumerable<RepairResult> RunAsync(CommandContext context, ActivationSession session, [EnumeratorCancellation] CancellationToken token)
    {
        if (session.OpenTransaction is null)
        {
            bool isBack = await Unconfirmed.TakeBackExpiredAsync(context, session, token, Impact.Medium).ConfigureAwait(false);
            foreach (ActivationSession home in session.Target.Identity.User is null ? Unconfirmed.ExpiredHomes(context, session.Target) : [])
            {
                home.Wait = session.Wait;
                isBack |= await Unconfirmed.TakeBackExpiredAsync(context, home, token, Impact.Medium).ConfigureAwait(false);
            }

            bool isStarted = await Deferred.ApplyDueAsync(context, session, token).ConfigureAwait(false);
            if (isBack || isStarted)
                yield break;
            await session.RepairAsync(RepairDirection.Back, null, token).ConfigureAwait(false); // What is not even begun leaves empty directories at most.
            bool isMended = await RepairDamageAsync(context, session, token).ConfigureAwait(false);
            if (!await PutSecretsBackAsync(context, session, token).ConfigureAwait(false) && !isMended)
                context.Note(Deferred.Words(session) is { } waiting ? $"No apply to '{session.Target}' was interrupted. {waiting}" : $"Nothing to repair: no apply to '{session.Target}' was interrupted.");
            yield break;
        }

        if (await Interrupted.PutRightAsync(context, session, Direction, token).ConfigureAwait(false) is not { } result)
            yield break;
        if (PassThru)
            yield return result;
        await RepairDamageAsync(context, session, token).ConfigureAwait(false);
        if (!await Unconfirmed.TakeBackExpiredAsync(context, session, token, Impact.Medium).ConfigureAwait(false))
            await Unconfirmed.WatchAsync(context, [session], token).ConfigureAwait(false);
        await Deferred.ApplyDueAsync(context, session, token).ConfigureAwait(false);
        await PutSecretsBackAsync(context, session, token).ConfigureAwait(false);
    }

    /// <summary>Writes what lay in memory and went with the last start of the machine, after asking; false when nothing did.</summary>
    private static async Task<bool> PutSecretsBackAsync(CommandContext context, ActivationSession session, CancellationToken token)
    {
        IReadOnlyList<string> missing = session.MissingSecrets;
        if (missing.Count == 0)
            return false;
        if (await context.ConfirmAsync(new ProposedChange($"Put secrets of {session.Target} into memory again", [.. missing.Select(static path => $"+ create secret {path}")], Impact.Medium)).ConfigureAwait(false))
            await session.WriteMissingSecretsAsync(PlanMaker.UserName(context), token).ConfigureAwait(false);
        return true;
    }

    /// <summary>Says which generation is current where that cannot be read, after asking; false when it shall not be said.</summary>
    private static async Task<bool> MendCurrentAsync(CommandContext context, ActivationSession session, CancellationToken token)
    {
        if (session.LostCurrent is not { } number)
            return true;
        string which = number == 0 ? "that nothing is applied" : $"that generation {number} is current";
        var change = new ProposedChange(
            $"Take it {which} on {session.Target}", [$"~ '{session.Target.StateDirectory}/current' cannot be read, and {(number == 0 ? "there is no generation that can" : $"generation {number} is what there was last")}"], Impact.Medium);
        if (!await context.ConfirmAsync(change).ConfigureAwait(false))
            return false;
        await session.MendCurrentAsync(PlanMaker.UserName(context), token).ConfigureAwait(false);
        context.Warning($"Which generation of '{session.Target}' is current could not be read; it is taken {which}. Test-HostState (hosttools status) shows what differs from it.");
        return true;
    }

    /// <summary>Sets aside what cannot be read, after asking; false when there is nothing.</summary>
    private static async Task<bool> RepairDamageAsync(CommandContext context, ActivationSession session, CancellationToken token)
    {
        IReadOnlyList<HostError> damage = session.Damage;
        if (damage.Count == 0)
            return false;
        string work = $"Keep aside what cannot be read of the generations of {session.Target}";
        if (!await context.ConfirmAsync(new ProposedChange(work, [.. damage.Select(static error => $"~ {error.Message}")], Impact.Medium)).ConfigureAwait(false))
            return true;
        foreach (string note in await session.SetDamageAsideAsync(PlanMaker.UserName(context), token).ConfigureAwait(false))
            context.Warning(note);
        return true;
    }
}
