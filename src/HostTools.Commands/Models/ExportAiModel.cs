using System.Globalization;
using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Models;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>AI models in one file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Size">Bytes of it.</param>
/// <param name="Models">Names of the models in it.</param>
public sealed record AiModelBundle(string Path, ByteSize Size, IReadOnlyList<string> Models);

/// <summary>Writes AI models to one file, to carry them to a machine without a network.</summary>
/// <remarks>
/// <para>Takes models that are installed by hand and those of a configuration. Bytes that several of them have are in the file once, and each is compared with
/// its hash while it is written. Import-AiModel (hosttools model import) reads the file; it is a tar, and the same models give the same file.</para>
/// </remarks>
/// <example>
/// <para>A model in a file.</para>
/// <code lang="pwsh">Install-AiModel mock:test-org/test-model -Store ./models -CacheDir ./hub; Export-AiModel test-model -Store ./models -OutFile ./models.tar</code>
/// <code lang="sh">hosttools model install mock:test-org/test-model --store ./models --cache-dir ./hub &amp;&amp; hosttools model export test-model --store ./models --out-file ./models.tar</code>
/// </example>
[Command("Export", "AiModel", Effect = Effect.Change, Cli = "model export")]
public sealed class ExportAiModel : StoreCommand, ICommand<AiModelBundle>, ICollectingCommand
{
    private readonly List<ExportAiModel> _later = [];

    /// <summary>Names of models, with wildcards; all of the store when none is given.</summary>
    [Argument(Position = 0, Pipeline = Pipeline.ValueOrProperty, Wildcards = true, Completer = typeof(AiModelCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>The file to write, such as models.tar.</summary>
    [Argument(Mandatory = true, Path = PathKind.New)]
    public string OutFile { get; set; } = string.Empty;

    /// <summary>Replace a file that is there.</summary>
    [Argument]
    public bool Force { get; set; }

    /// <summary>Emit what was written.</summary>
    [Argument]
    public bool PassThru { get; set; }

    /// <inheritdoc/>
    public void Add(ICollectingCommand later) => _later.Add((ExportAiModel)later);

    /// <inheritdoc/>
    public async IAsyncEnumerable<AiModelBundle> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        ViewSite site = Open(context);
        BundledModel[] models = [.. InstalledModels.Matching(context, site, [.. _later.Prepend(this).SelectMany(static command => command.Name).Distinct(StringComparer.Ordinal)])
            .Select(static model => new BundledModel(Holders.NameOf(model.Holder), model.Snapshot)).DistinctBy(static model => (model.Name, model.Snapshot.Source.Canonical, model.Snapshot.Version))];
        if (models.Length == 0)
        {
            context.Note("There is nothing to export.");
            yield break;
        }

        Require(models);
        long size = models.SelectMany(static model => model.Snapshot.Files).DistinctBy(static file => file.Sha256).Sum(static file => file.Size);
        string[] lines = [.. models.Select(static model => $"+ {model.Name}: {model.Snapshot.Source.Canonical} at {model.Snapshot.Version}")];
        if (!await context.ConfirmAsync(new ProposedChange(string.Create(CultureInfo.InvariantCulture, $"Write {PlanApplier.Count(models.Length, "model")}, {size:#,0} bytes, to {OutFile}"), lines, Impact.Low)).ConfigureAwait(false))
            yield break;
        using StoreUse use = await StoreUse.EnterAsync(site.Store, token).ConfigureAwait(false);
        await BundleWriter.WriteAsync(OutFile, site.Store, models, done => context.Progress(new ProgressReport($"Writing {OutFile}", $"{done >> 20} of {size >> 20} MiB", size > 0 ? (int)(100 * done / size) : null)), token).ConfigureAwait(false);
        context.Note($"Wrote {PlanApplier.Count(models.Length, "model")} to '{OutFile}'.");
        if (PassThru)
            yield return new AiModelBundle(OutFile, new ByteSize(new FileInfo(OutFile).Length), [.. models.Select(static model => model.Name)]);
    }

    private void Require(BundledModel[] models)
    {
        if (!Force && Path.Exists(OutFile))
            throw new HostToolsException(AiModelErrors.BundleThere(OutFile));
        if (models.GroupBy(static model => model.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(static group => group.Skip(1).Any()) is { } twice)
            throw new HostToolsException(AiModelErrors.BundleNameTwice(twice.Key, [.. twice.Select(static model => model.Snapshot.Source.Canonical)]));
        if (Array.Find(models, static model => !BundledModel.IsName(model.Name)) is { } unfit)
            throw new HostToolsException(AiModelErrors.BundleNameUnfit(unfit.Name));
    }
}
