using System.Globalization;
using System.Runtime.CompilerServices;
using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Removes old generations of a target, and the content that only they needed.</summary>
/// <remarks>
/// <para>The current generation always stays. With both -Keep and -OlderThan a generation goes only when both rules let it go. What was removed
/// cannot be brought back.</para>
/// </remarks>
/// <example>
/// <para>Keep the newest five.</para>
/// <code lang="pwsh">Remove-HostGeneration -Root ./out -Keep 5 -Confirm:$false</code>
/// <code lang="sh">hosttools generation prune --root ./out --keep 5 --yes</code>
/// </example>
/// <example>
/// <para>Which are older than two weeks.</para>
/// <code lang="pwsh">Remove-HostGeneration -Root ./out -OlderThan 14d -WhatIf</code>
/// <code lang="sh">hosttools generation prune --root ./out --older-than 14d --what-if</code>
/// </example>
[Command("Remove", "HostGeneration", Effect = Effect.Destroy, Cli = "generation prune")]
public sealed class RemoveHostGeneration : TargetCommand, ICommand<PruneResult>
{
    /// <summary>How many of the newest stay.</summary>
    [Argument]
    public int? Keep { get; set; }

    /// <summary>Only those older than this go, for example 14d.</summary>
    [Argument]
    public Duration? OlderThan { get; set; }

    /// <summary>Wait this long for others who work on the target, for example 30s, before giving up; 0s to 1d. Not at all when not given.</summary>
    [Argument]
    public Duration? Wait { get; set; }

    /// <summary>Emit what was removed.</summary>
    [Argument]
    public bool PassThru { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<PruneResult> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        if (Keep is null && OlderThan is null)
            throw PlanErrors.PruneRuleMissing();
        if (Keep < 0)
            throw new HostToolsException(CommandErrors.ArgumentInvalid("Keep", "a number of generations is 0 or more."));
        ActivationSession session = Open(context);
        session.Wait = Waiting.For(context, Wait);
        IReadOnlyList<Generation> leaving = session.Generations.Leaving(new Retention(Keep, OlderThan?.Value));
        if (leaving.Count == 0)
        {
            context.Note("No generation is old enough to go.");
            yield break;
        }

        var change = new ProposedChange(
            $"Remove {PlanApplier.Count(leaving.Count, "generation")} of {session.Target}",
            [.. leaving.Select(static generation => string.Create(CultureInfo.InvariantCulture, $"- generation {generation.Number} of {generation.CreatedAt:yyyy-MM-dd HH:mm:ss}Z, {generation.HostName}"))]);
        if (!await context.ConfirmAsync(change).ConfigureAwait(false))
            yield break;
        PruneResult result = await session.Generations.PruneAsync(Keep, OlderThan?.Value, token).ConfigureAwait(false);
        context.Note($"Removed {PlanApplier.Count(result.Generations.Count, "generation")} and {result.Freed.Bytes.ToString("#,0", CultureInfo.InvariantCulture)} bytes that only they needed.");
        if (PassThru)
            yield return result;
    }
}
