namespace HostTools.Machine.Units;

/// <summary>What is done to a unit.</summary>
internal enum UnitVerb
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Nothing, although it changes: its definition says so.</summary>
    Skip,

    /// <summary>It stays mounted by its old definition until the machine starts again, which is remembered.</summary>
    Leave,

    /// <summary>It reads its settings again.</summary>
    Reload,

    /// <summary>One restart by the new definition.</summary>
    Restart,

    /// <summary>It stops by its old definition and starts by the new one.</summary>
    StopStart,

    /// <summary>It and its sockets stop; the sockets start, and the service with the next client.</summary>
    StopStartSockets,

    /// <summary>It starts.</summary>
    Start,

    /// <summary>It stops by its old definition.</summary>
    Stop,
}

/// <summary>All that counts for what is done to a unit.</summary>
internal sealed record UnitSituation(string Name)
{
    /// <summary>As it is before; null when there is none, or it is masked.</summary>
    public UnitFile? Old { get; init; }

    /// <summary>As it will be; null when it goes, or is masked.</summary>
    public UnitFile? Wanted { get; init; }

    /// <summary>It runs, or is about to.</summary>
    public bool IsActive { get; init; }

    /// <summary>What is active and wants it; null when nothing is.</summary>
    public string? WantedBy { get; init; }

    /// <summary>It was not wanted so before, or not ours.</summary>
    public bool IsNewlyWanted { get; init; }

    /// <summary>It ought to run all the time, and does not.</summary>
    public string? Down { get; init; }

    /// <summary>A file it names in its restart triggers changes.</summary>
    public string? RestartFile { get; init; }

    /// <summary>A file it names in its reload triggers changes.</summary>
    public string? ReloadFile { get; init; }

    /// <summary>It stays defined, and was enabled by us alone, which ends.</summary>
    public bool IsLetGo { get; init; }

    /// <summary>A line of /etc/fstab defines it.</summary>
    public bool IsOfFstab { get; init; }

    /// <summary>The system runs from it.</summary>
    public bool IsNeeded { get; init; }

    /// <summary>It is still mounted as before, as it could not be unmounted, and who uses it now; null when it can be, or is as its definition says.</summary>
    public string? Waits { get; init; }

    /// <summary>Its sockets that are active.</summary>
    public IReadOnlyList<string> Sockets { get; init; } = [];
}

/// <summary>What is done, and why.</summary>
internal sealed record UnitVerdict(UnitVerb Verb, string Reason);

/// <summary>NixOS's rules of what happens to running units when their definitions change. Pure.</summary>
/// <remarks>stopIfChanged, restartIfChanged and reloadIfChanged are read from the X- keys of the new, and of the old unit.</remarks>
internal static class UnitRules
{
    public static UnitVerdict Decide(UnitSituation unit)
    {
        if (unit.Wanted is not null && (unit.Waits is not null || (unit.IsOfFstab && unit.IsActive && unit.Old is null)))
            return new UnitVerdict(UnitVerb.None, unit.Waits ?? "somebody has mounted it already");
        if (unit.Wanted is null)
            return Gone(unit, "its definition goes");
        if (unit.IsLetGo)
            return Gone(unit, "nothing enables it any more");
        if (!unit.IsActive)
            return Inactive(unit, unit.Wanted);
        (UnitDifference difference, string reason) = unit.Old is null ? (UnitDifference.Restart, "it was not defined by a file before") : UnitComparison.Of(unit.Old, unit.Wanted);
        if (difference < UnitDifference.Restart && unit.RestartFile is { } restarts)
            (difference, reason) = (UnitDifference.Restart, $"{restarts} changes");
        else if (difference < UnitDifference.Reload && unit.ReloadFile is { } reloads)
            (difference, reason) = (UnitDifference.Reload, $"{reloads} changes");
        return difference switch
        {
            UnitDifference.Restart => Changed(unit, unit.Wanted, reason),
            UnitDifference.Reload => new UnitVerdict(UnitVerb.Reload, reason),
            _ => new UnitVerdict(UnitVerb.None, reason),
        };
    }

    private static UnitVerdict Gone(UnitSituation unit, string reason)
    {
        if (!unit.IsActive || unit.Old is null)
            return new UnitVerdict(UnitVerb.None, "it does not run");
        if (unit.IsNeeded)
            return new UnitVerdict(UnitVerb.Skip, $"{reason}, and what the system runs from is never unmounted");
        if (unit.Old.Flag("RefuseManualStop", false, "Unit"))
            return new UnitVerdict(UnitVerb.Skip, $"{reason}, and RefuseManualStop is set");
        return unit.Old.Flag("X-StopOnRemoval", true, "Unit", "Service")
            ? new UnitVerdict(UnitVerb.Stop, reason)
            : new UnitVerdict(UnitVerb.Skip, $"{reason}, and X-StopOnRemoval is false");
    }

    private static UnitVerdict Inactive(UnitSituation unit, UnitFile wanted)
    {
        if (unit.WantedBy is null || wanted.Flag("X-OnlyManualStart", false, "Unit"))
            return new UnitVerdict(UnitVerb.None, "it does not run");
        if (unit.IsNewlyWanted)
            return new UnitVerdict(UnitVerb.Start, $"{unit.WantedBy} wants it");
        if (unit.Down is { } down)
            return new UnitVerdict(UnitVerb.Start, down);
        return unit.Old is null || UnitComparison.Of(unit.Old, wanted).Difference is UnitDifference.Restart || unit.RestartFile is not null
            ? new UnitVerdict(UnitVerb.Start, $"it changes, and {unit.WantedBy} wants it")
            : new UnitVerdict(UnitVerb.None, "it does not run");
    }

    private static UnitVerdict Changed(UnitSituation unit, UnitFile wanted, string reason)
    {
        switch (unit.Name[(unit.Name.LastIndexOf('.') + 1)..])
        {
            case "path" or "slice" or "target":
                return new UnitVerdict(UnitVerb.None, $"{reason}; units of this kind go on");
            case "mount" when unit.IsOfFstab && unit.IsNeeded:
                return new UnitVerdict(UnitVerb.Leave, $"{reason}; what the system runs from is never unmounted");
            case "mount" when unit.Name is "-.mount" or "nix.mount":
                return new UnitVerdict(UnitVerb.Reload, $"{reason}; what the system runs from is never unmounted");
            case "mount":
                return new UnitVerdict(UnitVerb.StopStart, reason);
        }

        if (wanted.Flag("X-ReloadIfChanged", false, "Service", "Unit"))
            return new UnitVerdict(UnitVerb.Reload, $"{reason}; reloadIfChanged is true");
        if (!wanted.Flag("X-RestartIfChanged", true, "Service", "Unit"))
            return new UnitVerdict(UnitVerb.Skip, $"{reason}; restartIfChanged is false");
        if (wanted.Flag("RefuseManualStop", false, "Unit"))
            return new UnitVerdict(UnitVerb.Skip, $"{reason}; RefuseManualStop is set");
        if (wanted.Flag("X-OnlyManualStart", false, "Unit"))
            return new UnitVerdict(UnitVerb.Skip, $"{reason}; X-OnlyManualStart is set");
        if (!wanted.Flag("X-StopIfChanged", true, "Service", "Unit"))
            return new UnitVerdict(UnitVerb.Restart, $"{reason}; stopIfChanged is false");
        return unit.Sockets.Count > 0
            ? new UnitVerdict(UnitVerb.StopStartSockets, reason)
            : new UnitVerdict(UnitVerb.StopStart, reason);
    }
}
