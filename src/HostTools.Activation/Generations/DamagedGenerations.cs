using System.Globalization;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Generations whose record cannot be read: finds them, and sets them aside. Nothing is deleted, and nothing unreadable is taken for empty.</summary>
internal sealed class DamagedGenerations(Target target, ProviderSet providers)
{
    private const string Folder = "/generations";
    private const string Suffix = ".damaged";
    private const string Draft = Folder + "/.repaired";

    private readonly GenerationFiles _files = new(target);
    private readonly ActivationJson _json = new(providers);

    /// <summary>Some are kept aside, and the store may hold what only they need.</summary>
    public static bool IsAnyAside(Target target) => target.State.List(Folder).Any(static name => name.Contains(Suffix, StringComparison.Ordinal));

    /// <summary>What cannot be read of generations up to the current one, ascending; of one generation one error for each file.</summary>
    /// <exception cref="HostToolsException">CurrentDamaged; ManifestVersionUnknown: what another version wrote is not damaged.</exception>
    public IReadOnlyList<(int Number, HostError Error)> Find()
    {
        int current = _files.CurrentNumber();
        IEnumerable<int> numbers = _files.Numbers().Where(number => number <= current);
        return [.. (current > 0 ? numbers.Append(current) : numbers).Distinct().Order().SelectMany(number => Problems(number).Select(error => (number, error)))];
    }

    /// <summary>Sets aside what cannot be read. In the place of the current generation comes what is still known of it. The caller holds the lock.</summary>
    /// <returns>What was kept where, and what is not known any more.</returns>
    /// <exception cref="HostToolsException">ManifestDamaged when nothing readable is left to go on with.</exception>
    public IReadOnlyList<string> SetAside(DateTimeOffset now, SyncGroup sync)
    {
        int current = _files.CurrentNumber();
        var notes = new List<string>();
        RemoveDraft();
        foreach (IGrouping<int, (int Number, HostError Error)> damaged in Find().GroupBy(static found => found.Number))
        {
            if (damaged.Key == current)
                Replace(current, damaged.First().Error, now, sync, notes);
            else
                notes.Add($"Generation {damaged.Key} is kept in '{Describe(Move(damaged.Key))}' and cannot be gone back to.");
        }

        sync.AddDirectory(target.State, Folder);
        sync.Flush();
        if (notes.Count > 0)
            notes.Add("While it lies there nothing is removed from the content store; remove it when you need it no more.");
        return notes;
    }

    private void Replace(int current, HostError error, DateTimeOffset now, SyncGroup sync, List<string> notes)
    {
        Manifest? own = TryRead(() => _files.ReadManifest(current, _json));
        Originals? ownOriginals = TryRead(() => _files.ReadOriginals(current, _json));
        (Manifest? older, Originals? olderOriginals) = Older(current);
        Manifest known = own ?? older ?? throw new HostToolsException(error);
        Dictionary<ResourceId, ResourceState> states = StatesOf(known, ownOriginals ?? olderOriginals ?? Originals.None, out List<ResourceId> unknown);
        Generation header = own?.Header ?? known.Header with { Number = current, CreatedAt = now, RestoredFrom = known.Header.Number };
        _files.WriteTo(Draft, header, new NextGeneration(known.Entries, new Originals(states, (ownOriginals ?? olderOriginals)?.Kept ?? [])), _json, sync);
        sync.Flush();
        if (target.State.Stat(DirectoryOf(current)) is not null)
            notes.Add($"What there was of generation {current} is kept in '{Describe(Move(current))}'.");
        target.State.Rename(Draft, DirectoryOf(current));
        if (own is null)
            notes.Add($"What generation {current} declared is not known any more: it goes on with what generation {known.Header.Number} declared, and what was changed since then shows as changed by hand.{Lost(ownOriginals, known)}");
        if (unknown.Count > 0)
            notes.Add($"What was there before is not known any more of {Some(unknown)}: when no longer declared, it stays as it is.");
    }

    /// <summary>What was there first. Where that is not known it counts as what was applied, so that going back deletes nothing.</summary>
    private Dictionary<ResourceId, ResourceState> StatesOf(Manifest known, Originals originals, out List<ResourceId> unknown)
    {
        var states = new Dictionary<ResourceId, ResourceState>();
        unknown = [];
        foreach (ManifestEntry entry in known.Entries.Where(entry => providers.Of(entry.Resource).KeepsOriginals))
        {
            if (originals.States.TryGetValue(entry.Resource.Id, out ResourceState? state))
            {
                states[entry.Resource.Id] = state;
            }
            else
            {
                states[entry.Resource.Id] = entry.Applied;
                unknown.Add(entry.Resource.Id);
            }
        }

        return states;
    }

    private static string Lost(Originals? originals, Manifest known)
    {
        var declared = known.Entries.Select(static entry => entry.Resource.Id).ToHashSet();
        ResourceId[] lost = [.. originals?.States.Keys.Where(id => !declared.Contains(id)) ?? []];
        return lost.Length == 0 ? string.Empty : $" {Some(lost)} came later and {(lost.Length == 1 ? "is" : "are")} left alone.";
    }

    private static string Some(IReadOnlyCollection<ResourceId> ids) =>
        string.Join(", ", ids.Order().Take(5).Select(static id => $"'{id.Key}'")) + (ids.Count > 5 ? string.Create(CultureInfo.InvariantCulture, $" and {ids.Count - 5} more") : string.Empty);

    /// <summary>The newest older generation that can be read.</summary>
    private (Manifest? Manifest, Originals? Originals) Older(int current)
    {
        foreach (int number in _files.Numbers().Where(number => number < current).Reverse())
        {
            if (Problems(number).Count == 0)
                return (_files.ReadManifest(number, _json), _files.ReadOriginals(number, _json));
        }

        return (null, null);
    }

    private List<HostError> Problems(int number)
    {
        var errors = new List<HostError>();
        foreach (Action read in new Action[] { () => _files.ReadManifest(number, _json), () => _files.ReadOriginals(number, _json) })
        {
            try
            {
                read();
            }
            catch (HostToolsException cause) when (IsDamage(cause))
            {
                errors.AddRange(cause.Errors);
            }
        }

        return errors;
    }

    private static T? TryRead<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (HostToolsException cause) when (IsDamage(cause))
        {
            return null;
        }
    }

    private static bool IsDamage(HostToolsException cause) => cause.Errors.All(static error => error.Id == nameof(ActivationErrors.ManifestDamaged));

    private string Move(int number)
    {
        string name = DirectoryOf(number) + Suffix;
        for (int copy = 2; target.State.Stat(name) is not null; copy++)
            name = string.Create(CultureInfo.InvariantCulture, $"{DirectoryOf(number)}{Suffix}-{copy}");
        target.State.Rename(DirectoryOf(number), name);
        return name;
    }

    /// <summary>Of a repair that was killed.</summary>
    private void RemoveDraft()
    {
        if (target.State.Stat(Draft) is null)
            return;
        foreach (string name in target.State.List(Draft))
            target.State.RemoveFile(RootPath.Join(Draft, name));
        target.State.RemoveDirectory(Draft);
    }

    private string Describe(string path) => target.State.Describe(path);

    private static string DirectoryOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{Folder}/{number}");
}
