using System.Runtime.CompilerServices;
using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Takes back all that was ever applied to a target, and removes HostTools' state from it.</summary>
/// <remarks>
/// <para>What was made goes, and what it replaced comes back, as one transaction of the machine and all homes on it, or of one home with -User. Then generations, the
/// content store and all else in the state go, and the directories that came into being with it: the target is as it was before the first apply, but for times of
/// directories. Asks once, showing every change. Needs no configuration tree, and finds also homes of users whom no configuration names any more.</para>
/// <para>Versions that were changed by hand are kept in the folder kept of the state, and a warning names them. Nothing else can be brought back.</para>
/// </remarks>
/// <example>
/// <para>What it would do.</para>
/// <code lang="pwsh">Remove-HostState -Root ./out -WhatIf</code>
/// <code lang="sh">hosttools uninstall --root ./out --what-if</code>
/// </example>
/// <example>
/// <para>From the home of one user.</para>
/// <code lang="pwsh">Remove-HostState -Root ./out -User draxel -Confirm:$false</code>
/// <code lang="sh">hosttools uninstall --root ./out --user draxel --yes</code>
/// </example>
[Command("Remove", "HostState", Effect = Effect.Destroy, Cli = "uninstall")]
public sealed class RemoveHostState : TargetCommand, ICommand<StateRemoval>
{
    /// <summary>Only from the machine; homes stay as they are.</summary>
    [Argument]
    public bool MachineOnly { get; set; }

    /// <summary>Take back on the live machine also what people could lock themselves out with.</summary>
    [Argument]
    public bool AcceptRisk { get; set; }

    /// <summary>Wait this long for others who work on the target, for example 30s, before giving up; 0s to 1d. Not at all when not given.</summary>
    [Argument]
    public Duration? Wait { get; set; }

    /// <summary>Emit what was removed.</summary>
    [Argument]
    public bool PassThru { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StateRemoval> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        if (User is not null && MachineOnly)
            throw PlanErrors.UserAndMachine();
        ActivationSession asked = Open(context);
        ActivationSession machine = asked.Target.Machine is { } above ? TargetFolder.Open(context, above) : asked;
        ActivationSession[] sessions = [.. SessionsOf(context, asked).Where(static session => session.Target.HasState)];
        if (sessions.Length == 0)
        {
            context.Note($"Nothing to remove: HostTools keeps no state of '{asked.Target}'.");
            yield break;
        }

        HostPlans plans = await PlanAsync(context, machine, sessions, token).ConfigureAwait(false);
        PlanApplier.RequireApplicable(plans);
        if (!await PlanApplier.AgreeAsync(context, plans, new ApplyOptions(), AcceptRisk, token).ConfigureAwait(false))
            yield break;
        IReadOnlyList<ApplyResult> results = await PlanApplier.GroupOf(plans).ApplyAsync(new ApplyOptions(), new ApplyReporter(context, plans.Work!), token).ConfigureAwait(false); // It was set above.
        foreach ((ActivationSession session, ApplyResult result) in sessions.Zip(results))
        {
            foreach (string note in result.Notes)
                context.Warning(note);
            // What is taken back is taken back: now nothing stops in the middle.
            StateRemoval removal = await session.RemoveStateAsync(result, PlanMaker.UserName(context), CancellationToken.None).ConfigureAwait(false);
            Tell(context, session.Target.StateDirectory, removal);
            if (PassThru)
                yield return removal;
        }

        await Unconfirmed.EndAsync(context, sessions[^1], CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Homes before their machine: its part may take the accounts away, and directories that are empty only then.</summary>
    private IEnumerable<ActivationSession> SessionsOf(CommandContext context, ActivationSession asked)
    {
        if (asked.Target.Machine is { } machine)
        {
            // Of an account that is gone the home still says whose it is.
            Target home = AppliedHomes.Of(machine).FirstOrDefault(found => found.Identity.User == asked.Target.Identity.User) ?? asked.Target;
            return [TargetFolder.Open(context, home)];
        }

        return [.. MachineOnly ? [] : AppliedHomes.Of(asked.Target).Select(home => TargetFolder.Open(context, home)), asked];
    }

    private async Task<HostPlans> PlanAsync(CommandContext context, ActivationSession machine, ActivationSession[] sessions, CancellationToken token)
    {
        var plans = new List<TargetPlan>();
        var also = new List<string>();
        foreach (ActivationSession session in sessions)
        {
            session.Wait = Waiting.For(context, Wait);
            await session.RequireFreeAsync(token).ConfigureAwait(false);
            await Unconfirmed.TakeBackExpiredAsync(context, session, token).ConfigureAwait(false);
            plans.Add(new TargetPlan(session, await session.PlanRemovalAsync(PlanMaker.UserName(context), token).ConfigureAwait(false)));
            also.Add($"- remove {session.Target.StateDirectory} with {PlanApplier.Count(session.Generations.Count, "generation")}, and the directories that came into being with it");
        }

        string target = string.Join(" and ", sessions.Select(static session => session.Target.ToString()));
        return new HostPlans(machine, plans) { Work = $"Take back all that HostTools did to {target}, and remove its state", Also = also }.WaitingAs(Waiting.For(context, Wait));
    }

    private static void Tell(CommandContext context, string state, StateRemoval removal)
    {
        if (removal.Left.Count > 0)
            context.Warning($"These stay in '{state}': {string.Join(", ", removal.Left)}. Remove them when you need them no more.");
        context.Note($"Took back {PlanApplier.Count(removal.Changes.Count, "change")} to '{removal.Target}', and removed its state with {PlanApplier.Count(removal.Generations, "generation")}.");
    }
}
