using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Models;
using HostTools.Models.Validation;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Fetches AI models, verifies and scans them, and shows them to programs.</summary>
/// <remarks>
/// <para>Needs no configuration. A source is written in one word, such as hf:org/name, ollama:llama3.2, s3://bucket/prefix or the address of a file.
/// What is in the store already is not fetched again. Nothing is visible before all of it is here, has the right hashes, and passed the scan.</para>
/// <para>Programs that use Hugging Face's libraries find the model in their own cache, and everything else below the store's directory models.</para>
/// </remarks>
/// <example>
/// <para>A tiny model that needs no network, for trying things out.</para>
/// <code lang="pwsh">Install-AiModel mock:test-org/test-model -Store ./models -CacheDir ./hub -PassThru</code>
/// <code lang="sh">hosttools model install mock:test-org/test-model --store ./models --cache-dir ./hub --pass-thru</code>
/// </example>
/// <example>
/// <para>What would be fetched.</para>
/// <code lang="pwsh">Install-AiModel mock:test-org/test-model -Store ./models -WhatIf</code>
/// <code lang="sh">hosttools model install mock:test-org/test-model --store ./models --what-if</code>
/// </example>
[Command("Install", "AiModel", Effect = Effect.Change, Cli = "model install")]
public sealed class InstallAiModel : StoreCommand, ICommand<AiModel>
{
    /// <summary>Where the model comes from: hf:org/name, hf:org/name@revision, ollama:name:tag, s3://bucket/prefix, oci:host/path:tag, an address.</summary>
    [Argument(Position = 0, Mandatory = true, Pipeline = Pipeline.ValueOrProperty)]
    public string Source { get; set; } = string.Empty;

    /// <summary>Name it is listed, updated and removed by; the last part of the source when not given.</summary>
    [Argument(Pipeline = Pipeline.Property, Completer = typeof(AiModelCompleter))]
    public string? Name { get; set; }

    /// <summary>Branch, tag or commit, in place of one in the source.</summary>
    [Argument]
    public string? Revision { get; set; }

    /// <summary>Only these files, by name or with wildcards that cross slashes; all when not given.</summary>
    [Argument]
    public string[] Files { get; set; } = [];

    /// <summary>Hash that the model must have in Nix's archive format, such as sha256-….</summary>
    [Argument]
    public string? Hash { get; set; }

    /// <summary>How it is checked before anything sees it: paranoid, strict, standard, quick, minimal or none; standard when not given.</summary>
    [Argument(Completer = typeof(PresetCompleter))]
    public string? Preset { get; set; }

    /// <summary>Cache of Hugging Face's libraries; found as they find it when not given.</summary>
    [Argument(Path = PathKind.New)]
    public string? CacheDir { get; set; }

    /// <summary>Put it in the place of another model that is installed by the same name.</summary>
    [Argument]
    public bool Force { get; set; }

    /// <summary>Emit what was installed.</summary>
    [Argument]
    public bool PassThru { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<AiModel> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        ModelSource source = PromptedModels.SourceOf(Source, Revision, Files);
        string preset = RequirePreset(Preset);
        string name = Name ?? PromptedModels.NameOf(source);
        if (!BundledModel.IsName(name))
            throw new HostToolsException(CommandErrors.ArgumentInvalid("Name", "letters, digits and '_.-' only, and none of '.-' in front."));
        ContentHash? hash = Hash is null ? null : ContentHash.Parse(Hash);
        ViewSite site = Open(context);
        var installer = new PromptedModels(context, site) { CacheDir = CacheDir };
        if (!Force)
            installer.RequireName(name, source);
        if (hash is null && installer.Unasked(name, source) is { } unasked)
        {
            context.Note($"'{name}' is installed, and no server is asked whether there is another version.");
            if (PassThru)
                yield return AiModel.Of(site, unasked);
            yield break;
        }

        IReadOnlyList<ViewWish> wishes = installer.WishesOf(name, source);
        ModelOutlook outlook = await installer.LookAsync(name, source, wishes, token).ConfigureAwait(false);
        if (!await context.ConfirmAsync(new ProposedChange($"Install {name} into {site.Store.Directory}", installer.Lines(name, source, outlook, hash is not null), Impact.Low)).ConfigureAwait(false))
            yield break;
        var declaration = new ModelDeclaration(name, source) { Hash = hash };
        AiModel model = await installer.InstallAsync(declaration, outlook.Version, new ModelCheck(preset, hash), wishes, token).ConfigureAwait(false);
        context.Note($"'{name}' is installed{(model.Path is { } path ? $": {path}" : string.Empty)}");
        if (PassThru)
            yield return model;
    }

    /// <exception cref="HostToolsException">ArgumentInvalid.</exception>
    internal static string RequirePreset(string? preset) => preset is null ? "standard" : PresetCompleter.All.Contains(preset) ? preset
        : throw new HostToolsException(CommandErrors.ArgumentInvalid(nameof(Preset), $"it is one of {string.Join(", ", PresetCompleter.All)}."));
}

/// <summary>Names of presets.</summary>
public sealed class PresetCompleter : ICompleter
{
    internal static IReadOnlyList<string> All => ValidationPresets.Names;

    /// <inheritdoc/>
    public IEnumerable<Completion> Complete(CompletionRequest request) => All.Select(static name => new Completion(name));
}
