using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Models;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>A model that moved, or did not.</summary>
/// <param name="Name">Name of the model.</param>
/// <param name="Source">Where it comes from, in one line.</param>
/// <param name="OldVersion">Version that was installed or pinned; null when none was.</param>
/// <param name="NewVersion">Version that is installed or pinned now.</param>
/// <param name="DeclaredBy">Who wants it: <c>prompt</c>, <c>machine</c>, or <c>home</c> with the user.</param>
public sealed record AiModelUpdate(string Name, string Source, string? OldVersion, string NewVersion, string DeclaredBy)
{
    /// <summary>It is another version now.</summary>
    public bool HasMoved => OldVersion != NewVersion;
}

/// <summary>Brings AI models to what their branch or tag is now.</summary>
/// <remarks>
/// <para>Emits each model with the version before and after. One that names a commit stays. Without a host it is the models that were installed by hand:
/// they are found where they were, and pass what they had to pass when they were installed.</para>
/// <para>With -HostName (--host-name) it is the models that a configuration declares: each is fetched and tested, and then hosttools.lock pins the new
/// version. Nothing becomes visible before the next apply. A model that fails stays as it was, and the others go on.</para>
/// </remarks>
/// <example>
/// <para>What moved.</para>
/// <code lang="pwsh">Update-AiModel -Store ./models | Where-Object HasMoved</code>
/// <code lang="sh">hosttools model update --store ./models --output json</code>
/// </example>
/// <example>
/// <para>What a configuration's models would move to.</para>
/// <code lang="pwsh">Update-AiModel -HostName toaster -Root ./out -WhatIf</code>
/// <code lang="sh">hosttools model update --host-name toaster --root ./out --what-if</code>
/// </example>
[Command("Update", "AiModel", Effect = Effect.Change, Cli = "model update")]
public sealed class UpdateAiModel : StoreCommand, ICommand<AiModelUpdate>
{
    /// <summary>Names of models, with wildcards; all when none is given.</summary>
    [Argument(Position = 0, Pipeline = Pipeline.ValueOrProperty, Wildcards = true, Completer = typeof(AiModelCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Host whose configuration declares the models; those installed by hand when not given.</summary>
    [Argument(Completer = typeof(HostNameCompleter))]
    public string? HostName { get; set; }

    /// <summary>Folder of the configuration tree; the nearest one at or above the current location when not given.</summary>
    [Argument(Path = PathKind.Literal)]
    public string? Path { get; set; }

    /// <summary>Folder that stands for the root of the host's file system, with its store; the machine itself when not given. -Store takes another store.</summary>
    [Argument(Path = PathKind.New)]
    public string? Root { get; set; }

    /// <inheritdoc/>
    public IAsyncEnumerable<AiModelUpdate> RunAsync(CommandContext context, CancellationToken token)
    {
        if (HostName is not null)
            return new PinnedModels(context, Root, Store).UpdateAsync(HostSource.Open(context, Path, new Dictionary<string, string>(), null), HostName, Name, token);
        if (Path is not null || Root is not null)
            throw new HostToolsException(AiModelErrors.HostNotNamed(Path is null ? nameof(Root) : nameof(Path)));
        return UpdateInstalledAsync(context, token);
    }

    private async IAsyncEnumerable<AiModelUpdate> UpdateInstalledAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        ViewSite site = Open(context);
        var installer = new PromptedModels(context, site);
        foreach (ShownModel model in InstalledModels.Matching(context, site, Name))
        {
            if (Holders.InstalledName(model.Holder) is { } name)
            {
                if (await Attempt.OfAsync(context, () => UpdateAsync(context, installer, name, model, token)).ConfigureAwait(false) is { } update)
                    yield return update;
            }
            else if (Name.Any(wanted => wanted == Holders.NameOf(model.Holder)))
            {
                context.Error(AiModelErrors.AiModelDeclared(Holders.NameOf(model.Holder), Holders.KindOf(model.Holder)));
            }
        }
    }

    private static async Task<AiModelUpdate?> UpdateAsync(CommandContext context, PromptedModels installer, string name, ShownModel model, CancellationToken token)
    {
        ModelSource source = model.Snapshot.Source;
        string before = model.Snapshot.Version;
        ModelOutlook outlook = await installer.AskAsync(name, source, model.Wishes, token).ConfigureAwait(false);
        if (outlook.Version != before)
        {
            ModelCheck check = model.Check ?? new ModelCheck("standard");
            if (!await context.ConfirmAsync(new ProposedChange($"Update {name}", installer.Lines(name, source, outlook, check.Hash is not null), Impact.Low)).ConfigureAwait(false))
                return null;
            await installer.InstallAsync(new ModelDeclaration(name, source) { Hash = check.Hash }, outlook.Version, check, model.Wishes, token).ConfigureAwait(false);
        }

        return new AiModelUpdate(name, source.Canonical, before, outlook.Version, Holders.KindOf(model.Holder));
    }
}
