using HostTools.Activation;
using HostTools.Machine.Packages.Managers;
using HostTools.Platform;

namespace HostTools.Machine.Packages;

/// <summary>What has to happen to the packages behind one name. Pure.</summary>
internal static class PackageDecision
{
    /// <summary>A wish for the newest version that there is.</summary>
    public const string Latest = "latest";

    /// <summary>What the manager calls it; as long as nobody knows the distribution, what the configuration calls it.</summary>
    public static IReadOnlyList<string> NamesOf(PackageResource resource) => resource.Names ?? [resource.Name];

    public static Change? Of(PackageResource? desired, PackageObservation observed, Recorded? recorded)
    {
        PackageState now = observed.Packages;
        var change = new Change { Id = observed.Id, Action = ChangeAction.None, Reason = string.Empty, Desired = desired, Before = now, Undo = UndoQuality.BestEffort };
        if (desired is null)
            return recorded is null ? null : Undeclared(change, observed, recorded);
        bool isRecorded = desired.Equals(recorded?.Resource) && recorded?.Applied is PackageState { Entries.Count: > 0 };
        if (NoneToBeHad(desired, observed) is { } why)
        {
            return desired.Equals(recorded?.Resource) ? null : change with
            {
                Before = null, Undo = UndoQuality.Exact, Reason = $"is recorded{(desired.InWords is { } words ? $": {words}" : string.Empty)}",
                Findings = [Finding.Warn(new PlanWarning(why, observed.Id, desired.Origins is [var place, ..] ? place : null))],
            };
        }

        var findings = new List<Finding>();
        PackageEntry[] after = [.. now.Entries.Select(entry => NamesOf(desired).Contains(entry.Name)
            ? Wanted(desired, entry, observed, findings) : Dropped(entry, observed, recorded, findings))];
        if (SameAs(now, after) && !IsBroken(desired, observed))
        {
            return findings.Count > 0 ? change with { Reason = "stays as it is", Findings = findings, Undo = UndoQuality.Exact }
                : isRecorded ? null
                : recorded?.Applied is PackageState { Entries.Count: > 0 } ? change with { Reason = "is as wanted; only its record changes", Undo = UndoQuality.Exact }
                : change with { Action = ChangeAction.Adopt, Reason = $"is installed already{InVersion(now)}", Undo = UndoQuality.Exact };
        }

        bool wasThere = recorded?.Applied is PackageState { IsAbsent: false } applied && applied.Entries.Any(entry => entry.Version is not null && now.Find(entry.Name)?.Version is null);
        string reason = IsBroken(desired, observed) ? "its installation did not end well"
            : now.IsAbsent ? wasThere ? "was removed by hand" : "is not installed"
            : after.Any(entry => entry.Version != now.Find(entry.Name)?.Version) ? wasThere ? "was removed by hand in part" : "differs" : "came because another one needs it; is marked as asked for";
        return change with { Action = now.IsAbsent ? ChangeAction.Create : ChangeAction.Update, Reason = reason, After = new PackageState(after), Findings = findings, Triggers = desired.Triggers };
    }

    /// <summary>What we installed goes, what was there before stays, and so does what somebody else declares.</summary>
    private static Change Undeclared(Change change, PackageObservation observed, Recorded recorded)
    {
        PackageState now = observed.Packages;
        var findings = new List<Finding>();
        PackageEntry[] after = [.. now.Entries.Select(entry => Dropped(entry, observed, recorded, findings))];
        change = change with { Findings = findings, Triggers = recorded.Resource.Triggers };
        if (!SameAs(now, after))
        {
            bool goes = after.Any(entry => entry.Version is null && now.Find(entry.Name)?.Version is not null);
            return change with
            {
                Action = goes ? ChangeAction.Remove : ChangeAction.RestoreOriginal,
                Reason = goes ? "is no longer declared" : "is no longer declared; it stays because another one needs it",
                After = new PackageState(after),
            };
        }

        return change with
        {
            Undo = UndoQuality.Exact,
            Reason = now.IsAbsent ? "is no longer declared and gone already"
                : findings.Count > 0 ? "is no longer declared; it is held and stays"
                : now.Entries.Any(entry => observed.Survey.Declared.Contains(entry.Name)) ? "is no longer declared under this name and stays under another"
                : "is no longer declared; it was there before and stays",
        };
    }

    private static PackageEntry Wanted(PackageResource desired, PackageEntry entry, PackageObservation observed, List<Finding> findings)
    {
        PackageInfo info = observed.Known.GetValueOrDefault(entry.Name) ?? new PackageInfo(entry.Name);
        PackageEntry marked = observed.Survey.HasMarks && entry.Version is not null ? entry with { IsAutomatic = false } : entry with { IsAutomatic = entry.Version is not null && entry.IsAutomatic };
        string? version = Version(desired, info, observed, findings);
        if (version == entry.Version)
            return marked;
        if (!info.IsHeld)
            return marked with { Version = version };
        findings.Add(Finding.Warn(new PlanWarning($"'{entry.Name}' is held{(entry.Version is null ? string.Empty : $" at {entry.Version}")}, so it stays {(entry.Version is null ? "away" : "as it is")}.", observed.Id, Place(desired))));
        return entry;
    }

    /// <summary>The version it shall have.</summary>
    private static string? Version(PackageResource desired, PackageInfo info, PackageObservation observed, List<Finding> findings)
    {
        PackageSurvey survey = observed.Survey;
        if (desired.Version is null or Latest)
        {
            if (info.Version is not null && (desired.Version is null || info.Candidate is null))
                return info.Version;
            if (info.Candidate is not null)
                return info.Version is null && desired.IsRefreshed ? PackageStep.Newest : info.Candidate;
            if (desired.IsRefreshed)
                return PackageStep.Newest;
            findings.Add(Finding.Stop(MachineErrors.PackageUnknown(
                desired.Name, info.Name, survey.Manager ?? "The package manager", survey.Refresh, survey.Nearest.GetValueOrDefault(info.Name), survey.IndexProblem, desired.Origins)));
            return info.Version;
        }

        if (info.Version == desired.Version || info.Versions.Contains(desired.Version) || desired.IsRefreshed)
            return desired.Version;
        findings.Add(Finding.Stop(info.Versions.Count == 0 && info.Version is null
            ? MachineErrors.PackageUnknown(desired.Name, info.Name, survey.Manager ?? "The package manager", survey.Refresh, survey.Nearest.GetValueOrDefault(info.Name), survey.IndexProblem, desired.Origins)
            : MachineErrors.PackageVersionUnknown(info.Name, desired.Version, info.Versions, desired.Origins)));
        return info.Version;
    }

    private static PackageEntry Dropped(PackageEntry entry, PackageObservation observed, Recorded? recorded, List<Finding> findings)
    {
        PackageEntry? known = (recorded?.Applied as PackageState)?.Find(entry.Name);
        if (entry.Version is null || known is null || observed.Survey.Declared.Contains(entry.Name))
            return entry;
        if (!observed.Survey.Ours.Contains(entry.Name))
            return known.WasAutomatic && observed.Survey.HasMarks ? entry with { IsAutomatic = true } : entry;
        if (observed.Known.GetValueOrDefault(entry.Name)?.IsHeld != true)
            return entry with { Version = null, IsAutomatic = false };
        findings.Add(Finding.Warn(new PlanWarning($"'{entry.Name}' is held, so it stays although nobody declares it any more.", observed.Id)));
        return entry;
    }

    /// <summary>What is recorded: who installed it, and what came along with it.</summary>
    public static PackageState StateAfter(PackageResource desired, PackageObservation observed, Change? change, Recorded? recorded)
    {
        PackageState now = observed.Packages;
        PackageState after = change?.After as PackageState ?? now;
        var known = recorded?.Applied as PackageState;
        return new PackageState(
        [
            .. after.Entries.Where(entry => NamesOf(desired).Contains(entry.Name) && (entry.Version is not null || known?.Find(entry.Name) is not null)).Select(entry => entry with
            {
                IsOurs = entry.Version is not null && (now.Find(entry.Name)?.Version is null || observed.Survey.Ours.Contains(entry.Name)),
                WasAutomatic = known?.Find(entry.Name)?.WasAutomatic == true || now.Find(entry.Name) is { Version: not null, IsAutomatic: true },
            }),
        ])
        {
            Along =
            [
                .. ((change?.After as PackageState)?.Along.Where(static step => step is { From: null, To: not null }) ?? []).Concat(known?.Along ?? []).Concat(observed.Inherited)
                    .DistinctBy(static step => step.Name).Where(step => !observed.Survey.Declared.Contains(step.Name)).OrderBy(static step => step.Name, StringComparer.Ordinal),
            ],
        };
    }

    private static string? NoneToBeHad(PackageResource desired, PackageObservation observed) =>
        observed.Survey.Manager is null ? $"'{desired.Name}' is recorded, not installed: the machine has no package manager that HostTools knows."
        : desired.Names is [] ? $"{desired.Distribution} has no package for '{desired.Name}'. Leave it out, or say what it is called once it can be had: environment.packageNames.{desired.Name}.{desired.Distribution}: NAME."
        : null;

    private static bool SameAs(PackageState now, IReadOnlyList<PackageEntry> after) =>
        after.All(entry => now.Find(entry.Name) is { } other && other.Version == entry.Version && other.IsAutomatic == entry.IsAutomatic);

    private static bool IsBroken(PackageResource desired, PackageObservation observed) => observed.Known.Values.Any(info => info.IsBroken && NamesOf(desired).Contains(info.Name));

    private static string InVersion(PackageState state) => state.Entries is [{ Version: { } version }] ? $": {version}" : string.Empty;

    private static Origin? Place(PackageResource desired) => desired.Origins is [var place, ..] ? place : null;
}
