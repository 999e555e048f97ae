using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Makes plans: observes, compares, orders, and looks for what would stand in the way. Writes nothing.</summary>
internal sealed class Planner(Target target, ProviderSet providers, IClock clock)
{
    private static readonly IReadOnlyDictionary<ResourceId, Resource> s_none = new Dictionary<ResourceId, Resource>();

    /// <summary>HostTools is being removed from the target.</summary>
    public bool IsRemoval { get; init; }

    private readonly ActivationJson _json = new(providers);
    private readonly GenerationFiles _files = new(target);

    public async Task<Plan> PlanAsync(IReadOnlyCollection<Resource> declared, PlanContext context, int? restored, bool trustsDesired, CancellationToken token)
    {
        declared = [.. declared.Where(resource => !providers.TryFind(resource.Id.Kind, out IProvider? provider) || provider.IsKept)];
        int current = _files.CurrentNumber();
        Manifest? manifest = current == 0 ? null : _files.ReadManifest(current, _json);
        IReadOnlyList<ManifestEntry> entries = manifest?.Entries ?? [];
        if (target.Account is { } account && entries.Select(static entry => entry.Resource.Id)
            .FirstOrDefault(id => providers.PlaceOf(id).Space == PathRules.Space && !RootPath.IsBelow(id.Key, account.Directory)) is { Key: { } foreign })
            throw new HostToolsException(ActivationErrors.HomeMoved(target.ToString(), foreign, target.StateDirectory));
        Originals originals = current == 0 ? Originals.None : _files.ReadOriginals(current, _json);
        Dictionary<(string Space, string Key), Recorded> recorded = entries.ToDictionary(
            entry => providers.PlaceOf(entry.Resource.Id),
            entry => new Recorded(entry.Resource, entry.Applied, originals.States.GetValueOrDefault(entry.Resource.Id), entry.IsImplied) { IsRemoval = IsRemoval });

        DesiredState desired = DesiredState.Check(target, providers, declared, recorded);
        IReadOnlyList<Question> questions = Questions(desired, recorded);
        (Dictionary<ResourceId, Observation> observed, List<Change> changes, PlannedOwners owners) = await LookAsync(questions, desired, token).ConfigureAwait(false);

        var next = NextState.Of(providers, questions, observed, changes, desired.Implied);
        (List<Change> runs, List<PlanWarning> warnings) = TriggerRuns.For(
            target, changes, trustsDesired ? desired.ById : s_none, manifest is { IsFromHere: true } ? entries : [], [.. desired.Resources, .. entries.Select(static entry => entry.Resource)]);
        var findings = changes.SelectMany(static change => change.Findings).Concat(Preflight(changes)).ToList();
        IReadOnlyList<Change> ordered = ChangeOrder.Arrange(
            changes, desired.Graph, new ResourceGraph(entries.Select(static entry => entry.Resource)));

        return new Plan(target, context, providers, [.. Sorted(ordered), .. runs], next)
        {
            Id = Guid.NewGuid().ToString("N"),
            CreatedAt = clock.UtcNow,
            ToolVersion = Tool.Version,
            BaseGeneration = current,
            RestoredGeneration = restored,
            Owners = owners,
            Errors =
            [
                .. findings.Select(static finding => finding.Error).OfType<HostError>().DistinctBy(static error => (error.Id, error.Message)),
            ],
            Warnings =
            [
                .. warnings, .. findings.Select(static finding => finding.Warning).OfType<PlanWarning>(), .. OwnerWarnings(observed),
                .. observed.Values.OrderBy(static seen => seen.Id).Select(static seen => seen.Warning).OfType<PlanWarning>(),
            ],
        };
    }

    /// <summary>Observes and compares kind after kind where one asks what another makes, everything else at once.</summary>
    private async Task<(Dictionary<ResourceId, Observation> Observed, List<Change> Changes, PlannedOwners Owners)> LookAsync(
        IReadOnlyList<Question> questions, DesiredState desired, CancellationToken token)
    {
        var observed = new Dictionary<ResourceId, Observation>();
        var changes = new List<Change>();
        PlannedOwners owners = PlannedOwners.None;
        foreach (IGrouping<int, Question> stage in questions.GroupBy(question => providers.StageOf(question.Id.Kind)).OrderBy(static stage => stage.Key))
        {
            Change[] earlier = [.. changes];
            Question[] asked = [.. stage.Select(question => question with { Owners = owners, Earlier = earlier })];
            foreach ((ResourceId id, Observation seen) in await ObserveAsync(providers, asked, token).ConfigureAwait(false))
                observed.Add(id, seen);
            List<Change> settled = Settle(Compare(asked, observed, desired));
            changes.AddRange(settled);
            foreach (IGrouping<string, Change> kind in settled.GroupBy(static change => change.Id.Kind))
                owners = owners.With(providers.Of(kind.Key).OwnersOf([.. kind]));
        }

        return (observed, changes, owners);
    }

    /// <summary>Looks at resources of all kinds, in parallel.</summary>
    public static async Task<IReadOnlyDictionary<ResourceId, Observation>> ObserveAsync(
        ProviderSet providers, IReadOnlyList<Question> questions, CancellationToken token)
    {
        foreach (string kind in questions.Select(static question => question.Id.Kind).Distinct())
            providers.Faults?.Invoke($"observe:{kind}");
        IEnumerable<Task<IReadOnlyList<Observation>>> batches = questions
            .GroupBy(static question => question.Id.Kind)
            .SelectMany(group => group.Chunk(providers.Of(group.Key).BatchSize).Select(batch => Task.Run(() => providers.Of(group.Key).ObserveAsync(batch, token), token)));
        IReadOnlyList<Observation>[] answers = await Task.WhenAll(batches).ConfigureAwait(false);
        return answers.SelectMany(static answer => answer).ToDictionary(static observation => observation.Id);
    }

    private static IReadOnlyList<PlanWarning> OwnerWarnings(Dictionary<ResourceId, Observation> observed)
    {
        var intended = observed.Values.OfType<PathObservation>().Where(static seen => seen.Owner.Intended is not null).OrderBy(static seen => seen.Id).ToList();
        return
        [
            .. intended.GroupBy(static seen => seen.Owner.Intended).Select(static group => new PlanWarning(
                $"The owner '{group.Key}' of {string.Join(", ", group.Take(3).Select(static seen => $"'{seen.Id.Key}'"))}" +
                $"{(group.Count() > 3 ? $" and {group.Count() - 3} more" : string.Empty)} is recorded but cannot be given here.",
                group.First().Id)),
        ];
    }

    private static IEnumerable<Change> Sorted(IEnumerable<Change> changes) => changes.OrderBy(static change => change.Id);

    private List<Question> Questions(DesiredState desired, Dictionary<(string Space, string Key), Recorded> recorded)
    {
        var questions = new List<Question>();
        foreach (Resource resource in desired.Resources)
            questions.Add(new Question(resource.Id, resource, recorded.GetValueOrDefault(providers.PlaceOf(resource.Id))));
        var places = desired.Resources.Select(resource => providers.PlaceOf(resource.Id)).ToHashSet();
        foreach (((string Space, string Key) place, Recorded record) in recorded)
        {
            if (!places.Contains(place))
                questions.Add(new Question(record.Resource.Id, null, record));
        }

        return questions;
    }

    private List<Change> Compare(IReadOnlyList<Question> questions, Dictionary<ResourceId, Observation> observed, DesiredState desired)
    {
        var changes = new List<Change>();
        foreach (Question question in questions)
        {
            Change? change = providers.Of(question.Id.Kind).Diff(question.Desired, observed[question.Id], question.Recorded);
            if (change is null)
                continue;
            bool isImplied = change.IsImplied || desired.Implied.Contains(question.Id);
            string? risk = change.After is null ? null : change.Risk ?? question.Desired?.Risk ?? question.Recorded?.Resource.Risk;
            changes.Add(change with { IsImplied = isImplied, Risk = risk, Undo = change.Action is ChangeAction.Run ? UndoQuality.BestEffort : change.Undo });
        }

        return changes;
    }

    private List<Change> Settle(List<Change> changes) =>
    [
        .. changes.GroupBy(change => providers.PlaceOf(change.Id).Space)
            .SelectMany(group => providers.Of(group.First().Id.Kind).Settle([.. group])),
    ];

    private IEnumerable<Finding> Preflight(List<Change> changes) => changes
        .GroupBy(change => providers.PlaceOf(change.Id).Space)
        .SelectMany(group => providers.Of(group.First().Id.Kind).Preflight([.. group]));
}
