using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Finds what exact directories hold beyond what is declared. Links are not followed, and other file systems not entered.</summary>
internal sealed class ExactDirectories
{
    /// <summary>What is removed is kept in the store, so a mistake must not fill the disk.</summary>
    public const long MaximumSize = 256 << 20;

    /// <summary>More entries than this are no directory of settings.</summary>
    public const int MaximumCount = 10_000;

    private readonly Target _target;
    private readonly IReadOnlyDictionary<string, Resource> _declared;
    private readonly DirectoryResource _directory;
    private readonly IgnorePattern[] _ignore;
    private readonly HashSet<string> _above;
    private readonly IReadOnlySet<string> _implied;
    private readonly List<string> _found = [];
    private string _device = string.Empty;
    private long _size;

    private ExactDirectories(Target target, IReadOnlyDictionary<string, Resource> declared, IReadOnlySet<string> implied, DirectoryResource directory)
    {
        (_target, _declared, _implied, _directory) = (target, declared, implied, directory);
        _ignore = [.. directory.Ignore.Select(static pattern => new IgnorePattern(pattern))];
        _above = declared.Keys.Where(path => RootPath.IsBelow(path, directory.Path)).SelectMany(RootPath.AncestorsOf).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Entries that shall go, and those that went before and shall not come back by being forgotten.</summary>
    /// <param name="target">Where they are.</param>
    /// <param name="declared">All that is wanted there by path.</param>
    /// <param name="implied">Directories among it that nobody declared.</param>
    /// <param name="recorded">What the current generation has by path.</param>
    /// <param name="errors">Takes what stands in the way.</param>
    public static IEnumerable<AbsentResource> Cleared(
        Target target, IReadOnlyDictionary<string, Resource> declared, IReadOnlySet<string> implied, IReadOnlyDictionary<string, Recorded> recorded,
        List<HostError> errors)
    {
        var cleared = new List<AbsentResource>();
        foreach (DirectoryResource directory in declared.Values.OfType<DirectoryResource>().Where(static directory => directory.IsExact))
        {
            var search = new ExactDirectories(target, declared, implied, directory);
            List<string> found = search.Find(errors);
            IEnumerable<string> before = recorded.Values.Select(static record => record.Resource).OfType<AbsentResource>()
                .Select(static resource => resource.Path).Where(search.IsCovered);
            // What we made there goes by itself; only what somebody else had there has to be remembered.
            cleared.AddRange(found.Where(path => !GoesByItself(recorded, found, path)).Union(before, StringComparer.Ordinal)
                .Select(path => new AbsentResource(path, directory.Path) { Origins = directory.Origins, Scope = directory.Scope, Triggers = directory.Triggers }));
        }

        return cleared.DistinctBy(static resource => resource.Path);
    }

    /// <summary>Exact directories that hold more than was applied.</summary>
    public static IEnumerable<Drift> Drift(Target target, IEnumerable<Recorded> recorded)
    {
        Recorded[] paths = [.. recorded.Where(static record => record.Resource is FileResource or SecretResource or LinkResource or DirectoryResource)];
        var declared = paths.ToDictionary(static record => record.Resource.Id.Key, static record => record.Resource, StringComparer.Ordinal);
        var implied = paths.Where(static record => record.IsImplied).Select(static record => record.Resource.Id.Key).ToHashSet(StringComparer.Ordinal);
        foreach (DirectoryResource directory in declared.Values.OfType<DirectoryResource>().Where(static directory => directory.IsExact))
        {
            var errors = new List<HostError>();
            List<string> found = new ExactDirectories(target, declared, implied, directory).Find(errors);
            if (errors.Count > 0)
                yield return new Drift(directory.Id, DriftKind.Unobservable, errors[0].Message);
            else if (found.Count > 0)
                yield return new Drift(directory.Id, DriftKind.Content, $"holds {Keys.KeyDiff.Some([.. found.Select(path => $"'{path[(directory.Path.Length + 1)..]}'")])}, which nobody declares");
        }
    }

    /// <summary>We made it, and nobody else has anything in it.</summary>
    private static bool GoesByItself(IReadOnlyDictionary<string, Recorded> recorded, List<string> found, string path) =>
        IsOurs(recorded, path) && !found.Any(other => RootPath.IsBelow(other, path) && !IsOurs(recorded, other));

    private static bool IsOurs(IReadOnlyDictionary<string, Recorded> recorded, string path) =>
        recorded.TryGetValue(path, out Recorded? record) && record.Resource is not AbsentResource && record.Original is null or { IsAbsent: true };

    private List<string> Find(List<HostError> errors)
    {
        try
        {
            if (_target.OwnStatePath is { } state && RootPath.IsBelow(state, _directory.Path))
                throw new NotClearable(state, "is where HostTools keeps its own state");
            if (_target.Root.Stat(_directory.Path) is { Type: FileEntryType.Directory } status)
            {
                _device = DeviceOf(status);
                Walk(_directory.Path);
            }
        }
        catch (NotClearable cause)
        {
            errors.Add(ActivationErrors.DirectoryNotClearable(_directory, cause.Path, cause.Message));
        }
        catch (RootIOException cause)
        {
            errors.Add(ActivationErrors.Unobservable(_target.Root.Describe(_directory.Path), cause, _directory));
        }

        return _found;
    }

    /// <summary>Adds what shall go below a directory; false when something in it stays.</summary>
    private bool Walk(string directory)
    {
        bool isEmpty = true;
        foreach (string name in _target.Root.List(directory))
        {
            string path = RootPath.Join(directory, name);
            bool goes = !IsIgnored(path) && !_declared.ContainsKey(path) && Goes(path);
            if (goes)
                Add(path);
            else if (_implied.Contains(path) && _target.Root.Stat(path) is { Type: FileEntryType.Directory })
                Walk(path);
            isEmpty &= goes;
        }

        return isEmpty;
    }

    /// <summary>A directory that nobody declared but that holds something declared is cleared as well, and stays.</summary>
    private bool Goes(string path)
    {
        if (_target.Root.Stat(path) is not { } status)
            return false;
        if (DeviceOf(status) != _device)
            throw new NotClearable(path, "is a mount point");
        if (status.Type is FileEntryType.Other)
            throw new NotClearable(path, "is a device, pipe or socket");
        _size += status.Type is FileEntryType.File ? status.Size : 0;
        if (status.Type is not FileEntryType.Directory)
            return !_above.Contains(path);
        if (_target.Root.Stat(RootPath.Join(path, "store/sha256")) is not null && _target.Root.Stat(RootPath.Join(path, "generations")) is not null)
            throw new NotClearable(path, "is the state of another HostTools");
        bool isEmpty = Walk(path);
        return isEmpty && !_above.Contains(path);
    }

    private void Add(string path)
    {
        _found.Add(path);
        if (_size > MaximumSize)
            throw new NotClearable(path, $"and what lies beside it are more than {new ByteSize(MaximumSize)}, which would all have to be kept");
        if (_found.Count > MaximumCount)
            throw new NotClearable(path, $"and what lies beside it are more than {MaximumCount} entries");
    }

    /// <summary>The path is one of those this directory decides about.</summary>
    private bool IsCovered(string path) =>
        RootPath.IsBelow(path, _directory.Path) && !_declared.ContainsKey(path) && !_above.Contains(path) && !IsIgnored(path) &&
        !RootPath.AncestorsOf(path).TakeWhile(above => above != _directory.Path).Any(above => IsIgnored(above) || (_declared.ContainsKey(above) && !_implied.Contains(above)));

    private bool IsIgnored(string path)
    {
        string relative = path[(_directory.Path.Length + 1)..];
        return _ignore.Any(pattern => pattern.Matches(relative));
    }

    private static string DeviceOf(FileStatus status) => status.Identity.Split(':') is [var major, var minor, _] ? $"{major}:{minor}" : string.Empty;

    private sealed class NotClearable(string path, string why) : Exception(why)
    {
        public string Path => path;
    }
}
