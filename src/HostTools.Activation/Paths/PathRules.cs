using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>What holds for everything that lies in a file system.</summary>
internal static class PathRules
{
    /// <summary>Files, directories and links share their keys.</summary>
    public const string Space = "path";

    /// <summary>Mistakes in the wishes themselves.</summary>
    public static IEnumerable<HostError> Validate(Target target, IReadOnlyDictionary<string, Resource> byPath)
    {
        foreach ((string path, Resource resource) in byPath)
        {
            if (!RootPath.IsCanonical(path) || path == "/")
            {
                yield return ActivationErrors.InvalidPath(resource, "it is not absolute, is the root itself, or holds an empty part, '.' or '..'");
                continue;
            }

            if (target.OwnStatePath is { } state && (path == state || RootPath.IsBelow(path, state)))
                yield return ActivationErrors.InvalidPath(resource, $"HostTools keeps its own state in '{state}'");
            if (target.Account is { } account && !RootPath.IsBelow(path, account.Directory))
                yield return ActivationErrors.InvalidPath(resource, $"it is not below the home '{account.Directory}'");
            if (resource is LinkResource { LinkTarget: var text } && (text.Length == 0 || text.Contains('\0')))
                yield return ActivationErrors.InvalidPath(resource, "its link target is empty or holds a NUL character");
            if (resource is FileResource { Mode: < 0 or > 0xFFF } or SecretResource { Mode: < 0 or > 0xFFF } or DirectoryResource { Mode: < 0 or > 0xFFF })
                yield return ActivationErrors.InvalidPath(resource, "its mode is not between 0000 and 7777");
            foreach (string ancestor in RootPath.AncestorsOf(path))
            {
                if (byPath.TryGetValue(ancestor, out Resource? above) && above is not DirectoryResource)
                    yield return ActivationErrors.PathBelowFile(resource, above);
            }
        }
    }

    /// <summary>The directories nobody declared but something needs: those that are absent, and those we made earlier.</summary>
    public static IEnumerable<DirectoryResource> Implied(
        Target target, IReadOnlyDictionary<string, Resource> byPath, IReadOnlyDictionary<string, Recorded> recorded)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var secrets = byPath.Values.OfType<SecretResource>().ToLookup(static secret => secret.Folder, static secret => secret.FolderMode);
        foreach ((string path, Resource wanted) in byPath)
        {
            if (wanted is SecretResource secret && secret.IsDeferredOn(target))
                continue;
            foreach (string ancestor in RootPath.AncestorsOf(path))
            {
                if (!seen.Add(ancestor))
                    break;
                if (byPath.ContainsKey(ancestor) || target.IsInfrastructure(ancestor))
                    continue;
                // What we made there, of whatever kind, was for something that is no longer declared, and gives way.
                bool isOurs = recorded.TryGetValue(ancestor, out Recorded? record) && (record.Original is null || record.Original.IsAbsent);
                if (isOurs || IsAbsent(target.Root, ancestor))
                    yield return new DirectoryResource(ancestor) { Mode = secrets.Contains(ancestor) ? secrets[ancestor].Aggregate(0, static (all, mode) => all | mode) : null };
            }
        }
    }

    /// <summary>A directory that keeps something is not removed after all.</summary>
    public static IReadOnlyList<Change> KeepFullDirectories(Target target, IReadOnlyList<Change> changes)
    {
        var removed = changes
            .Where(static change => change.After is PathState { IsAbsent: true })
            .Select(static change => change.Id.Key)
            .ToHashSet(StringComparer.Ordinal);
        var settled = changes.ToDictionary(static change => change.Id);
        var filled = changes
            .Where(static change => change.After is PathState { IsAbsent: false })
            .Select(static change => RootPath.ParentOf(change.Id.Key))
            .ToHashSet(StringComparer.Ordinal);
        // Deepest first: a directory that stays keeps the one above it.
        foreach (Change change in changes.OrderByDescending(static change => change.Id.Key.Length))
        {
            if (change is not { Action: ChangeAction.Remove, Before: PathState { Type: PathType.Directory } })
                continue;
            string path = change.Id.Key;
            bool isInfrastructure = target.IsInfrastructure(path);
            if (!isInfrastructure && !filled.Contains(path) && target.Root.List(path).All(name => removed.Contains(RootPath.Join(path, name))))
                continue;
            removed.Remove(path);
            settled[change.Id] = change with
            {
                Action = ChangeAction.None, After = null, Triggers = [], Reason = "is no longer declared; it is not empty and stays",
            };
        }

        Dictionary<string, ResourceId> places = changes.ToDictionary(static change => change.Id.Key, static change => change.Id, StringComparer.Ordinal);
        foreach (Change change in changes.Where(static change => change is { Id.Kind: "absent", Action: ChangeAction.RestoreOriginal }).OrderBy(static change => change.Id.Key.Length))
        {
            string parent = RootPath.ParentOf(change.Id.Key);
            bool comes = places.TryGetValue(parent, out ResourceId above) && settled[above].After is PathState { Type: PathType.Directory };
            if (!comes && target.Root.StatFollowed(parent) is not { Type: FileEntryType.Directory })
                settled[change.Id] = WithoutParent(change);
        }

        return [.. changes.Select(change => settled[change.Id])];
    }

    /// <summary>What an exact directory held cannot come back where somebody has removed the directory.</summary>
    private static Change WithoutParent(Change change) => change with
    {
        Action = ChangeAction.None,
        Reason = "is no longer kept away, but its directory is gone",
        Keep = change.After is PathState { Type: PathType.File } file ? file : null,
        After = null,
        Triggers = [],
        Findings = [Finding.Warn(new PlanWarning($"'{change.Id.Key}' cannot come back: its directory was removed by hand. A file stays in the store.", change.Id))],
    };

    private static bool IsAbsent(Root root, string path)
    {
        try
        {
            return root.Stat(path) is null;
        }
        catch (RootIOException)
        {
            return false; // Whatever it is, the preflight says so.
        }
    }
}
