using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Machine.Files;

/// <summary>Finds paths wanted as two things: a file and a link, or a file and a folder of other files.</summary>
internal static class PathConflicts
{
    /// <summary>One error for each such path; equal ids are the set's own business.</summary>
    public static IEnumerable<HostError> In(ResourceSet set)
    {
        var standing = new Dictionary<string, Resource>(StringComparer.Ordinal);
        foreach (Resource resource in set.Resources.Where(static resource => resource is FileResource or SecretResource or LinkResource))
        {
            if (!standing.TryAdd(resource.Id.Key, resource))
                yield return Conflict(resource.Id.Key, standing[resource.Id.Key], resource);
        }

        foreach (Resource resource in set.Resources.Where(static resource => resource is FileResource or SecretResource or LinkResource or DirectoryResource))
        {
            string path = resource.Id.Key;
            if (resource is DirectoryResource && standing.TryGetValue(path, out Resource? same))
                yield return Conflict(path, same, resource);
            for (int slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
            {
                if (standing.TryGetValue(path[..slash], out Resource? above))
                    yield return Conflict(path[..slash], above, resource);
            }
        }
    }

    private static HostError Conflict(string path, Resource first, Resource second) =>
        MachineErrors.PathWantedTwice(path, Describe(first, path), Describe(second, path), first.Origins, second.Origins);

    private static string Describe(Resource resource, string path) =>
        resource.Id.Key == path ? resource is SecretResource ? "a file" : $"a {resource.Id.Kind}" : $"the folder of '{resource.Id.Key}'";
}
