using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Models;

namespace HostTools.Commands;

/// <summary>A model that moved, or did not.</summary>
/// <param name="Name">Name of the model.</param>
/// <param name="Source">Where it comes from, in one line.</param>
/// <param name="OldVersion">Version that was installed.</param>
/// <param name="NewVersion">Version that is installed now.</param>
public sealed record AiModelUpdate(string Name, string Source, string OldVersion, string NewVersion)
{
    /// <summary>It is another version now.</summary>
    public bool HasMoved => OldVersion != NewVersion;
}

/// <summary>Brings AI models installed by hand to what their branch or tag is now.</summary>
/// <remarks>
/// <para>Emits each model with the version before and after. One that names a commit stays. Models of a configuration follow hosttools.lock.</para>
/// </remarks>
/// <example>
/// <para>What moved.</para>
/// <code lang="pwsh">Update-AiModel -Store ./models | Where-Object HasMoved</code>
/// <code lang="sh">hosttools model update --store ./models --output json</code>
/// </example>
[Command("Update", "AiModel", Effect = Effect.Change, Cli = "model update")]
public sealed class UpdateAiModel : StoreCommand, ICommand<AiModelUpdate>
{
    /// <summary>Names of models, with wildcards; all that were installed by hand when none is given.</summary>
    [Argument(Position = 0, Pipeline = Pipeline.ValueOrProperty, Wildcards = true, Completer = typeof(AiModelCompleter))]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    public async IAsyncEnumerable<AiModelUpdate> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        ViewSite site = Open(context);
        var installer = new PromptedModels(context, site);
        foreach (ShownModel model in InstalledModels.Matching(context, site, Name))
        {
            if (Holders.InstalledName(model.Holder) is not { } name)
                continue;
            ModelSource source = model.Snapshot.Source;
            ModelListing listing = await installer.ResolveAsync(source, null, token).ConfigureAwait(false);
            if (listing.Version != model.Snapshot.Version)
            {
                if (!await context.ConfirmAsync(new ProposedChange($"Update {name}", [$"~ {name}: {model.Snapshot.Version} becomes {listing.Version}", .. installer.Lines(name, listing)], Impact.Low)).ConfigureAwait(false))
                    continue;
                await installer.InstallAsync(new ModelDeclaration(name, source), listing.Version, "standard", token).ConfigureAwait(false);
            }

            yield return new AiModelUpdate(name, source.Canonical, model.Snapshot.Version, listing.Version);
        }
    }
}
