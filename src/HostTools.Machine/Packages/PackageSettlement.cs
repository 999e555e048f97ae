using HostTools.Activation;
using HostTools.Machine.Packages.Managers;
using HostTools.Platform;

namespace HostTools.Machine.Packages;

/// <summary>Asks the package manager what all changes of a plan would do together, and puts that into the plan: versions, what comes along, and what is in the way.</summary>
internal sealed class PackageSettlement(PackageManager manager, IReadOnlyList<Change> changes, PackageSurvey survey)
{
    private readonly List<Change> _changes = [.. changes];

    public IReadOnlyList<Change> Settle()
    {
        if (manager.Unfinished() is { } why && _changes.Any(static change => change.After is not null))
            Find(static change => change.After is not null, Finding.Stop(MachineErrors.PackageManagerUnfinished(manager.Name, why)));
        bool isBlocked = _changes.Any(static change => change.Findings.Any(static finding => finding.Error is not null));
        if (!isBlocked)
            Task.Run(AskAsync).GetAwaiter().GetResult();
        return [.. _changes.Select(static change => change.After is PackageState ? change with { Diff = DiffOf(change) } : change)];
    }

    private async Task AskAsync()
    {
        await KeepWhatOthersNeedAsync().ConfigureAwait(false);
        PackageTransaction transaction = PackageTransaction.Of([.. _changes.Where(static change => change.After is not null)]);
        if (transaction.Order.IsEmpty)
            return;
        string[] removed = [.. transaction.Order.Remove];
        string[] unneeded = removed.Length == 0 ? [] : [.. (await manager.UnneededAsync(removed, CancellationToken.None).ConfigureAwait(false)).Where(survey.Along.Contains).Except(removed)];
        PackageOrder order = transaction.Order with { Remove = [.. removed, .. unneeded] };
        if (order.Install.Any(static step => step.To == PackageStep.Newest))
        {
            Find(static change => change.After is not null, Finding.Warn(new PlanWarning($"The index of {manager.Name} is brought up to date first, so versions and what comes along are only known then.")));
            AddAlong([.. unneeded.Select(static name => new PackageStep(name, "?", null))]);
            return;
        }

        PackageForecast forecast = await manager.ForecastAsync(order, CancellationToken.None).ConfigureAwait(false);
        string[] asked = [.. order.Install.Select(static step => step.Name)];
        IReadOnlyList<Origin> places = [.. _changes.Where(static change => change.Action is ChangeAction.Create or ChangeAction.Update).SelectMany(static change => change.Desired?.Origins ?? []).Take(1)];
        if (forecast.Problem is { } problem)
        {
            Find(static change => change.After is not null, Finding.Stop(MachineErrors.PackagesImpossible(manager.Name, asked.Length > 0 ? asked : removed, problem, places)));
            return;
        }

        string[] foreign = [.. forecast.Steps.Where(static step => step.To is null).Select(static step => step.Name).Except(order.Remove)];
        if (foreign.Length > 0)
        {
            Find(static change => change.Action is ChangeAction.Create or ChangeAction.Update, Finding.Stop(foreign.FirstOrDefault(survey.Declared.Contains) is { } declared
                ? MachineErrors.PackagesImpossible(manager.Name, asked, $"'{declared}' would have to go, which is declared as well.", places)
                : MachineErrors.PackagesInTheWay(asked, foreign, places)));
            return;
        }

        if (await PackageSpace.ProblemAsync(manager, order, forecast.Steps, places, CancellationToken.None).ConfigureAwait(false) is { } full)
            Find(static change => change.After is not null, Finding.Stop(full));
        AddAlong([.. forecast.Steps.Where(step => !asked.Contains(step.Name) && !removed.Contains(step.Name))]);
        await WarnOfUndoAsync(forecast.Steps).ConfigureAwait(false);
    }

    /// <summary>What we installed and somebody else's packages need by now is left alone.</summary>
    private async Task KeepWhatOthersNeedAsync()
    {
        string[] wanted = [.. PackageTransaction.Of([.. _changes.Where(static change => change.After is not null)]).Order.Remove];
        if (wanted.Length == 0)
            return;
        if (await BlockersAsync(wanted, wanted).ConfigureAwait(false) is null)
            return;
        var kept = wanted.ToHashSet(StringComparer.Ordinal);
        var going = new List<string>();
        for (bool progress = true; progress;)
        {
            progress = false;
            foreach (string name in kept.Order(StringComparer.Ordinal).ToList())
            {
                if (await BlockersAsync([.. going, name], wanted).ConfigureAwait(false) is not null)
                    continue;
                going.Add(name);
                progress = kept.Remove(name);
            }
        }

        foreach (string name in kept)
        {
            string why = await BlockersAsync([.. going, name], wanted).ConfigureAwait(false) ?? "others";
            for (int at = 0; at < _changes.Count; at++)
            {
                if (_changes[at].After is PackageState after && after.Find(name) is { Version: null })
                    _changes[at] = Kept(_changes[at], after, name, why);
            }
        }
    }

    private static Change Kept(Change change, PackageState after, string name, string why)
    {
        var before = (PackageState)change.Before!; // What is removed was seen.
        PackageEntry[] entries = [.. after.Entries.Select(entry => entry.Name == name ? before.Find(name)! : entry)]; // Both are of the same packages.
        bool isNothing = entries.All(entry => before.Find(entry.Name) == entry);
        return change with
        {
            After = isNothing ? null : new PackageState(entries),
            Action = isNothing ? ChangeAction.None : change.Action,
            Undo = isNothing ? UndoQuality.Exact : change.Undo,
            Reason = isNothing ? "is no longer declared; it stays because others need it" : change.Reason,
            Findings = [.. change.Findings, Finding.Warn(new PlanWarning($"'{name}' stays although nobody declares it any more: {why}", change.Id))],
        };
    }

    /// <summary>Why some packages cannot go; null when they can.</summary>
    private async Task<string?> BlockersAsync(IReadOnlyList<string> names, IReadOnlyList<string> allowed)
    {
        PackageForecast forecast = await manager.ForecastAsync(new PackageOrder { Remove = names }, CancellationToken.None).ConfigureAwait(false);
        if (forecast.Problem is { } problem)
            return problem;
        string[] others = [.. forecast.Steps.Where(static step => step.To is null).Select(static step => step.Name).Except(names).Except(allowed)];
        return others.Length == 0 ? null : $"{string.Join(", ", others)} {(others.Length == 1 ? "needs" : "need")} it.";
    }

    private async Task WarnOfUndoAsync(IReadOnlyList<PackageStep> steps)
    {
        PackageStep[] leaving = [.. steps.Where(static step => step.From is not null)];
        IReadOnlyDictionary<string, PackageInfo> known = await manager.QueryAsync([.. leaving.Select(static step => step.Name)], CancellationToken.None).ConfigureAwait(false);
        string[] lost = [.. leaving.Where(step => known.GetValueOrDefault(step.Name)?.Versions.Contains(step.From!) != true).Select(static step => $"{step.Name} {step.From}")];
        if (lost.Length > 0)
            Find(static change => change.After is not null, Finding.Warn(new PlanWarning($"An undo could not bring back {string.Join(", ", lost)}: no repository has {(lost.Length == 1 ? "it" : "them")} any more.")));
    }

    private void AddAlong(IReadOnlyList<PackageStep> steps)
    {
        Add([.. steps.Where(static step => step.To is null)], ChangeAction.Remove);
        Add([.. steps.Where(static step => step.To is not null)], ChangeAction.Create, ChangeAction.Update);
    }

    private void Add(IReadOnlyList<PackageStep> steps, params ChangeAction[] preferred)
    {
        int at = _changes.FindIndex(change => change.After is not null && preferred.Contains(change.Action));
        if (at < 0)
            at = _changes.FindIndex(static change => change.After is not null);
        if (steps.Count > 0 && at >= 0 && _changes[at].After is PackageState after)
            _changes[at] = _changes[at] with { After = after with { Along = [.. after.Along, .. steps] } };
    }

    private void Find(Predicate<Change> where, Finding finding)
    {
        int at = _changes.FindIndex(where);
        if (at >= 0)
            _changes[at] = _changes[at] with { Findings = [.. _changes[at].Findings, finding] };
    }

    private static string? DiffOf(Change change)
    {
        var transaction = PackageTransaction.Of([change]);
        PackageState before = (PackageState?)change.Before ?? PackageState.Nothing;
        string[] lines =
        [
            .. transaction.Order.Install.Select(static step => step.InWords),
            .. transaction.Order.Remove.Select(name => ((PackageState)change.After!).Along.FirstOrDefault(step => step.Name == name) is { } step // Only called where something changes.
                ? $"{(step.From == "?" ? $"- {name}" : step.InWords)} (came along with what goes)" : new PackageStep(name, before.Find(name)?.Version, null).InWords),
            .. ((PackageState)change.After!).Along.Where(static step => step.To is not null).Select(static step => $"{step.InWords} ({(step.From is null ? "comes along" : "moves with it")})"),
        ];
        return lines.Length == 0 ? null : string.Join('\n', lines);
    }
}
