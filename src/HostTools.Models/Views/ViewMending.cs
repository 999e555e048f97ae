using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Makes again what is recorded of views and is gone, from the store alone. What stands there instead is somebody else's, and stays.</summary>
/// <param name="site">The store, and the file system it is in.</param>
public sealed class ViewMending(ViewSite site)
{
    private readonly ViewRecords _records = new(site.Store);
    private readonly ViewThings _things = new(site);

    /// <summary>What stands in the way is moved aside, to a name with <c>.moved</c> at its end, in place of staying. Default: false.</summary>
    public bool MovesAside { get; init; }

    /// <summary>What is not as it is recorded. Writes nothing.</summary>
    /// <exception cref="HostToolsException">RecordUnreadable.</exception>
    public IReadOnlyList<ViewMend> Find() => [.. Look().Select(static gap => gap.Mend)];

    /// <summary>Makes what is missing, and brings to its end what a run that was killed began.</summary>
    /// <returns>As <see cref="Find"/>: what was done, and what was left.</returns>
    /// <exception cref="HostToolsException">RecordUnreadable; StoreNotWritable.</exception>
    public IReadOnlyList<ViewMend> Mend() => [.. Look().Select(Done)];

    private ViewMend Done(Gap gap)
    {
        try
        {
            if (gap.Mend.Kind is ViewMendKind.Finished)
                new ModelViews(site).Show(gap.Mend.Holder, gap.Snapshot!, gap.Wishes); // Of a model without bytes nothing is finished.
            else if (gap.Mend.Kind is ViewMendKind.Made or ViewMendKind.MovedAside)
                Make(gap.Folder!, gap.Entry!); // Only what has an entry can be made.
            return gap.Mend;
        }
        catch (HostToolsException occupied) when (occupied.Errors is [{ Id: nameof(ModelErrors.ViewOccupied) or nameof(ModelErrors.ViewContested) } first, ..])
        {
            return gap.Mend with { Kind = ViewMendKind.InTheWay, Path = first.Target as string ?? gap.Mend.Path };
        }
    }

    private IEnumerable<Gap> Look()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (ViewRecord record in _records.All())
        {
            ModelSnapshot? snapshot = new SnapshotRecords(site.Store).Find(record.Source, record.Version);
            if (snapshot is null)
                yield return new Gap(new ViewMend(record.Holder, site.Store.Directory, ViewMendKind.BytesGone));
            else if (IsUnfinished(record, snapshot))
                yield return new Gap(new ViewMend(record.Holder, site.Root.Describe(record.Wishes.Count > 0 ? record.Wishes[0].Folder : site.StorePath), ViewMendKind.Finished)) { Snapshot = snapshot, Wishes = record.Wishes };
            else
            {
                foreach (Gap gap in GapsOf(record, snapshot).Where(gap => seen.Add(gap.Mend.Path)))
                    yield return gap;
            }
        }
    }

    /// <summary>A change of its views was broken off: it still has what it does not want any more.</summary>
    private bool IsUnfinished(ViewRecord record, ModelSnapshot snapshot)
    {
        HashSet<string> wanted = [.. EntriesOf(record, snapshot).Select(static pair => ViewThing.Of(pair.Folder, pair.Entry).Path)];
        return record.Snapshots.Count > 1 || record.Things.Any(thing => !wanted.Contains(thing.Path));
    }

    private IEnumerable<Gap> GapsOf(ViewRecord record, ModelSnapshot snapshot)
    {
        HashSet<ViewThing> recorded = [.. record.Things];
        foreach ((string folder, ViewEntry entry) in EntriesOf(record, snapshot))
        {
            var thing = ViewThing.Of(folder, entry);
            if (recorded.Contains(thing) && KindOf(folder, thing, entry) is { } kind)
                yield return new Gap(new ViewMend(record.Holder, site.Root.Describe(thing.Path), kind)) { Folder = folder, Entry = entry };
        }
    }

    /// <summary>Null when it is as it was made.</summary>
    private ViewMendKind? KindOf(string folder, ViewThing thing, ViewEntry entry) =>
        WallOf(folder, thing.Path) is not null ? Foreign
        : _things.IsThere(thing, isThorough: false) ? null
        : site.Root.Stat(thing.Path) is null ? ViewMendKind.Made
        : entry.YieldsToOthers ? null
        : Foreign;

    private ViewMendKind Foreign => MovesAside ? ViewMendKind.MovedAside : ViewMendKind.InTheWay;

    /// <summary>A directory that leads to it is none: below the folder of a view no link is followed.</summary>
    private string? WallOf(string folder, string path) => RootPath.AncestorsOf(path)
        .Reverse().Select(above => (Path: above, Status: RootPath.IsBelow(above, folder) ? site.Root.Stat(above) : site.Root.StatFollowed(above)))
        .TakeWhile(static above => above.Status is not null).Where(static above => above.Status is { Type: not FileEntryType.Directory }).Select(static above => above.Path).FirstOrDefault();

    private void MoveAside(string path)
    {
        string free = Enumerable.Range(1, int.MaxValue).Select(number => number == 1 ? $"{path}.moved" : $"{path}.moved{number}").First(name => site.Root.Stat(name) is null);
        site.Root.Rename(path, free);
    }

    private void Make(string folder, ViewEntry entry)
    {
        string path = ViewThing.Of(folder, entry).Path;
        if (MovesAside && WallOf(folder, path) is { } wall)
            MoveAside(wall);
        if (MovesAside && site.Root.Stat(path) is not null)
            MoveAside(path);
        foreach (string above in RootPath.AncestorsOf(path).Reverse().Where(above => site.Root.StatFollowed(above) is null))
            MakeDirectory(above);
        _things.Make(folder, entry);
    }

    // A group finds what is made again below a directory that is gone as well.
    private void MakeDirectory(string path)
    {
        site.Root.CreateDirectory(path, site.DirectoryMode);
        if (!OperatingSystem.IsLinux() || !site.Store.IsShared || !Environment.IsPrivilegedProcess || site.Store.Root.Stat("/") is not { } store)
            return;
        site.Root.SetOwner(path, -1, store.GroupId);
        site.Root.SetMode(path, site.DirectoryMode); // Giving away may take the bit that hands the group on.
    }

    private IEnumerable<(string Folder, ViewEntry Entry)> EntriesOf(ViewRecord record, ModelSnapshot snapshot) =>
        record.Wishes.SelectMany(wish => site.EntriesOf(wish, snapshot).Select(entry => (wish.Folder, entry)));

    private sealed record Gap(ViewMend Mend)
    {
        public string? Folder { get; init; }

        public ViewEntry? Entry { get; init; }

        public ModelSnapshot? Snapshot { get; init; }

        public IReadOnlyList<ViewWish> Wishes { get; init; } = [];
    }
}

/// <summary>Something in a view that was not as it is recorded.</summary>
/// <param name="Holder">Whose; see <see cref="Holders"/>.</param>
/// <param name="Path">Where.</param>
/// <param name="Kind">What was, or would be, done about it.</param>
public sealed record ViewMend(string Holder, string Path, ViewMendKind Kind);

/// <summary>What is done about something in a view that is not as it is recorded.</summary>
public enum ViewMendKind
{
    /// <summary>It was gone, and is made again.</summary>
    Made,

    /// <summary>A change of the model's views was broken off, and is brought to its end.</summary>
    Finished,

    /// <summary>Something of somebody else stood there; it is moved to a name with <c>.moved</c> at its end, and this is made.</summary>
    MovedAside,

    /// <summary>Something of somebody else stands there and stays.</summary>
    InTheWay,

    /// <summary>The bytes of the model are not in the store, so nothing is made.</summary>
    BytesGone,
}
