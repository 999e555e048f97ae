using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Models;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Where the models of a bundle go, and what becomes of them there.</summary>
internal interface IModelImport
{
    /// <summary>The models by their stores. Refuses what cannot be, before anything is written.</summary>
    /// <exception cref="HostToolsException">AiModelNameTaken; BundleContradicts; ViewOccupied or ViewContested.</exception>
    IEnumerable<IGrouping<ViewSite, BundledModel>> Places(IReadOnlyList<BundledModel> models);

    /// <summary>Takes over one whose bytes are in the store.</summary>
    /// <exception cref="HostToolsException">ModelRefused; HashMismatch; LockNotWritten.</exception>
    Task<AiModel?> TakeAsync(ViewSite site, BundledModel model, CancellationToken token);
}

/// <summary>Models become such as somebody installed by hand.</summary>
internal sealed class PromptedImport(CommandContext context, ViewSite site, string preset, string? cacheDir, bool isForced) : IModelImport
{
    private readonly PromptedModels _models = new(context, site) { CacheDir = cacheDir };

    public IEnumerable<IGrouping<ViewSite, BundledModel>> Places(IReadOnlyList<BundledModel> models)
    {
        foreach (BundledModel model in models)
        {
            if (!isForced)
                _models.RequireName(model.Name, model.Snapshot.Source);
            ModelImport.RequireSame(site, model);
            HostError[] problems = [.. new ModelViews(site).Problems(Holders.Installed(model.Name), model.Snapshot, _models.WishesOf(model.Name, model.Snapshot.Source))];
            if (problems.Length > 0)
                throw new HostToolsException(problems);
        }

        return models.GroupBy(_ => site);
    }

    public async Task<AiModel?> TakeAsync(ViewSite site, BundledModel model, CancellationToken token) =>
        await _models.TakeAsync(model, new ModelCheck(preset), token).ConfigureAwait(false);
}

/// <summary>Models go to the stores of those that a configuration declares, and wait there for an apply.</summary>
internal sealed class DeclaredImport(CommandContext context, Target target, IReadOnlyList<(ModelResource Model, ViewSite Site)> declared) : IModelImport
{
    public static DeclaredImport Of(CommandContext context, HostConfig config, string? root, string? store)
    {
        Target target = TargetFolder.Of(root, null);
        var sites = new Dictionary<string, ViewSite>(StringComparer.Ordinal);
        return new DeclaredImport(context, target, [.. PinnedModels.Declared(context, config).Select(model => (model, SiteOf(model)))]);

        ViewSite SiteOf(ModelResource model)
        {
            string key = store ?? model.Store;
            if (!sites.TryGetValue(key, out ViewSite? site))
                sites[key] = site = store is null ? ModelPin.SiteOf(target, model) : ModelPlaces.Open(context, store);
            return site;
        }
    }

    public IEnumerable<IGrouping<ViewSite, BundledModel>> Places(IReadOnlyList<BundledModel> models)
    {
        foreach (BundledModel model in models.Where(model => !Wanted(model).Any()))
            context.Warning($"'{model.Name}' is not imported: no model of the configuration comes from {model.Snapshot.Source.Canonical}.");
        var places = models.SelectMany(model => Wanted(model).Select(pair => (pair.Site, Model: model))).Distinct().ToList();
        foreach ((ViewSite site, BundledModel model) in places)
            ModelImport.RequireSame(site, model);
        return places.GroupBy(static pair => pair.Site, static pair => pair.Model);
    }

    public async Task<AiModel?> TakeAsync(ViewSite site, BundledModel model, CancellationToken token)
    {
        AiModel? taken = null;
        foreach ((ModelResource wanted, _) in Wanted(model).Where(pair => pair.Site == site))
        {
            var pin = new ModelPin(wanted, site, target, context.Environment.Variable) { Processes = context.Environment.Processes, Warn = context.Warning };
            await pin.TakeAsync(model.Snapshot, token).ConfigureAwait(false);
            if (pin.Version is { } pinned && pinned != model.Snapshot.Version)
                context.Warning($"hosttools.lock pins '{wanted.Name}' at {pinned}, and the file brought {model.Snapshot.Version}.");
            taken = new AiModel(wanted.Name, wanted.Source.Canonical, model.Snapshot.Version, new ByteSize(model.Snapshot.Size), model.Snapshot.Files.Count, null, [], Holders.KindOf(wanted.Holder), site.Store.Directory);
        }

        return taken;
    }

    private IEnumerable<(ModelResource Model, ViewSite Site)> Wanted(BundledModel model) => declared.Where(pair => pair.Model.Source.Canonical == model.Snapshot.Source.Canonical);
}

/// <summary>What both have in common.</summary>
internal static class ModelImport
{
    /// <summary>A version has one content: a file that says another is not believed.</summary>
    /// <exception cref="HostToolsException">BundleContradicts.</exception>
    public static void RequireSame(ViewSite site, BundledModel model)
    {
        if (new SnapshotRecords(site.Store).Read(model.Snapshot.Source, model.Snapshot.Version) is { } known && !known.Files.SequenceEqual(model.Snapshot.Files))
            throw new HostToolsException(ModelErrors.BundleContradicts(model.Name, model.Snapshot.Source, model.Snapshot.Version));
    }
}
