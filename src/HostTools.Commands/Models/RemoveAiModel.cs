using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Models;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Takes AI models away from the programs that find them.</summary>
/// <remarks>
/// <para>Only what was made for the model goes, and only where nothing else needs it; what somebody else changed stays, and is told. The bytes stay in
/// the store until Clear-AiModelStore takes what nothing needs. Models of a configuration are removed there.</para>
/// </remarks>
/// <example>
/// <para>One model.</para>
/// <code lang="pwsh">Install-AiModel mock:test-org/test-model -Store ./models -CacheDir ./hub; Remove-AiModel test-model -Store ./models -Confirm:$false</code>
/// <code lang="sh">hosttools model install mock:test-org/test-model --store ./models --cache-dir ./hub &amp;&amp; hosttools model remove test-model --store ./models --yes</code>
/// </example>
[Command("Remove", "AiModel", Effect = Effect.Destroy, Cli = "model remove")]
public sealed class RemoveAiModel : StoreCommand, ICommand<AiModel>
{
    /// <summary>Names of models, with wildcards.</summary>
    [Argument(Position = 0, Mandatory = true, Pipeline = Pipeline.ValueOrProperty, Wildcards = true, Completer = typeof(AiModelCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Emit what was removed.</summary>
    [Argument]
    public bool PassThru { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<AiModel> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        ViewSite site = Open(context);
        var models = new List<ShownModel>();
        foreach (ShownModel model in InstalledModels.Matching(context, site, Name))
        {
            if (Holders.InstalledName(model.Holder) is not null)
                models.Add(model);
            else
                context.Error(AiModelErrors.AiModelDeclared(Holders.NameOf(model.Holder), Holders.KindOf(model.Holder)));
        }

        AiModel[] removed = [.. models.Select(model => AiModel.Of(site, model))];
        if (removed.Length == 0 || !await context.ConfirmAsync(new ProposedChange($"Remove {PlanApplier.Count(removed.Length, "model")} from {site.Store.Directory}", [.. removed.Select(static model => $"- {model.Name}: {model.Source}")])).ConfigureAwait(false))
            yield break;
        using StoreUse use = await StoreUse.EnterAsync(site.Store, token).ConfigureAwait(false);
        foreach ((ShownModel model, AiModel shown) in models.Zip(removed))
        {
            foreach (string note in new ModelViews(site).Hide(model.Holder))
                context.Warning(note);
            if (PassThru)
                yield return shown;
        }
    }
}
