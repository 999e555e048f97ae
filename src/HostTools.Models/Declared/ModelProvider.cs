using System.Text.Json;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Models of a configuration: which version is meant is settled when planning, bytes come before the first write, links with the files.</summary>
/// <param name="target">Where.</param>
/// <param name="environment">Reads a variable of the environment.</param>
/// <param name="secrets">Opens tokens that are secrets.</param>
public sealed class ModelProvider(Target target, Func<string, string?> environment, ISecretRenderer secrets) : Provider<ModelResource, ModelObservation>
{
    /// <inheritdoc/>
    public override string Kind => ModelResource.KindName;

    private readonly ModelAsker _asker = new(target, environment);
    private readonly ModelToken _token = new(secrets, new ModelAsker(target, environment));

    /// <inheritdoc/>
    public override Phase Phase => Phase.Files;

    /// <inheritdoc/>
    public override IReadOnlyList<IUndo> Undoes { get; } = [ModelUndo.Instance];

    /// <inheritdoc/>
    public override bool KeepsOriginals => false;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Preflight(IReadOnlyList<Change> changes) => changes
        .Where(static change => change is { Desired: ModelResource, After: ModelState })
        .SelectMany(change => ProblemsOf((ModelResource)change.Desired!, (ModelState)change.After!)) // The filter leaves only those.
        .Concat(Contested(changes))
        .DistinctBy(static error => (error.Id, error.Message))
        .Select(Finding.Stop);

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<HostError>> GetReadyAsync(IReadOnlyList<Change> changes, IProgress<ApplyProgress>? progress, CancellationToken token)
    {
        var errors = new List<HostError>();
        foreach (Change change in changes)
        {
            if (change is not { Desired: ModelResource model, After: ModelState { Version: { } version } after })
                continue;
            try
            {
                ViewSite site = SiteOf(model);
                using StoreUse use = await StoreUse.EnterAsync(site.Store, token).ConfigureAwait(false);
                bool isHere = new SnapshotRecords(site.Store).Find(model.Source, version) is not null;
                ModelAuth auth = isHere ? model.Auth : await _token.OpenAsync(model, token).ConfigureAwait(false);
                var supply = new ModelSupply(site.Store, model.Network, _asker.Environment) { HomeDirectory = _asker.HomeDirectory, Progress = progress is null ? null : new ApplyFetch(model, progress) };
                ModelSnapshot snapshot = await supply.GetAsync(DeclarationOf(model) with { Auth = auth }, version, LockOf(model), model.Preset, token).ConfigureAwait(false);
                StorePins.Claims(site.Store).Add(SnapshotRecords.IdOf(snapshot.Source, snapshot.Version));
                errors.AddRange(ProblemsOf(model, after));
            }
            catch (HostToolsException failed)
            {
                errors.AddRange(failed.Errors.Select(error => error with { Origin = error.Origin ?? PlaceOf(model) }));
            }
        }

        return errors;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Operation> Lower(Change change) => change.After is ModelState after ? [new ModelOperation(change.Id, change.Desired as ModelResource, after)] : [];

    /// <inheritdoc/>
    public override IReadOnlyList<FileContent> ContentOf(Resource resource) => [.. ((ModelResource)resource).Token?.Sources.Select(static source => source.Encrypted).OfType<FileContent>() ?? []];

    /// <inheritdoc/>
    public override Resource ReadResource(JsonElement json, int version) => ModelResourceJson.Read(json);

    /// <inheritdoc/>
    public override void WriteState(Utf8JsonWriter writer, ResourceState state) => ModelState.Write(writer, (ModelState)state);

    /// <inheritdoc/>
    public override ResourceState ReadState(JsonElement json, int version) => ModelState.Read(json);

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<ModelObservation>> ObserveAsync(IReadOnlyList<Question> batch, CancellationToken token)
    {
        var answers = new List<ModelObservation>();
        foreach (Question question in batch)
            answers.Add(await ObserveAsync(question, token).ConfigureAwait(false));
        return answers;
    }

    /// <inheritdoc/>
    protected override Change? Diff(ModelResource? desired, ModelObservation observed, Recorded? recorded) => ModelDecision.Of(desired, observed, recorded);

    /// <inheritdoc/>
    protected override Drift? Drift(Recorded recorded, ModelObservation observed)
    {
        if (observed.Unobservable is { } why)
            return new Drift(observed.Id, DriftKind.Unobservable, why);
        var applied = (ModelState)recorded.Applied;
        return observed.Model.Version is null ? new Drift(observed.Id, DriftKind.Missing, "is not linked any more")
            : observed.Model.Version != applied.Version ? new Drift(observed.Id, DriftKind.Content, $"is at {observed.Model.Version}, should be {applied.Version}")
            : observed.Model.IsDamaged ? new Drift(observed.Id, DriftKind.Content, "its links are not as they were made")
            : null;
    }

    /// <inheritdoc/>
    protected override ResourceState StateAfter(ModelResource desired, ModelObservation observed, Change? change, Recorded? recorded) =>
        change?.After ?? (observed.Model.Version is not null ? observed.Model : recorded?.Applied ?? observed.Model);

    /// <inheritdoc/>
    protected override void WriteResource(Utf8JsonWriter writer, ModelResource resource) => ModelResourceJson.Write(writer, resource);

    internal static ModelDeclaration DeclarationOf(ModelResource model) => new(model.Name, model.Source) { Hash = model.Hash, Auth = model.Auth, Origin = PlaceOf(model) };

    private ModelSupply SupplyOf(ViewSite site, ModelResource model) => new(site.Store, model.Network, _asker.Environment) { HomeDirectory = _asker.HomeDirectory };

    private ViewSite SiteOf(ModelResource model) => new(target.Root, model.Store, model.Rights);

    private static Origin? PlaceOf(ModelResource model) => model.Origins is [var place, ..] ? place : null;

    private IReadOnlyList<HostError> ProblemsOf(ModelResource model, ModelState after)
    {
        ViewSite site = SiteOf(model);
        try
        {
            return after.Version is { } version && new SnapshotRecords(site.Store).Find(model.Source, version) is { } snapshot
                ? [.. new ViewSwitch(site).Problems(new ViewRecord(model.Holder, model.Source, version) { Wishes = model.Views }, snapshot).Select(error => error with { Origin = PlaceOf(model) })]
                : [];
        }
        catch (HostToolsException failed)
        {
            return failed.Errors;
        }
    }

    /// <summary>What two models would both be for programs, before either is fetched.</summary>
    private IEnumerable<HostError> Contested(IReadOnlyList<Change> changes)
    {
        IEnumerable<IGrouping<string, ModelResource>> stores = changes.Select(static change => change.Desired).OfType<ModelResource>().GroupBy(static model => model.Store, StringComparer.Ordinal);
        foreach (IGrouping<string, ModelResource> models in stores)
        {
            Dictionary<string, ModelResource> wanted = models.ToDictionary(static model => model.Holder, StringComparer.Ordinal);
            HashSet<string> changing = [.. changes.Select(static change => (change.After as ModelState)?.Holder ?? (change.Before as ModelState)?.Holder).OfType<string>()];
            ContestedViews.Claim[] claims =
            [
                .. new ViewRecords(SiteOf(models.First()).Store).All().Where(record => !changing.Contains(record.Holder)).Select(static record => new ContestedViews.Claim(record.Holder, record.Source, record.Version, record.Wishes)),
                .. changes.Where(static change => change is { Desired: ModelResource, After: ModelState { Version: not null } }).Select(static change => ((ModelResource)change.Desired!, ((ModelState)change.After!).Version!))
                    .Where(pair => pair.Item1.Store == models.Key).Select(static pair => new ContestedViews.Claim(pair.Item1.Holder, pair.Item1.Source, pair.Item2, pair.Item1.Views)),
            ];
            foreach ((string holder, HostError error) in ContestedViews.Find(claims, target.Root.Describe))
                yield return error with { Origin = wanted.TryGetValue(holder, out ModelResource? model) ? PlaceOf(model) : null };
        }
    }

    internal static LockedModel? LockOf(ModelResource model) =>
        model.LockFile is { } file && ModelLocks.Read(file).Models.GetValueOrDefault(ModelLocks.KeyOf(model)) is { } locked && locked.Source == model.Source.Canonical ? locked : null;

    private async Task<ModelObservation> ObserveAsync(Question question, CancellationToken token)
    {
        var model = (ModelResource?)question.Desired ?? (ModelResource?)question.Recorded?.Resource;
        if (model is null)
            return new ModelObservation(question.Id, question.Seen as ModelState ?? new ModelState(null, string.Empty));
        ViewSite site = SiteOf(model);
        try
        {
            if (question.Desired is not null && ModelToken.Problem(model) is { } why)
                throw new HostToolsException(ModelErrors.ModelDeclarationWrong(model.Name, why, PlaceOf(model)));
            ModelObservation seen = Look(question.Id, model, site);
            return question.Desired is null || question.Seen is not null ? seen : await WithVersionAsync(seen, model, question, site, token).ConfigureAwait(false);
        }
        catch (HostToolsException failed)
        {
            return new ModelObservation(question.Id, new ModelState(null, string.Empty)) { Unobservable = failed.Errors[0].Message, Problem = failed.Errors[0] };
        }
    }

    private static ModelObservation Look(ResourceId id, ModelResource model, ViewSite site)
    {
        var state = new ModelState(null, string.Empty) { Store = model.Store, Group = model.Group, Holder = model.Holder };
        if (new ViewRecords(site.Store).Find(model.Holder) is not { } record)
            return new ModelObservation(id, state);
        var things = new ViewThings(site);
        return new ModelObservation(id, state with { Version = record.Version, Source = record.Source.Canonical, IsDamaged = !record.Things.All(thing => things.IsThere(thing, isThorough: false)) }) { Views = record.Wishes };
    }

    /// <summary>Which version is meant: of the generation that is brought back, of the lock file, of the last apply, or what the origin says now.</summary>
    private async Task<ModelObservation> WithVersionAsync(ModelObservation seen, ModelResource model, Question question, ViewSite site, CancellationToken token)
    {
        LockedModel? locked = LockOf(model);
        string? applied = question.Recorded?.Applied is ModelState { Version: { } known } state && state.Source == model.Source.Canonical ? known : null;
        if (locked is null && applied is not null && model.Pinned is null && LockFiles.CanWrite(model.LockFile))
            return await UnlockedAsync(seen, model, applied, site, token).ConfigureAwait(false);
        string? version = model.Pinned is ModelState { Version: { } pinned } ? pinned : locked?.Version ?? applied;
        if (version is not null && new SnapshotRecords(site.Store).Find(model.Source, version) is not null)
            return seen with { Wanted = version };
        if (locked is not null)
            return seen with { Wanted = locked.Version, Missing = ModelOutlook.Of(locked, site.Store).BytesToFetch };
        if (version is null && !model.IsTrusted)
            return seen with { Problem = ModelErrors.ModelNotPinned(model.Name, model.Source, PlaceOf(model)) };
        return await AskedAsync(seen, model, version, site, token).ConfigureAwait(false);
    }

    /// <summary>Somebody took it out of the lock file, to have what the origin says now; where that is not trusted or cannot be asked, it is what is applied.</summary>
    private async Task<ModelObservation> UnlockedAsync(ModelObservation seen, ModelResource model, string applied, ViewSite site, CancellationToken token)
    {
        bool isHere = new SnapshotRecords(site.Store).Find(model.Source, applied) is not null;
        ModelObservation now = isHere && (model.Network.IsOffline || !model.IsTrusted) ? seen with { Wanted = applied } : await AskedAsync(seen, model, model.IsTrusted ? null : applied, site, token).ConfigureAwait(false);
        return (isHere && now.Problem is not null ? seen with { Wanted = applied } : now) with { IsUnlocked = true };
    }

    private async Task<ModelObservation> AskedAsync(ModelObservation seen, ModelResource model, string? version, ViewSite site, CancellationToken token)
    {
        try
        {
            ModelAuth auth = await _token.OpenAsync(model, token).ConfigureAwait(false);
            ModelListing listing = await SupplyOf(site, model).ResolveAsync(model.Source, auth, version, token).ConfigureAwait(false);
            return seen with { Wanted = listing.Version, Missing = ModelOutlook.Of(listing, site.Store).BytesToFetch };
        }
        catch (HostToolsException failed)
        {
            return seen with { Problem = ModelErrors.ModelNotLocked(model.Name, model.Source, failed.Errors[0], PlaceOf(model)) };
        }
    }
}
