using System.Globalization;
using System.Runtime.CompilerServices;
using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Models;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Models that a configuration declares, and what hosttools.lock pins for them.</summary>
/// <param name="context">Who runs the command.</param>
/// <param name="root">Folder of the target; null for the machine.</param>
/// <param name="store">Directory of another store than the target's; null for that one.</param>
internal sealed class PinnedModels(CommandContext context, string? root, string? store)
{
    public async IAsyncEnumerable<AiModelUpdate> UpdateAsync(HostSource source, string host, IReadOnlyList<string> names, [EnumeratorCancellation] CancellationToken token)
    {
        HostConfig config = source.Require(host, token);
        Target target = TargetFolder.Of(root, null);
        foreach (ModelResource model in Matching(Declared(context, config), names, host))
        {
            ViewSite site = store is null ? ModelPin.SiteOf(target, model) : ModelPlaces.Open(context, store);
            if (await Attempt.OfAsync(context, () => UpdateAsync(model, site, target, token)).ConfigureAwait(false) is { } update)
                yield return update;
        }
    }

    /// <summary>The models that a host and the homes on it declare.</summary>
    public static IReadOnlyList<ModelResource> Declared(CommandContext context, HostConfig config) =>
    [
        .. config.Meta.Users.Select(config.Home).OfType<HostConfig>().Prepend(config)
            .SelectMany(part => PlanMaker.Realise(context, part).Resources.OfType<ModelResource>()),
    ];

    private List<ModelResource> Matching(IReadOnlyList<ModelResource> all, IReadOnlyList<string> names, string host)
    {
        var found = new List<ModelResource>();
        foreach (string name in names.DefaultIfEmpty("*"))
        {
            var pattern = new NamePattern(name);
            ModelResource[] matching = [.. all.Where(model => pattern.IsMatch(model.Name))];
            found.AddRange(matching.Except(found));
            if (matching.Length == 0 && !pattern.HasWildcards)
                context.Error(AiModelErrors.AiModelNotDeclared(name, all.Select(static model => model.Name), host));
            else if (matching.Length == 0)
                pattern.NoteNothing(context, $"model of '{host}'");
        }

        return found;
    }

    private async Task<AiModelUpdate?> UpdateAsync(ModelResource model, ViewSite site, Target target, CancellationToken token)
    {
        var pin = new ModelPin(model, site, target, context.Environment.Variable) { Processes = context.Environment.Processes, Progress = new ModelReporter(context), Warn = context.Warning };
        string? before = pin.Version;
        ModelListing listing;
        using (context.WhenSlow("Asking", model.Source.Canonical))
            listing = await pin.ResolveAsync(token).ConfigureAwait(false);
        if (listing.Version != before)
        {
            if (site.Store.WriteProblem() is { } problem)
                throw new HostToolsException(problem);
            if (!await context.ConfirmAsync(new ProposedChange($"Pin {model.Name} in hosttools.lock", Lines(model, before, ModelOutlook.Of(listing, site.Store)), Impact.Low)).ConfigureAwait(false))
                return null;
            await pin.MoveAsync(listing.Version, token).ConfigureAwait(false);
        }

        return new AiModelUpdate(model.Name, model.Source.Canonical, before, listing.Version, Holders.KindOf(model.Holder));
    }

    private static string[] Lines(ModelResource model, string? before, ModelOutlook outlook) =>
    [
        before is null ? $"+ {model.Source.Canonical} is pinned at {outlook.Version}" : $"~ {model.Source.Canonical}: {before} becomes {outlook.Version}",
        string.Create(CultureInfo.InvariantCulture, $"  {PlanApplier.Count(outlook.FileCount, "file")}, {outlook.Size:#,0} bytes, at most {outlook.BytesToFetch:#,0} to download"),
    ];
}
