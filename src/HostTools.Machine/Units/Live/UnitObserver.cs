using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Machine.Units;

/// <summary>What a unit is, will be, and does.</summary>
internal sealed record UnitObservation(Activation.Resources.ResourceId Id) : Observation(Id, UnitState.Nothing)
{
    /// <summary>One for each instance; none where no systemd runs.</summary>
    public IReadOnlyList<UnitSituation> Situations { get; init; } = [];
}

/// <summary>Looks at units: their files on the disk before the apply, and how systemd runs them.</summary>
internal sealed class UnitObserver(Target target, Systemd systemd)
{
    public async Task<IReadOnlyList<UnitObservation>> ObserveAsync(IReadOnlyList<Question> batch, CancellationToken token)
    {
        if (!systemd.IsRunning)
            return [.. batch.Select(static question => new UnitObservation(question.Id))];
        IReadOnlyDictionary<string, string> states = await systemd.ListAsync(token).ConfigureAwait(false);
        Dictionary<string, Change> changes = batch.Count == 0 ? [] : batch[0].Earlier.Where(static change => change.After is PathState)
            .ToDictionary(static change => change.Id.Key, StringComparer.Ordinal);
        var seen = new List<UnitObservation>();
        foreach (Question question in batch)
            seen.Add(Of(question, [.. InstancesOf(question.Id.Key, states).Select(unit => Look(unit, question, states, changes))]));
        return await WithoutNeededAsync(await WithoutUnmetAsync(seen, token).ConfigureAwait(false), states, token).ConfigureAwait(false);
    }

    private static UnitObservation Of(Question question, UnitSituation[] situations) => new(question.Id)
    {
        Situations = situations,
        Warning = situations.FirstOrDefault(static unit => unit is { Waits: not null, Wanted: not null }) is { } waiting ? new PlanWarning(waiting.Waits!, question.Id) : null,
    };

    /// <summary>What something else that runs needs or wants goes on, whoever enables it.</summary>
    private async Task<IReadOnlyList<UnitObservation>> WithoutNeededAsync(IReadOnlyList<UnitObservation> seen, IReadOnlyDictionary<string, string> states, CancellationToken token)
    {
        string[] going = [.. seen.SelectMany(static one => one.Situations).Where(static unit => unit.IsLetGo).Select(static unit => unit.Name)];
        HashSet<string> needed = [.. (await systemd.ShowAsync(going, ["RequiredBy", "RequisiteOf", "BoundBy", "UpheldBy", "WantedBy", "TriggeredBy"], token).ConfigureAwait(false))
            .Where(unit => unit.All.SelectMany(static names => names.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Any(name => !name.EndsWith(".target", StringComparison.Ordinal) && !going.Contains(name) && UnitStatus.IsActiveWord(states.GetValueOrDefault(name, "inactive"))))
            .Select(static unit => unit.Unit)];
        return needed.Count == 0 ? seen
            : [.. seen.Select(one => one with { Situations = [.. one.Situations.Select(unit => needed.Contains(unit.Name) ? unit with { IsLetGo = false } : unit)] })];
    }

    /// <summary>What did not start because a condition of it is not met, or is about to start, as at boot, is as it ought to be.</summary>
    private async Task<IReadOnlyList<UnitObservation>> WithoutUnmetAsync(List<UnitObservation> seen, CancellationToken token)
    {
        string[] down = [.. seen.SelectMany(static one => one.Situations).Where(static unit => unit.Down is not null).Select(static unit => unit.Name)];
        HashSet<string> unmet = [.. (await systemd.ShowAsync(down, ["ConditionResult", "ConditionTimestampMonotonic", "Job"], token).ConfigureAwait(false))
            .Where(static unit => unit.Of("Job") is not ("" or "0") || (unit.Of("ConditionResult") == "no" && unit.Of("ConditionTimestampMonotonic") is not ("" or "0"))).Select(static unit => unit.Unit)];
        return unmet.Count == 0 ? seen
            : [.. seen.Select(one => one with { Situations = [.. one.Situations.Select(unit => unmet.Contains(unit.Name) ? unit with { Down = null } : unit)] })];
    }

    private static IEnumerable<string> InstancesOf(string unit, IReadOnlyDictionary<string, string> states)
    {
        int at = unit.IndexOf("@.", StringComparison.Ordinal);
        return at < 0 ? [unit] : states.Keys.Where(name => name.StartsWith(unit[..(at + 1)], StringComparison.Ordinal) && name.EndsWith(unit[(at + 1)..], StringComparison.Ordinal)).Order(StringComparer.Ordinal);
    }

    private UnitSituation Look(string unit, Question question, IReadOnlyDictionary<string, string> states, Dictionary<string, Change> changes)
    {
        var desired = question.Desired as UnitResource;
        var recorded = question.Recorded?.Resource as UnitResource;
        if ((desired ?? recorded)!.IsOfFstab) // One of them is asked about.
            return LookAtMount(unit, desired, recorded, states);
        string own = (desired ?? recorded)!.Folder;
        var folders = new UnitFolders(target.Root, own, target.Machine is not null);
        (string Path, string Text)[] dropIns = [.. folders.DropIns(unit)];
        UnitFile? old = folders.Unit(unit) is { } text ? UnitFile.Of([text, .. dropIns.Select(static one => one.Text)]) : null;
        string? wantedText = desired switch
        {
            { IsMasked: true } => null,
            { Text: { } whole } => whole,
            // What was ours goes; what it had replaced comes back, or the distribution's is read again.
            _ => folders.Unit(unit, withoutOwn: recorded is { Text: not null } or { IsMasked: true }),
        };
        string ours = $"{own}/{question.Id.Key}.d/hosttools.conf";
        IEnumerable<string> added = dropIns.Where(one => one.Path != ours).Select(static one => one.Text).Concat(desired?.DropIn is { } more ? [more] : []);
        UnitFile? wanted = wantedText is null ? null : UnitFile.Of([wantedText, .. added]);
        string state = states.GetValueOrDefault(unit, "inactive");
        bool isActive = UnitStatus.IsActiveWord(state);
        string? wantedBy = (desired ?? recorded)!.WantedBy.FirstOrDefault(by => UnitStatus.IsActiveWord(states.GetValueOrDefault(by, "inactive")));
        return new UnitSituation(unit)
        {
            Old = old,
            Wanted = wanted,
            IsActive = isActive,
            WantedBy = wantedBy,
            IsNewlyWanted = wantedBy is not null && (recorded is null or { IsMasked: true } || !recorded.WantedBy.Contains(wantedBy)),
            Down = isActive || wantedBy is null || recorded is null || (wanted ?? old) is not { } known ? null
                : state == "failed" ? "it has failed" : StaysUp(unit, known) ? $"it does not run, and {wantedBy} wants it" : null,
            RestartFile = wanted?.Values("Unit", "X-Restart-Triggers") is { } restarts ? ChangedOf(restarts, changes) : null,
            ReloadFile = wanted?.Values("Unit", "X-Reload-Triggers") is { } reloads ? ChangedOf(reloads, changes) : null,
            IsLetGo = desired is null && recorded is { WantedBy.Count: > 0 } && !folders.IsEnabled(unit, path => changes.GetValueOrDefault(path) is { After.IsAbsent: true }),
            Sockets = isActive && unit.EndsWith(".service", StringComparison.Ordinal) ? [.. SocketsOf(unit, wanted).Where(socket => IsKept(socket, own, states, changes))] : [],
        };
    }

    private UnitSituation LookAtMount(string unit, UnitResource? desired, UnitResource? recorded, IReadOnlyDictionary<string, string> states)
    {
        var fstab = new FstabMounts(target.Root);
        UnitFile any = UnitFile.Of((desired ?? recorded)!.Text!); // Each of a line has one.
        string where = FstabMounts.WhereOf(any);
        bool isActive = UnitStatus.IsActiveWord(states.GetValueOrDefault(unit, "inactive"));
        string? kept = isActive ? fstab.Kept(unit) : null;
        UnitFile? old = (kept ?? fstab.Defined(where)) is { } text ? UnitFile.Of(text) : null;
        UnitFile? wanted = desired is null ? null : any;
        bool isNeeded = FstabMounts.IsNeeded(old) || FstabMounts.IsNeeded(wanted);
        string? wantedBy = (desired ?? recorded)!.WantedBy.FirstOrDefault(by => UnitStatus.IsActiveWord(states.GetValueOrDefault(by, "inactive")));
        if (fstab.IsMissing(any))
            wantedBy = null;
        return new UnitSituation(unit)
        {
            Old = old,
            Wanted = wanted,
            IsActive = isActive,
            IsOfFstab = true,
            IsNeeded = isNeeded,
            Waits = kept is not null && (desired is null || desired == recorded) && UnitComparison.Of(old!, any).Difference is not UnitDifference.None ? WhyItWaits(where, isNeeded) : null,
            WantedBy = wantedBy,
            IsNewlyWanted = wantedBy is not null && (recorded is null || !recorded.WantedBy.Contains(wantedBy)),
            Down = isActive || wantedBy is null || recorded is null ? null : $"it is not mounted, and {wantedBy} wants it",
        };
    }

    /// <summary>Null when nobody keeps it from being unmounted any more.</summary>
    private string? WhyItWaits(string where, bool isNeeded)
    {
        IReadOnlyList<string> users = isNeeded ? ["the system"] : MountUse.Of(target.Root, where);
        return users.Count == 0 ? null : $"'{where}' waits for the next start of the machine: it is still mounted as before, as it is used by {string.Join(", ", users)}.";
    }

    /// <summary>It never ends by itself, as far as its definition says.</summary>
    private static bool StaysUp(string unit, UnitFile wanted) =>
        !unit.EndsWith(".service", StringComparison.Ordinal) ||
        wanted.Values("Service", "Type") is ["notify" or "notify-reload" or "dbus" or "forking"] || wanted.Values("Service", "Restart") is ["always"];

    private static string? ChangedOf(IReadOnlyList<string> triggers, Dictionary<string, Change> changes) =>
        triggers.SelectMany(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).FirstOrDefault(changes.ContainsKey);

    private static IEnumerable<string> SocketsOf(string service, UnitFile? wanted) =>
        wanted?.Values("Service", "Sockets") is { Count: > 0 } named
            ? named.SelectMany(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            : [service[..^".service".Length] + ".socket"];

    private static bool IsKept(string socket, string own, IReadOnlyDictionary<string, string> states, Dictionary<string, Change> changes) =>
        UnitStatus.IsActiveWord(states.GetValueOrDefault(socket, "inactive")) && changes.GetValueOrDefault($"{own}/{socket}") is not { After.IsAbsent: true };
}
