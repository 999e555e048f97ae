using System.Runtime.CompilerServices;
using HostTools.Activation;
using HostTools.Commands.Framework;

namespace HostTools.Commands;

/// <summary>Brings an earlier generation of a target back, byte for byte.</summary>
/// <remarks>
/// <para>Restoring is an ordinary transaction whose wish is that generation: it asks once, showing every change, undoes itself when it fails,
/// and makes a new generation. Needs no configuration tree.</para>
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

    /// <summary>Emit what was done.</summary>
    [Argument]
    public bool PassThru { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ApplyResult> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        ActivationSession session = Open(context);
        int number = Number ?? Previous(session.Generations);
        Plan plan = await session.PlanRestoreAsync(number, PlanMaker.UserName(context), token).ConfigureAwait(false);
        foreach (ApplyResult result in await PlanApplier.ApplyAsync(context, plan, session, token).ConfigureAwait(false))
        {
            if (PassThru)
                yield return result;
        }
    }

    private static int Previous(GenerationList generations)
    {
        int? current = generations.Current?.Number;
        return generations.List().LastOrDefault(generation => generation.Number < current)?.Number ?? throw PlanErrors.NoEarlierGeneration(current);
    }
}
