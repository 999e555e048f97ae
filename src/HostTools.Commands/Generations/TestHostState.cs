using System.Runtime.CompilerServices;
using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Compares a target with what was applied to it, and lists what was changed by hand since.</summary>
/// <remarks>
/// <para>One object per difference: a file that is gone or reads differently, a mode that changed, a link that points elsewhere. None when the
/// target is as the current generation left it. Needs no configuration tree.</para>
/// </remarks>
/// <example>
/// <para>What was changed by hand.</para>
/// <code lang="pwsh">Test-HostState -Root ./out</code>
/// <code lang="sh">hosttools status --root ./out</code>
/// </example>
/// <example>
/// <para>In a script.</para>
/// <code lang="pwsh">if (Test-HostState -Root ./out) { 'changed' } else { 'as applied' }</code>
/// <code lang="sh">hosttools status --root ./out --exit-code</code>
/// </example>
[Command("Test", "HostState", Effect = Effect.Read, Cli = "status")]
public sealed class TestHostState : TargetCommand, ICommand<Drift>
{
    /// <summary>Exit with 2 when something differs.</summary>
    [Argument(Faces = Faces.Cli)]
    public bool ExitCode { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Drift> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        ActivationSession session = Open(context);
        TargetFolder.WarnOfOpenTransaction(context, session);
        foreach (HostError damage in session.Damage)
            context.Error(damage);
        using IDisposable slow = context.WhenSlow("Comparing", session.Target.ToString());
        if (session.IsCurrentDamaged)
            yield break;
        IReadOnlyList<Drift> differences = await session.DriftAsync(token).ConfigureAwait(false);
        foreach (Drift difference in differences)
            yield return difference;
        if (differences.Count > 0)
            context.ExitCode = ExitCode ? 2 : 0;
        else
            context.Note(session.Generations.Current is { } current
                ? $"'{session.Target}' is as generation {current.Number} left it{(current.Variant is { } variant ? $", variant '{variant}' of '{current.HostName}'" : string.Empty)}."
                : $"Nothing was ever applied to '{session.Target}'.");
    }
}
