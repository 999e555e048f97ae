using HostTools.Platform;

namespace HostTools.Activation.Resources;

/// <summary>Everything one configuration wants of a target. Not thread-safe while it is filled.</summary>
public sealed class ResourceSet
{
    private readonly SortedDictionary<ResourceId, Resource> _resources = [];

    /// <summary>The resources, ordered by id.</summary>
    public IReadOnlyCollection<Resource> Resources => _resources.Values;

    /// <summary>Two features wanted the same thing; reported together before a plan is made.</summary>
    public IReadOnlyList<HostError> Errors => _errors;

    private readonly List<HostError> _errors = [];

    /// <summary>
    /// Adds a resource; an equal one only adds its origins, one with the same id but other content becomes an error that names both origins.
    /// </summary>
    public void Add(Resource resource)
    {
        if (_resources.TryAdd(resource.Id, resource))
            return;
        Resource first = _resources[resource.Id];
        if (first.Equals(resource))
            _resources[resource.Id] = first with { Origins = [.. first.Origins.Union(resource.Origins)] };
        else
            _errors.Add(ActivationErrors.DuplicateResource(first, resource));
    }

    /// <summary>The resource with an id; null when there is none.</summary>
    public Resource? Find(ResourceId id) => _resources.GetValueOrDefault(id);
}
