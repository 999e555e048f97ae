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

    /// <summary>Emit what was done.</summary>
    [Argument]
    public bool PassThru { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ApplyResult> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        ApplyOptions options = Unconfirmed.Within(ConfirmWithin);
        ActivationSession session = Open(context);
        if (await Unconfirmed.TakeBackExpiredAsync(context, session, token).ConfigureAwait(false) && Number is null)
            yield break;
        bool acceptsRisk = AcceptRisk || session.Unconfirmed is not null;
        HostPlans plans = await PlanAsync(context, session, token).ConfigureAwait(false);
        foreach (ApplyResult result in await PlanApplier.ApplyAsync(context, plans, options, token, acceptsRisk).ConfigureAwait(false))
        {
            if (PassThru)
                yield return result;
        }
    }

    private async Task<HostPlans> PlanAsync(CommandContext context, ActivationSession session, CancellationToken token)
    {
        string user = PlanMaker.UserName(context);
        if (session.Unconfirmed is { } waiting && (Number is null || waiting.Targets.Any(member => member.User == User && member.BaseGeneration == Number)))
        {
            IReadOnlyList<(ActivationSession Session, Plan Plan)> back = await session.PlanTakingBackAsync(user, token).ConfigureAwait(false);
            return new HostPlans(session.Target.Machine is { } machine ? TargetFolder.Open(context, machine) : session, [.. back.Select(static planned => new TargetPlan(planned.Session, planned.Plan))]);
        }

        Plan plan = await session.PlanRestoreAsync(Number ?? Previous(session.Generations), user, token).ConfigureAwait(false);
        return new HostPlans(session, [new TargetPlan(session, plan)]);
    }

    private static int Previous(GenerationList generations)
    {
        int? current = generations.Current?.Number;
        return generations.List().LastOrDefault(generation => generation.Number < current)?.Number ?? throw PlanErrors.NoEarlierGeneration(current);
    }
}
