using HostTools.Platform;

namespace HostTools.Models;

/// <summary>
/// Brings what a holder has in views from one state to another. Killed anywhere, the same call finishes it: what is about to be made is recorded
/// before, and what was made stays recorded until it is gone.
/// </summary>
internal sealed class ViewSwitch(ViewSite site)
{
    private readonly ViewRecords _records = new(site.Store);
    private readonly ViewThings _things = new(site);

    /// <summary>What would be in the way, without writing.</summary>
    /// <param name="wanted">What the holder wants; null for nothing any more.</param>
    /// <param name="snapshot">Its files; may be empty where they are not known yet.</param>
    /// <exception cref="HostToolsException">RecordUnreadable; ViewNotPossible.</exception>
    public IReadOnlyList<HostError> Problems(ViewRecord? wanted, ModelSnapshot? snapshot) =>
        wanted is null || snapshot is null ? [] : [.. Sort(wanted, snapshot).Problems];

    /// <summary>Does it.</summary>
    /// <param name="holder">Whose.</param>
    /// <param name="wanted">What it wants; null for nothing any more.</param>
    /// <param name="snapshot">Its files; null where nothing is wanted.</param>
    /// <returns>Things worth knowing: what was left because somebody else changed it.</returns>
    /// <exception cref="HostToolsException">ViewOccupied or ViewContested, and nothing was written.</exception>
    public IReadOnlyList<string> To(string holder, ViewRecord? wanted, ModelSnapshot? snapshot)
    {
        ViewRecord? before = _records.Find(holder);
        if (wanted is null || snapshot is null)
            return before is null ? [] : Clear(before, null);
        Sorted sorted = Sort(wanted, snapshot);
        if (sorted.Problems.Count > 0)
            throw new HostToolsException(sorted.Problems);
        ViewRecord record = wanted with
        {
            Things = [.. sorted.Ours.Select(static pair => pair.Thing)],
            Directories = [.. MissingDirectories(sorted.Ours).Concat(wanted.Directories).Concat(before?.Directories ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Snapshots = [SnapshotRecords.IdOf(snapshot.Source, snapshot.Version)],
        };
        _records.Write(Union(record, before));
        foreach (string directory in MissingDirectories(sorted.Ours))
            MakeDirectory(directory);
        foreach ((string folder, ViewEntry entry, ViewThing thing) in sorted.Ours)
        {
            if (!_things.IsThere(thing, isThorough: false))
                _things.Make(folder, entry);
        }

        if (site.IsSynced)
            Sync(record.Wishes.Select(static wish => wish.Folder).Distinct(StringComparer.Ordinal));
        return before is null ? Finish(record) : Clear(before, record);
    }

    private void Sync(IEnumerable<string> folders)
    {
        foreach (string folder in folders.Where(folder => site.Root.StatFollowed(folder) is not null))
            site.Root.SyncFileSystem(folder);
    }

    private List<string> Finish(ViewRecord record)
    {
        _records.Write(record);
        return [];
    }

    /// <summary>Takes away what the record had and nobody needs, in the order in which readers notice it first.</summary>
    private List<string> Clear(ViewRecord before, ViewRecord? next)
    {
        ViewRecord after = next ?? new ViewRecord(before.Holder, before.Source, before.Version);
        var notes = new List<string>();
        ViewRecord[] others = [.. _records.All().Where(record => record.Holder != before.Holder)];
        HashSet<string> kept = [.. after.Things.Concat(others.SelectMany(static record => record.Things)).Select(static thing => thing.Path)];
        foreach (ViewThing thing in before.Things.Where(thing => !kept.Contains(thing.Path)).Reverse())
        {
            if (!_things.TryRemove(thing) && thing.Kind is not ThingKind.Folder)
                notes.Add($"'{site.Root.Describe(thing.Path)}' was changed by somebody else and stays.");
        }

        HashSet<string> needed = [.. others.SelectMany(static record => record.Directories)];
        var left = new List<string>();
        foreach (string directory in before.Directories.Concat(after.Directories).Distinct(StringComparer.Ordinal).OrderByDescending(static path => path.Length))
        {
            if (IsNeeded(directory, kept) || needed.Contains(directory) || !_things.TryRemoveDirectory(directory))
                left.Add(directory);
        }

        if (next is null)
            _records.Remove(before.Holder);
        else
            _records.Write(after with { Directories = [.. left.Order(StringComparer.Ordinal)] });
        return notes;
    }

    private static bool IsNeeded(string directory, HashSet<string> kept) => kept.Any(path => RootPath.IsBelow(path, directory));

    /// <summary>What is ours to make, and what stands in the way.</summary>
    private Sorted Sort(ViewRecord wanted, ModelSnapshot snapshot)
    {
        var sorted = new Sorted([], []);
        Dictionary<string, (ViewThing Thing, string Holder)> known = Known();
        foreach (ViewWish wish in wanted.Wishes)
        {
            foreach (ViewEntry entry in site.EntriesOf(wish, snapshot))
            {
                var thing = ViewThing.Of(wish.Folder, entry);
                if (Problem(wish, thing, entry, wanted.Holder, known) is { } problem)
                    sorted.Problems.Add(problem);
                else if (known.ContainsKey(thing.Path) || site.Root.Stat(thing.Path) is null)
                    sorted.Ours.Add((wish.Folder, entry, thing));
            }
        }

        return sorted;
    }

    private Dictionary<string, (ViewThing Thing, string Holder)> Known()
    {
        var known = new Dictionary<string, (ViewThing Thing, string Holder)>(StringComparer.Ordinal);
        foreach (ViewRecord record in _records.All())
        {
            foreach (ViewThing thing in record.Things)
                known.TryAdd(thing.Path, (thing, record.Holder));
        }

        return known;
    }

    /// <summary>Null when the thing can be made, or is there already.</summary>
    private HostError? Problem(ViewWish wish, ViewThing thing, ViewEntry entry, string holder, Dictionary<string, (ViewThing Thing, string Holder)> known)
    {
        if (DirectoriesOf(wish.Folder, thing.Path).FirstOrDefault(path => site.Root.Stat(path) is { Type: not FileEntryType.Directory }) is { } wall)
            return ModelErrors.ViewOccupied(site.Root.Describe(wall), Holders.Words(holder));
        if (known.TryGetValue(thing.Path, out (ViewThing Thing, string Holder) other))
            return other.Holder == holder || other.Thing.Value == thing.Value || entry.YieldsToOthers ? null : ModelErrors.ViewContested(site.Root.Describe(thing.Path), Holders.Words(holder), Holders.Words(other.Holder));
        return entry.YieldsToOthers || site.Root.Stat(thing.Path) is null || _things.IsThere(thing, isThorough: true) ? null : ModelErrors.ViewOccupied(site.Root.Describe(thing.Path), Holders.Words(holder));
    }

    /// <summary>Directories between the folder of a view and a thing in it, the outermost first.</summary>
    private static IEnumerable<string> DirectoriesOf(string folder, string path) =>
        RootPath.AncestorsOf(path).TakeWhile(above => RootPath.IsBelow(above, folder)).Reverse();

    private string[] MissingDirectories(IEnumerable<(string Folder, ViewEntry Entry, ViewThing Thing)> ours) =>
    [
        .. ours.SelectMany(static pair => RootPath.AncestorsOf(pair.Thing.Path)).Distinct(StringComparer.Ordinal)
            .Where(path => site.Root.StatFollowed(path) is null).Order(StringComparer.Ordinal),
    ];

    private void MakeDirectory(string path)
    {
        site.Faults?.Invoke(path);
        if (site.Root.StatFollowed(path) is null)
            site.Root.CreateDirectory(path, site.DirectoryMode);
    }

    private static ViewRecord Union(ViewRecord record, ViewRecord? before) => before is null ? record : record with
    {
        Things = [.. record.Things.Concat(before.Things).DistinctBy(static thing => thing.Path)],
        Snapshots = [.. record.Snapshots.Union(before.Snapshots)],
    };

    private sealed record Sorted(List<(string Folder, ViewEntry Entry, ViewThing Thing)> Ours, List<HostError> Problems);
}
