using System.Runtime.CompilerServices;
using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Brings an earlier generation of a target back, byte for byte.</summary>
/// <remarks>
/// <para>Restoring is an ordinary transaction whose wish is that generation: it asks once, showing every change, undoes itself when it fails,
/// and makes a new generation. Needs no configuration tree.</para>
/// <para>While an apply waits to be confirmed, going back to what was before it takes all of it back, homes included.</para>
/// </remarks>
/// <example>
/// <para>Back to the generation before the current one.</para>
/// <code lang="pwsh">Restore-HostGeneration -Root ./out -Confirm:$false</code>
/// <code lang="sh">hosttools rollback --root ./out --yes</code>
/// </example>
/// <example>
/// <para>What going back to the first would do.</para>
/// <code lang="pwsh">Restore-HostGeneration 1 -Root ./out -WhatIf</code>
/// <code lang="sh">hosttools rollback 1 --root ./out --what-if</code>
/// </example>
[Command("Restore", "HostGeneration", Effect = Effect.Destroy, Cli = "rollback")]
public sealed class RestoreHostGeneration : TargetCommand, ICommand<ApplyResult>
{
    /// <summary>Number of the generation; the one before the current when not given.</summary>
    [Argument(Position = 0, Pipeline = Pipeline.ValueOrProperty, Completer = typeof(GenerationCompleter))]
    public int? Number { get; set; }

    /// <summary>Take it back by itself when Confirm-HostGeneration (hosttools generation confirm) is not called in this time, for example 60s; 1s to 30d.</summary>
    [Argument]
    public Duration? ConfirmWithin { get; set; }

    /// <summary>Go back on the live machine, without a time to confirm in, also where people could lock themselves out. What waits to be confirmed is taken back anyway.</summary>
    [Argument]
    public bool AcceptRisk { get; set; }

    /// <summary>Wait this long for others who work on the target, for example 30s, before giving up; 0s to 1d. Not at all when not given.</summary>
    [Argument]
    public Duration? Wait { get; set; }

    /// <summary>Emit what was done.</summary>
    [Argument]
    public bool PassThru { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ApplyResult> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        ApplyOptions options = Unconfirmed.Within(ConfirmWithin);
        ActivationSession session = Open(context);
        session.Wait = Waiting.For(context, Wait);
        if (await Unconfirmed.TakeBackExpiredAsync(context, session, token).ConfigureAwait(false) && Number is null)
            yield break;
        foreach (ApplyResult result in await ApplyAsync(context, session, options, token).ConfigureAwait(false))
        {
            if (PassThru)
                yield return result;
        }
    }

    private async Task<IReadOnlyList<ApplyResult>> ApplyAsync(CommandContext context, ActivationSession session, ApplyOptions options, CancellationToken token)
    {
        string user = PlanMaker.UserName(context);
        if (session.Unconfirmed is { } waiting && (Number is null || waiting.Targets.Any(member => member.User == User && member.BaseGeneration == Number)))
        {
            IReadOnlyList<(ActivationSession Session, Plan Plan)> back = await session.PlanTakingBackAsync(user, token).ConfigureAwait(false);
            var plans = new HostPlans(session.Target.Machine is { } machine ? TargetFolder.Open(context, machine) : session, [.. back.Select(static planned => new TargetPlan(planned.Session, planned.Plan))]);
            return await PlanApplier.ApplyAsync(context, plans.WaitingAs(session.Wait), options, token, acceptsRisk: true).ConfigureAwait(false);
        }

        // The number stays what it was when the person asked, whoever comes first.
        int number = Number ?? Previous(session.Generations);
        async Task<HostPlans> PlanAsync(CancellationToken stop) =>
            new(session, [new TargetPlan(session, await session.PlanRestoreAsync(number, user, stop).ConfigureAwait(false))]);
        return session.Wait is null
            ? await PlanApplier.ApplyAsync(context, await PlanAsync(token).ConfigureAwait(false), options, token, AcceptRisk).ConfigureAwait(false)
            : await Waiting.ApplyAsync(context, session, PlanAsync, options, AcceptRisk, token).ConfigureAwait(false);
    }

    private static int Previous(GenerationList generations)
    {
        int? current = generations.Current?.Number;
        return generations.List().LastOrDefault(generation => generation.Number < current)?.Number ?? throw PlanErrors.NoEarlierGeneration(current);
    }
}
