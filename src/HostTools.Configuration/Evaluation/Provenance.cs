using HostTools.Configuration.Expressions;
using HostTools.Configuration.Options;
using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration.Evaluation;

/// <summary>Answers where values came from, after a successful evaluation.</summary>
internal static class Provenance
{
    private const int MaxSource = 200;

    /// <summary>Places of the winning definitions of what lies at a path.</summary>
    public static IReadOnlyList<Origin> OriginsOf(GroupView root, IReadOnlyList<string> path)
    {
        object? value = root;
        IReadOnlyList<Origin> origins = [];
        foreach (string name in path)
        {
            switch (value)
            {
                case GroupView view when view.Group.Find(name) is OptionLeaf leaf:
                    OptionSlot slot = view.Instance.SlotOf(leaf);
                    value = slot.IsDefined ? slot.Force() : null;
                    origins = Places(slot.Winners);
                    break;
                case GroupView view when view.Group.Find(name) is OptionGroup group:
                    value = new GroupView(view.Instance, group);
                    break;
                case AttrsValue attrs when attrs.Slots.TryGetValue(name, out EntrySlot? entry):
                    value = entry.Force();
                    origins = Places(Definition.Winners(entry.Definitions));
                    break;
                default:
                    return origins;
            }
        }

        return origins;
    }

    public static IReadOnlyList<OptionInfo> Options(GroupView root)
    {
        var options = new List<OptionInfo>();
        Collect(root, [], options);
        return options;
    }

    private static void Collect(GroupView view, IReadOnlyList<string> above, List<OptionInfo> into)
    {
        foreach ((string name, OptionTreeNode child) in view.Group.Children)
        {
            string[] path = [.. above, name];
            if (child is OptionGroup group)
            {
                Collect(new GroupView(view.Instance, group), path, into);
                continue;
            }

            if (child is not OptionLeaf leaf)
                continue;
            OptionSlot slot = view.Instance.SlotOf(leaf);
            object? value = slot.IsDefined ? slot.Force() : null;
            into.Add(Describe(slot, path, value));
            CollectBelow(value, path, into);
        }
    }

    private static void CollectBelow(object? value, string[] path, List<OptionInfo> into)
    {
        switch (value)
        {
            case GroupView instance:
                Collect(instance, path, into);
                break;
            case AttrsValue attrs:
                foreach ((string name, EntrySlot entry) in attrs.Slots)
                    CollectEntry(entry, [.. path, name], into);
                break;
        }
    }

    /// <summary>An entry of a map of plain values is listed like an option: it is what people set.</summary>
    private static void CollectEntry(EntrySlot entry, string[] path, List<OptionInfo> into)
    {
        object? value = entry.Force();
        if (value is GroupView or AttrsValue)
        {
            CollectBelow(value, path, into);
            return;
        }

        into.Add(new OptionInfo(OptionPath.Join(path), entry.TypeName)
        {
            Path = path,
            Description = $"Entry of '{OptionPath.Join(path.Take(path.Length - 1))}'.",
            Value = new Materialiser(entry.Session).Plain(value),
            IsDefined = true,
            Definitions = Definitions(entry.Definitions),
        });
    }

    private static OptionInfo Describe(OptionSlot slot, string[] path, object? value)
    {
        OptionLeaf leaf = slot.Leaf;
        return new OptionInfo(OptionPath.Join(path), leaf.Type.Name)
        {
            Path = path,
            Description = leaf.Description,
            Value = new Materialiser(slot.Session).Plain(value),
            Default = leaf.WithDefault is { Default: { } node } ? Source(node) : null,
            IsDefined = slot.IsDefined,
            IsInternal = leaf.Internal,
            Declarations = [.. leaf.Declarations.Select(static d => d.Place.Origin)],
            Definitions = Definitions(slot.Definitions),
        };
    }

    private static IReadOnlyList<DefinitionInfo> Definitions(List<Definition> definitions)
    {
        int best = definitions.Count == 0 ? 0 : definitions.Min(static d => d.Priority);
        Definition? winner = definitions.Find(d => d.Priority == best);
        return
        [
            .. definitions
                .OrderBy(static d => d.Priority)
                .Select(d => new DefinitionInfo(d.Place.Origin, Source(d), d.Priority, d.Order, d.Priority == best, Reason(d, best, winner!))),
        ];
    }

    private static string Reason(Definition definition, int best, Definition winner)
    {
        string own = PriorityName(definition.Priority);
        if (definition.Priority != best)
            return $"{own} loses to {PriorityName(best)} at {winner.Place.Origin}";
        return definition.Unset ? $"{own} unsets the option" : $"{own} wins";
    }

    private static string PriorityName(int priority) =>
        priority switch
        {
            Wrappers.OptionDefault => "the option's default (1500)",
            Wrappers.Default => "!default (1000)",
            Wrappers.Plain => "a plain definition (100)",
            Wrappers.Force => "!force (50)",
            _ => $"priority {priority}",
        };

    private static string Source(Definition definition) =>
        definition.Content switch
        {
            { Node: { } node, Rest: { } rest } => $"{rest.Text}: {Source(node)}",
            { Node: { } node } => Source(node),
            { Value: var value } => ValueText.Describe(value),
        };

    /// <summary>A node on one line, without comments.</summary>
    private static string Source(YamlNode node)
    {
        string text = node switch
        {
            YamlScalar scalar => scalar.Value,
            YamlMapping mapping => $"{{ {string.Join(", ", mapping.Entries.Select(static e => $"{e.Key.Value}: {Inner(e.Value)}"))} }}",
            YamlSequence list => $"[{string.Join(", ", list.Items.Select(Inner))}]",
            _ => string.Empty,
        };
        return text.Length > MaxSource ? string.Concat(text.AsSpan(0, MaxSource), "…") : text == "{  }" ? "{}" : text;
    }

    private static string Inner(YamlNode node) => node.Tag is null ? Source(node) : $"{node.Tag} {Source(node)}";

    private static Origin[] Places(List<Definition> definitions) =>
        [.. definitions.Where(static d => !d.IsOptionDefault).Select(static d => d.Place.Origin)];
}
