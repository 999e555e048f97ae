using HostTools.Configuration.Expressions;
using HostTools.Configuration.Options;
using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration.Evaluation;

/// <summary>Follows definitions to those they read, by the text of their expressions; all values are there, so it computes none.</summary>
internal sealed class TraceBack
{
    private readonly List<DefinitionTrace> _found = [];
    private readonly HashSet<(string Option, Origin Origin)> _seen = [];

    /// <summary>The definitions that stand at some places, each followed by what it reads, directly or through others.</summary>
    public static IReadOnlyList<DefinitionTrace> From(GroupView root, IReadOnlyCollection<Origin> places)
    {
        var trace = new TraceBack();
        var wanted = places.ToHashSet();
        List<(string Option, Definition Definition)> own = [.. All(root, string.Empty).Where(d => wanted.Contains(d.Definition.Place.Origin))];
        foreach ((string option, Definition definition) in own)
            trace.Add(option, definition, null);
        foreach ((string option, Definition definition) in own)
            trace.Follow(option, definition.Content);
        return trace._found;
    }

    private void Add(string option, Definition definition, string? readBy)
    {
        if (_seen.Add((option, definition.Place.Origin)))
            _found.Add(new DefinitionTrace(option, definition.Place.Origin, Provenance.Source(definition), readBy));
    }

    private void Follow(string option, Content content)
    {
        foreach (ReadOption read in Scalars(content.Source ?? content.Node).SelectMany(scalar => ReadOption.In(scalar, content.Scope)))
        {
            foreach (Definition definition in read.Definitions)
            {
                if (_seen.Contains((read.Name, definition.Place.Origin)))
                    continue;
                Add(read.Name, definition, option);
                Follow(read.Name, definition.Content);
            }

            if (read.Definitions.Count == 0 && read.Default is { } place && _seen.Add((read.Name, place.Origin)))
                _found.Add(new DefinitionTrace(read.Name, place.Origin, place.File.LineTextAt(place.Index).Trim(), option));
        }
    }

    private static IEnumerable<YamlScalar> Scalars(YamlNode? node) =>
        node switch
        {
            YamlScalar scalar => [scalar],
            YamlSequence list => list.Items.SelectMany(Scalars),
            YamlMapping map => map.Entries.SelectMany(static e => Scalars(e.Value)),
            _ => [],
        };

    private static IEnumerable<(string Option, Definition Definition)> All(object? value, string path)
    {
        switch (value)
        {
            case GroupView view:
                foreach (OptionTreeNode child in view.Group.Children)
                {
                    OptionSlot? slot = child is OptionLeaf leaf ? view.Instance.SlotOf(leaf) : null;
                    IEnumerable<Definition> own = slot is { IsDefined: true } ? slot.Definitions : [];
                    object? below = slot is not null ? slot.Known : child is OptionGroup group ? new GroupView(view.Instance, group) : null;
                    foreach ((string, Definition) found in Below(own, below, Join(path, child.Name)))
                        yield return found;
                }

                break;
            case AttrsValue attrs:
                foreach ((string name, EntrySlot entry) in attrs.Slots)
                {
                    foreach ((string, Definition) found in Below(entry.Definitions, entry.Known, Join(path, name)))
                        yield return found;
                }

                break;
        }
    }

    // The innermost option that a place belongs to says most, so what lies below comes first.
    private static IEnumerable<(string, Definition)> Below(IEnumerable<Definition> own, object? below, string path)
    {
        List<(string Option, Definition Definition)> inner = [.. All(below, path)];
        var places = inner.Select(static d => d.Definition.Place).ToHashSet();
        return inner.Concat(own.Where(d => !places.Contains(d.Place)).Select(d => (path, d)));
    }

    private static string Join(string path, string name) => path.Length == 0 ? OptionPath.Quote(name) : $"{path}.{OptionPath.Quote(name)}";
}
