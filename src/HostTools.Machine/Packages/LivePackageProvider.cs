using System.Text.Json;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Machine.Packages.Managers;
using HostTools.Platform;

namespace HostTools.Machine.Packages;

/// <summary>Packages of the machine that runs us, through its own package manager.</summary>
internal sealed class LivePackageProvider(Target target, IProcessRunner processes) : Provider<PackageResource, PackageObservation>
{
    // What the last look saw is what the changes that follow from it are settled with.
    private volatile PackageSurvey? _survey;

    private PackageManager? Manager => PackageManagers.Of(processes, target.Root);

    public override string Kind => PackageResource.KindName;

    public override Phase Phase => Phase.Packages;

    public override IReadOnlyList<IUndo> Undoes { get; } = [PackageUndo.Instance];

    // Who installed a package is told by its own record, since one package may stand behind several names.
    public override bool KeepsOriginals => false;

    public override int BatchSize => int.MaxValue;

    protected override async Task<IReadOnlyList<PackageObservation>> ObserveAsync(IReadOnlyList<Question> batch, CancellationToken token)
    {
        PackageManager? manager = Manager;
        try
        {
            string[] names = [.. batch.SelectMany(NamesIn).Distinct(StringComparer.Ordinal)];
            IReadOnlyDictionary<string, PackageInfo> known = manager is null ? new Dictionary<string, PackageInfo>() : await manager.QueryAsync(names, token, isInstalledOnly: batch.All(static question => question.Desired is null)).ConfigureAwait(false);
            PackageSurvey survey = await SurveyAsync(batch, known, manager, token).ConfigureAwait(false);
            _survey = survey;
            ResourceId? heir = batch.Where(static question => question.Desired is PackageResource { Names: not [] }).Select(static question => (ResourceId?)question.Id).Order().FirstOrDefault();
            PackageStep[] left = [.. batch.Where(static question => question.Desired is null).SelectMany(static question => Recorded(question.Recorded).Along)];
            return [.. batch.Select(question => Observe(question, known, survey) with { Inherited = question.Id == heir ? left : [] })];
        }
        catch (HostToolsException cause)
        {
            var survey = new PackageSurvey { Manager = manager?.Name };
            return [.. batch.Select(question => new PackageObservation(question.Id, PackageState.Nothing) { Survey = survey, Unobservable = cause.Message })];
        }
    }

    private static PackageObservation Observe(Question question, IReadOnlyDictionary<string, PackageInfo> known, PackageSurvey survey)
    {
        string[] names = [.. NamesIn(question)];
        return new PackageObservation(question.Id, new PackageState([.. names.Select(name => Entry(known.GetValueOrDefault(name) ?? new PackageInfo(name)))]))
        {
            Known = names.Where(known.ContainsKey).ToDictionary(static name => name, name => known[name], StringComparer.Ordinal),
            Survey = survey,
        };
    }

    private static PackageEntry Entry(PackageInfo info) => new(info.Name, info.Version, info.IsAutomatic);

    private static async Task<PackageSurvey> SurveyAsync(IReadOnlyList<Question> batch, IReadOnlyDictionary<string, PackageInfo> known, PackageManager? manager, CancellationToken token)
    {
        string[] declared = [.. batch.Where(static question => question.Desired is not null).SelectMany(static question => PackageDecision.NamesOf((PackageResource)question.Desired!)).Distinct()]; // The filter leaves only those.
        PackageState[] recorded = [.. batch.Select(static question => Recorded(question.Recorded))];
        string[] unknown = [.. declared.Where(name => known.GetValueOrDefault(name) is not { } info || (info.Version is null && info.Candidate is null))];
        IReadOnlyCollection<string> all = unknown.Length > 0 && manager is not null ? await manager.NamesAsync(token).ConfigureAwait(false) : [];
        return new PackageSurvey
        {
            Manager = manager?.Name,
            Refresh = manager?.RefreshWords ?? string.Empty,
            HasMarks = manager?.HasMarks ?? false,
            IndexProblem = unknown.Length > 0 ? manager?.IndexProblem() : null,
            Declared = declared.ToHashSet(StringComparer.Ordinal),
            Ours = recorded.SelectMany(static state => state.Entries).Where(static entry => entry.IsOurs).Select(static entry => entry.Name).ToHashSet(StringComparer.Ordinal),
            Along = recorded.SelectMany(static state => state.Along).Select(static step => step.Name).ToHashSet(StringComparer.Ordinal),
            Nearest = unknown.Select(name => (Name: name, Near: Suggestions.Nearest(name, all))).Where(static pair => pair.Near is not null)
                .ToDictionary(static pair => pair.Name, static pair => pair.Near!, StringComparer.Ordinal), // The filter above leaves only those.
        };
    }

    private static PackageState Recorded(Recorded? recorded) => recorded?.Applied as PackageState ?? PackageState.Nothing;

    /// <summary>The packages behind a resource: those that are wanted, those that were, and those that a plan saw.</summary>
    private static IEnumerable<string> NamesIn(Question question) => question.Seen is PackageState seen
        ? seen.Entries.Select(static entry => entry.Name)
        : (question.Desired is PackageResource desired ? PackageDecision.NamesOf(desired) : []).Concat(Recorded(question.Recorded).Entries.Select(static entry => entry.Name)).Distinct(StringComparer.Ordinal);

    protected override Change? Diff(PackageResource? desired, PackageObservation observed, Recorded? recorded)
    {
        if (observed.Unobservable is { } blind)
        {
            return new Change
            {
                Id = observed.Id, Action = ChangeAction.None, Reason = "cannot be looked at", Desired = desired,
                Findings = [Finding.Stop(MachineErrors.PackagesUnreadable(observed.Survey.Manager ?? "The package manager", blind))],
            };
        }

        return PackageDecision.Of(desired, observed, recorded);
    }

    public override IReadOnlyList<Change> Settle(IReadOnlyList<Change> changes) =>
        Manager is { } manager ? new PackageSettlement(manager, changes, _survey ?? new PackageSurvey()).Settle() : changes;

    public override IReadOnlyList<Operation> Lower(Change change) => Lower([change]);

    public override IReadOnlyList<Operation> Lower(IReadOnlyList<Change> changes)
    {
        Change[] some = [.. changes.Where(static change => change.After is not null)];
        return some.Length == 0 ? [] : [new PackageOperation(PackageTransaction.Of(some))];
    }

    protected override Drift? Drift(Recorded recorded, PackageObservation observed)
    {
        if (observed.Unobservable is { } why)
            return new Drift(observed.Id, DriftKind.Unobservable, why);
        string[] wanted = [.. PackageDecision.NamesOf((PackageResource)recorded.Resource)];
        PackageEntry[] gone = [.. Recorded(recorded).Entries.Where(entry => entry.Version is not null && wanted.Contains(entry.Name) && observed.Packages.Find(entry.Name)?.Version is null)];
        if (gone.Length > 0)
            return By(gone[0].Name, new Drift(observed.Id, DriftKind.Missing, gone is [var only] && only.Name == observed.Id.Key ? "was removed" : $"{string.Join(", ", gone.Select(static entry => entry.Name))} {(gone.Length == 1 ? "was" : "were")} removed"));
        PackageInfo[] broken = [.. observed.Known.Values.Where(info => info.IsBroken && wanted.Contains(info.Name))];
        if (broken.Length > 0)
            return new Drift(observed.Id, DriftKind.Content, $"{string.Join(", ", broken.Select(static info => info.Name))}: its installation did not end well");
        string? version = ((PackageResource)recorded.Resource).Version is { } wish && wish != PackageDecision.Latest ? wish : null;
        PackageEntry? other = version is null ? null : observed.Packages.Entries.FirstOrDefault(entry => wanted.Contains(entry.Name) && entry.Version != version);
        return other is null ? null : By(other.Name, new Drift(observed.Id, DriftKind.Content, $"{other.Name} is {other.Version}, should be {version}"));
    }

    /// <summary>Who did it and when, where the system's logs tell.</summary>
    private Drift By(string package, Drift drift) => PackageHistory.LastOf(target.Root, package) is not { } last ? drift : drift with
    {
        ChangedAt = last.When,
        Owner = last.User,
        Detail = last.Command is { } command ? $"{drift.Detail}, by '{command}'" : drift.Detail,
    };

    protected override ResourceState StateAfter(PackageResource desired, PackageObservation observed, Change? change, Recorded? recorded) =>
        PackageDecision.StateAfter(desired, observed, change, recorded);

    protected override void WriteResource(Utf8JsonWriter writer, PackageResource resource) => PackageJson.Write(writer, resource);

    public override Resource ReadResource(JsonElement json, int version) => PackageJson.Read(json);

    public override void WriteState(Utf8JsonWriter writer, ResourceState state) => PackageState.Write(writer, state as PackageState ?? PackageState.Nothing);

    public override ResourceState ReadState(JsonElement json, int version) => PackageState.Read(json);
}
