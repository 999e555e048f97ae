using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>What is wanted, checked in itself, with the directories it implies.</summary>
internal sealed class DesiredState
{
    private DesiredState(IReadOnlyList<Resource> resources, IReadOnlySet<ResourceId> implied, ResourceGraph graph)
    {
        (Resources, Implied, Graph) = (resources, implied, graph);
        ById = resources.ToDictionary(static resource => resource.Id);
    }

    /// <summary>All that is wanted, by id.</summary>
    public IReadOnlyList<Resource> Resources { get; }

    /// <summary>The same, to look up.</summary>
    public IReadOnlyDictionary<ResourceId, Resource> ById { get; }

    /// <summary>Those nobody declared.</summary>
    public IReadOnlySet<ResourceId> Implied { get; }

    /// <summary>What comes after what.</summary>
    public ResourceGraph Graph { get; }

    /// <summary>Checks the wishes and adds the directories they imply.</summary>
    /// <exception cref="HostToolsException">All mistakes together.</exception>
    public static DesiredState Check(
        Target target, ProviderSet providers, IReadOnlyCollection<Resource> declared, IReadOnlyDictionary<(string Space, string Key), Recorded> recorded)
    {
        var errors = new List<HostError>();
        var places = new Dictionary<(string, string), Resource>();
        var byPath = new SortedDictionary<string, Resource>(StringComparer.Ordinal);
        foreach (Resource resource in declared)
        {
            if (!providers.TryFind(resource.Id.Kind, out IProvider? provider))
                errors.Add(ActivationErrors.UnknownKind(resource.Id.Kind, resource));
            else if (!places.TryAdd(providers.PlaceOf(resource.Id), resource))
                errors.Add(ActivationErrors.PathDeclaredTwice(places[providers.PlaceOf(resource.Id)], resource));
            else if (provider.Space == PathRules.Space)
                byPath[resource.Id.Key] = resource;
        }

        errors.AddRange(PathRules.Validate(target, byPath));
        var ids = declared.Select(static resource => resource.Id).ToHashSet();
        var declaredGraph = new ResourceGraph(declared.DistinctBy(static resource => resource.Id));
        errors.AddRange(declaredGraph.Unknown(ids));
        errors.AddRange(UnknownTriggers(declared));
        if (errors.Count == 0 && declaredGraph.FindCircle() is { } circle)
            errors.Add(ActivationErrors.DependencyCycle(circle));
        if (errors.Count > 0)
            throw new HostToolsException(Sorted(errors));

        var recordedPaths = recorded.Where(static pair => pair.Key.Space == PathRules.Space)
            .ToDictionary(static pair => pair.Key.Key, static pair => pair.Value, StringComparer.Ordinal);
        List<Resource> implied = [.. PathRules.Implied(target, byPath, recordedPaths)];
        foreach (Resource directory in implied)
            byPath[directory.Id.Key] = directory;
        var impliedPaths = implied.Select(static directory => directory.Id.Key).ToHashSet(StringComparer.Ordinal);
        implied.AddRange(ExactDirectories.Cleared(target, byPath, impliedPaths, recordedPaths, errors));
        if (errors.Count > 0)
            throw new HostToolsException(Sorted(errors));
        Resource[] all = [.. declared.Concat(implied).OrderBy(static resource => resource.Id)];
        return new DesiredState(all, implied.Select(static resource => resource.Id).ToHashSet(), new ResourceGraph(all));
    }

    private static IEnumerable<HostError> UnknownTriggers(IReadOnlyCollection<Resource> declared)
    {
        var known = declared.OfType<TriggerResource>().Select(static trigger => trigger.Name).ToHashSet(StringComparer.Ordinal);
        foreach (Resource resource in declared)
        {
            foreach (string name in resource.Triggers.Where(name => !known.Contains(name)))
                yield return ActivationErrors.UnknownTrigger(resource, name, Suggestions.Nearest(name, known));
        }
    }

    private static HostError[] Sorted(List<HostError> errors) =>
    [
        .. errors.OrderBy(static error => error.Origin?.File, StringComparer.Ordinal)
            .ThenBy(static error => error.Origin?.Line)
            .ThenBy(static error => error.Message, StringComparer.Ordinal),
    ];
}
