using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>What comes after what: declared dependencies, and those that follow from paths.</summary>
internal sealed class ResourceGraph
{
    private readonly Dictionary<ResourceId, Resource> _resources;
    private readonly Dictionary<ResourceId, List<ResourceId>> _before = [];

    public ResourceGraph(IEnumerable<Resource> resources)
    {
        _resources = resources.ToDictionary(static resource => resource.Id);
        foreach (Resource resource in _resources.Values)
        {
            List<ResourceId> before = [.. resource.After.Where(_resources.ContainsKey)];
            if (RootPath.IsCanonical(resource.Id.Key) && resource.Id.Kind is "file" or SecretResource.KindName or "directory" or "link" or "absent")
            {
                before.AddRange(RootPath.AncestorsOf(resource.Id.Key)
                    .SelectMany(static path => new[] { new ResourceId("directory", path), new ResourceId("absent", path) })
                    .Where(_resources.ContainsKey)
                    .Take(1));
            }

            _before[resource.Id] = before;
        }
    }

    /// <summary>What directly comes before a resource.</summary>
    public IReadOnlyList<ResourceId> Before(ResourceId id) => _before.TryGetValue(id, out List<ResourceId>? before) ? before : [];

    /// <summary>Dependencies on what is not declared.</summary>
    public IEnumerable<HostError> Unknown(IReadOnlySet<ResourceId> declared)
    {
        foreach (Resource resource in _resources.Values)
        {
            foreach (ResourceId id in resource.After.Where(id => !declared.Contains(id)))
                yield return ActivationErrors.UnknownDependency(resource, id, Suggestions.Nearest(id.ToString(), declared.Select(static known => known.ToString())));
        }
    }

    /// <summary>A circle of dependencies; null when there is none.</summary>
    public IReadOnlyList<Resource>? FindCircle()
    {
        var done = new HashSet<ResourceId>();
        foreach (ResourceId start in _resources.Keys.Order())
        {
            var path = new List<ResourceId>();
            if (Visit(start, path, [], done) is { } circle)
                return [.. circle.Select(id => _resources[id])];
        }

        return null;
    }

    private List<ResourceId>? Visit(ResourceId id, List<ResourceId> path, HashSet<ResourceId> open, HashSet<ResourceId> done)
    {
        if (done.Contains(id))
            return null;
        if (!open.Add(id))
            return path[path.IndexOf(id)..];
        path.Add(id);
        foreach (ResourceId before in _before[id])
        {
            if (Visit(before, path, open, done) is { } circle)
                return circle;
        }

        path.RemoveAt(path.Count - 1);
        open.Remove(id);
        done.Add(id);
        return null;
    }
}
