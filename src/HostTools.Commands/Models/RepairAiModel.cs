using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Models;

namespace HostTools.Commands;

/// <summary>Something that a program should find of a model, and that was not as it was made.</summary>
/// <param name="Name">Name of the model.</param>
/// <param name="Path">Where.</param>
/// <param name="Kind">What was done: Made, Finished, MovedAside, or InTheWay and BytesGone for what could not be.</param>
public sealed record AiModelRepair(string Name, string Path, ViewMendKind Kind);

/// <summary>Makes links of AI models again that are gone, from the store and without a network.</summary>
/// <remarks>
/// <para>Looks at every model that is installed by hand or declared, in each place where a program finds it. What somebody else put there stays, with a
/// warning. Models whose bytes are gone are named; an apply, or Install-AiModel, fetches them again.</para>
/// <para>ai-models.service runs it when a machine starts: caches may be on disks that are emptied.</para>
/// </remarks>
/// <example>
/// <para>A cache that somebody deleted is there again.</para>
/// <code lang="pwsh">Install-AiModel mock:test-org/test-model -Store ./models -CacheDir ./hub; Remove-Item -Recurse -Force ./hub; Repair-AiModel -Store ./models</code>
/// <code lang="sh">hosttools model install mock:test-org/test-model --store ./models --cache-dir ./hub; rm -rf ./hub; hosttools model repair --store ./models</code>
/// </example>
[Command("Repair", "AiModel", Effect = Effect.Change, Cli = "model repair")]
public sealed class RepairAiModel : StoreCommand, ICommand<AiModelRepair>
{
    /// <summary>Move what somebody else put in the place of a link to a name with .moved at its end, and make the link.</summary>
    [Argument]
    public bool Force { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<AiModelRepair> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        ViewSite site = Open(context);
        if (!Directory.Exists(site.Store.Directory))
        {
            context.Note($"There is no store '{site.Store.Directory}'.");
            yield break;
        }

        var mending = new ViewMending(site) { MovesAside = Force };
        ViewMend[] work = [.. mending.Find()];
        if (work.Any(IsWork) && !await context.ConfirmAsync(new ProposedChange($"Make links of models in {site.Store.Directory} again", [.. work.Where(IsWork).Select(Line)], Impact.Low)).ConfigureAwait(false))
            yield break;
        if (work.Any(IsWork))
        {
            using StoreUse use = await StoreUse.EnterAsync(site.Store, token).ConfigureAwait(false);
            work = [.. mending.Mend()];
        }

        foreach (ViewMend mend in work)
        {
            if (!IsWork(mend))
                context.Warning(Words(mend));
            yield return new AiModelRepair(Holders.NameOf(mend.Holder), mend.Path, mend.Kind);
        }
    }

    private static bool IsWork(ViewMend mend) => mend.Kind is ViewMendKind.Made or ViewMendKind.Finished or ViewMendKind.MovedAside;

    private static string Line(ViewMend mend) => $"{(mend.Kind is ViewMendKind.Made ? '+' : '~')} {mend.Path}";

    private static string Words(ViewMend mend) => mend.Kind is ViewMendKind.BytesGone
        ? $"The bytes of {Holders.Words(mend.Holder)} are not in '{mend.Path}'. Apply the configuration, or install it again."
        : $"'{mend.Path}' is somebody else's and stays, so {Holders.Words(mend.Holder)} is not found there. Move it away and repair again, or say -Force (--force), which moves it aside.";
}
