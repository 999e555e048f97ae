using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Models;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Brings AI models from a file that Export-AiModel wrote into a store, without a network.</summary>
/// <remarks>
/// <para>Every byte is compared with its hash while it is stored, the models are tested as those from a server are, and only then does a program see them. A file
/// with anything else in it is refused. Models keep their names and versions.</para>
/// <para>With -HostName (--host-name) they go to the store of that host, for the models that its configuration declares: the next apply finds them there,
/// by what hosttools.lock pins. What it does not pin yet is pinned as it is in the file.</para>
/// </remarks>
/// <example>
/// <para>There and back.</para>
/// <code lang="pwsh">Install-AiModel mock:test-org/test-model -Store ./models -CacheDir ./hub; Export-AiModel -Store ./models -OutFile ./models.tar; Import-AiModel ./models.tar -Store ./other -CacheDir ./hub2</code>
/// <code lang="sh">hosttools model install mock:test-org/test-model --store ./models --cache-dir ./hub &amp;&amp; hosttools model export --store ./models --out-file ./models.tar &amp;&amp; hosttools model import ./models.tar --store ./other --cache-dir ./hub2</code>
/// </example>
[Command("Import", "AiModel", Effect = Effect.Change, Cli = "model import")]
public sealed class ImportAiModel : StoreCommand, ICommand<AiModel>
{
    /// <summary>The file, as Export-AiModel wrote it.</summary>
    [Argument(Position = 0, Mandatory = true, Pipeline = Pipeline.Property, Path = PathKind.Literal, Aliases = ["PSPath"])]
    public string Path { get; set; } = string.Empty;

    /// <summary>Names of models in it, with wildcards; all when none is given.</summary>
    [Argument(Wildcards = true)]
    public string[] Name { get; set; } = [];

    /// <summary>How they are tested before anything sees them: paranoid, strict, standard, quick, minimal or none; standard when not given. A configuration says it for its own.</summary>
    [Argument(Completer = typeof(PresetCompleter))]
    public string? Preset { get; set; }

    /// <summary>Cache of Hugging Face's libraries; found as they find it when not given.</summary>
    [Argument(Path = PathKind.New)]
    public string? CacheDir { get; set; }

    /// <summary>Host whose configuration declares the models; they are installed as by hand when not given.</summary>
    [Argument(Completer = typeof(HostNameCompleter))]
    public string? HostName { get; set; }

    /// <summary>Folder of the configuration tree; the nearest one at or above the current location when not given.</summary>
    [Argument(Path = PathKind.Literal)]
    public string? Tree { get; set; }

    /// <summary>Folder that stands for the root of the host's file system, with its store; the machine itself when not given.</summary>
    [Argument(Path = PathKind.New)]
    public string? Root { get; set; }

    /// <summary>Put models in the place of others that are installed by the same names.</summary>
    [Argument]
    public bool Force { get; set; }

    /// <summary>Emit what was imported.</summary>
    [Argument]
    public bool PassThru { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<AiModel> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        if (HostName is null && (Tree is not null || Root is not null))
            throw new HostToolsException(AiModelErrors.HostNotNamed(Tree is null ? nameof(Root) : nameof(Tree)));
        string preset = InstallAiModel.RequirePreset(Preset);
        await using var bundle = new BundleReader(Path);
        IReadOnlyList<BundledModel> models = Matching(context, await bundle.ReadManifestAsync(token).ConfigureAwait(false));
        IModelImport import = HostName is null
            ? new PromptedImport(context, Open(context), preset, CacheDir, Force)
            : DeclaredImport.Of(context, HostSource.Open(context, Tree, new Dictionary<string, string>(), null).Require(HostName, token), Root, Store);
        foreach (IGrouping<ViewSite, BundledModel> place in import.Places(models))
        {
            if (place.Key.Store.WriteProblem() is { } problem)
                throw new HostToolsException(problem);
            BundledModel[] going = [.. place];
            if (!await context.ConfirmAsync(new ProposedChange($"Import {PlanApplier.Count(going.Length, "model")} into {place.Key.Store.Directory}", [.. going.Select(static model => $"+ {model.Name}: {model.Snapshot.Source.Canonical} at {model.Snapshot.Version}")], Impact.Low)).ConfigureAwait(false))
                continue;
            using StoreUse use = await StoreUse.EnterAsync(place.Key.Store, token).ConfigureAwait(false);
            long size = new FileInfo(Path).Length;
            await bundle.CopyAsync(place.Key.Store, going, done => context.Progress(new ProgressReport($"Reading {Path}", $"{done >> 20} of {size >> 20} MiB", size > 0 ? (int)(100 * done / size) : null)), token).ConfigureAwait(false);
            foreach (BundledModel model in going)
            {
                if (await Attempt.OfAsync(context, () => import.TakeAsync(place.Key, model, token)).ConfigureAwait(false) is not { } taken)
                    continue;
                context.Note($"'{taken.Name}' is imported{(taken.Path is { } path ? $": {path}" : string.Empty)}");
                if (PassThru)
                    yield return taken;
            }
        }
    }

    private List<BundledModel> Matching(CommandContext context, IReadOnlyList<BundledModel> all)
    {
        var found = new List<BundledModel>();
        foreach (string name in Name.DefaultIfEmpty("*"))
        {
            var pattern = new NamePattern(name);
            BundledModel[] matching = [.. all.Where(model => pattern.IsMatch(model.Name))];
            found.AddRange(matching.Except(found));
            if (matching.Length == 0 && !pattern.HasWildcards)
                context.Error(AiModelErrors.AiModelUnknown(name, all.Select(static model => model.Name), Path));
            else if (matching.Length == 0)
                pattern.NoteNothing(context, "model");
        }

        return found;
    }
}
