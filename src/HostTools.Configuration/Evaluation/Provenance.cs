using HostTools.Configuration.Expressions;
using HostTools.Configuration.Options;
using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration.Evaluation;

/// <summary>Answers where values came from, after a successful evaluation.</summary>
internal static class Provenance
{
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
                    CollectBelow(entry.Force(), [.. path, name], into);
                break;
        }
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
            Definitions = Definitions(slot),
        };
    }

    private static IReadOnlyList<DefinitionInfo> Definitions(OptionSlot slot)
    {
        int best = slot.Definitions.Count == 0 ? 0 : slot.Definitions.Min(static d => d.Priority);
        Definition? winner = slot.Definitions.Find(d => d.Priority == best);
        return
        [
            .. slot.Definitions
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

    /// <summary>A scalar's text; of a mapping or list the source with its blanks squeezed.</summary>
    private static string Source(YamlNode node)
    {
        string text = node is YamlScalar scalar ? scalar.Value : node.File.Text[node.Start..Math.Min(node.End, node.File.Text.Length)];
        if (node is not YamlScalar)
            text = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length > 200 ? string.Concat(text.AsSpan(0, 200), "…") : text;
    }

    private static Origin[] Places(List<Definition> definitions) =>
        [.. definitions.Where(static d => !d.IsOptionDefault).Select(static d => d.Place.Origin)];
}
