using System.Runtime.CompilerServices;
using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Compares two generations of a target: what was applied otherwise, newly, or no longer.</summary>
/// <remarks>
/// <para>One object per resource that differs, with a diff where its content is text. Looks at what was recorded only: for what was changed by
/// hand since, see Test-HostState. None when both hold the same.</para>
/// </remarks>
/// <example>
/// <para>What the last apply changed.</para>
/// <code lang="pwsh">Compare-HostGeneration -Root ./out</code>
/// <code lang="sh">hosttools generation diff --root ./out</code>
/// </example>
/// <example>
/// <para>The text of a file between two generations.</para>
/// <para lang="sh">From one generation to another, for programs.</para>
/// <code lang="pwsh">(Compare-HostGeneration 1 2 -Root ./out | Where-Object Path -eq /etc/hosts).Diff</code>
/// <code lang="sh">hosttools generation diff 1 2 --root ./out --output json</code>
/// </example>
[Command("Compare", "HostGeneration", Effect = Effect.Read, Cli = "generation diff")]
public sealed class CompareHostGeneration : TargetCommand, ICommand<GenerationDifference>
{
    /// <summary>Number of the generation to start from; the one before the other when not given.</summary>
    [Argument(Position = 0, Completer = typeof(GenerationCompleter))]
    public int? Number { get; set; }

    /// <summary>Number of the generation to compare with; the current one when not given.</summary>
    [Argument(Position = 1, Completer = typeof(GenerationCompleter))]
    public int? With { get; set; }

    /// <summary>Exit with 2 when something differs.</summary>
    [Argument(Faces = Faces.Cli)]
    public bool ExitCode { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<GenerationDifference> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        await Task.Yield();
        ActivationSession session = Open(context);
        IReadOnlyList<Generation> all = session.Generations.List();
        if (all.Count == 0)
        {
            context.Note($"Nothing was ever applied to '{session.Target}'.");
            yield break;
        }

        int second = With ?? all[^1].Number;
        int first = Number ?? all.LastOrDefault(generation => generation.Number < second)?.Number ?? second;
        IReadOnlyList<GenerationDifference> differences = session.Generations.Compare(first, second);
        foreach (GenerationDifference difference in differences)
        {
            token.ThrowIfCancellationRequested();
            yield return difference;
        }

        context.ExitCode = ExitCode && differences.Count > 0 ? 2 : 0;
        if (differences.Count == 0)
            context.Note(first == second ? $"There is no generation before {second} to compare with." : $"Generations {first} and {second} hold the same.");
    }
}
