using HostTools.Commands.Framework;

namespace HostTools.Commands;

/// <summary>Machines of libvirt by their names.</summary>
internal static class VmNames
{
    /// <summary>Those that names and wildcards mean, each once; a name that there is not gives an error. A machine's own name wins over what it would be as a pattern, and small letters are not large ones.</summary>
    public static IReadOnlyList<(string Name, Guid Uuid)> Matching(CommandContext context, string uri, IReadOnlyList<string> names, IReadOnlyList<(string Name, Guid Uuid)> all)
    {
        var found = new List<(string Name, Guid Uuid)>();
        foreach (string name in names.DefaultIfEmpty("*"))
        {
            var pattern = new NamePattern(name);
            (string Name, Guid Uuid)[] exact = [.. all.Where(machine => machine.Name == name || machine.Uuid.ToString() == name)];
            (string Name, Guid Uuid)[] matching = exact.Length > 0 ? exact : pattern.HasWildcards ? [.. all.Where(machine => pattern.IsMatch(machine.Name))] : [];
            found.AddRange(matching.Except(found));
            if (matching.Length == 0 && !pattern.HasWildcards)
                context.Error(VmErrors.VmNotFound(name, all.Select(static machine => machine.Name), uri));
            else if (matching.Length == 0)
                context.Note(names.Count == 0 ? $"libvirt at {uri} has no machine." : $"No machine matches '{name}'.");
        }

        return found;
    }
}
