using System.Globalization;
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
                case ListValue list when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < list.Count:
                    origins = [list.PlaceOf(index).Origin];
                    value = list[index];
                    break;
                case DagValue dag when dag.Steps.FirstOrDefault(s => s.Name == name) is { } step:
                    value = step.Force();
                    origins = Places(Definition.Winners(step.Definitions));
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
        Collect(root, [], isInternal: false, options, new OptionTemplates(root.Instance.Session, Describe));
        return options;
    }

    /// <summary>What is declared, with placeholders for the names of entries; nothing has a value.</summary>
    public static IReadOnlyList<OptionInfo> Declared(OptionSet set, EvaluationSession session)
    {
        var options = new List<OptionInfo>();
        var templates = new OptionTemplates(session, Describe);
        foreach (OptionLeaf leaf in Leaves(set.Root))
        {
            string[] path = [.. PathOf(leaf)];
            options.Add(Describe(new OptionPlace(path, OptionPath.Join(path), leaf, leaf.Internal)) with { IsPlaceholder = false });
            options.AddRange(templates.Below(leaf, path, leaf.Internal));
        }

        return options;
    }

    private static IEnumerable<OptionLeaf> Leaves(OptionGroup group) =>
        group.Children.SelectMany(static child => child is OptionGroup inner ? Leaves(inner) : child is OptionLeaf leaf ? [leaf] : Enumerable.Empty<OptionLeaf>());

    private static IEnumerable<string> PathOf(OptionTreeNode node) =>
        node.Parent is null ? [] : PathOf(node.Parent).Append(node.Name);

    /// <param name="view">The options and their values.</param>
    /// <param name="above">Path of the group.</param>
    /// <param name="isInternal">Whether an option above is for modules among themselves.</param>
    /// <param name="into">Takes what is found.</param>
    /// <param name="templates">Tells what entries may hold; null inside an entry, where that was told already, but for homes.</param>
    private static void Collect(GroupView view, IReadOnlyList<string> above, bool isInternal, List<OptionInfo> into, OptionTemplates? templates)
    {
        foreach (OptionTreeNode child in view.Group.Children)
        {
            string name = child.Name;
            string[] path = [.. above, name];
            if (child is OptionGroup group)
            {
                Collect(new GroupView(view.Instance, group), path, isInternal, into, templates);
                continue;
            }

            if (child is not OptionLeaf leaf)
                continue;
            OptionSlot slot = view.Instance.SlotOf(leaf);
            object? value = slot.IsDefined ? slot.Force() : null;
            bool hidden = isInternal || leaf.Internal;
            into.Add(Describe(slot, path, value, hidden));
            // The options of a submodule that is there are told with their values.
            if (templates is not null && value is not GroupView)
                into.AddRange(templates.Below(leaf, path, hidden));
            CollectBelow(value, path, hidden, into, value is GroupView || leaf.Type is HomesType ? templates : null);
        }

        if (view.Group.Parent is null && view.Instance.Set.Freeform is { } free)
            CollectFree(view, view.Instance.SlotOf(free), above, isInternal, into);
    }

    /// <summary>Names that no option declares, where a module takes them.</summary>
    private static void CollectFree(GroupView view, OptionSlot slot, IReadOnlyList<string> above, bool isInternal, List<OptionInfo> into)
    {
        switch (slot.Force())
        {
            case AttrsValue attrs:
                foreach ((string name, EntrySlot entry) in attrs.Slots)
                    CollectEntry(entry, [.. above, name], isInternal, into, null);
                break;
            case ICelMap data:
                foreach (string name in data.Keys.OfType<string>().Where(name => view.Group.Find(name) is null))
                    into.Add(DescribeFree(slot, data, [.. above, name], isInternal));
                break;
        }
    }

    private static OptionInfo DescribeFree(OptionSlot slot, ICelMap data, string[] path, bool isInternal)
    {
        data.TryGetValue(path[^1], out object? value);
        return new OptionInfo(OptionPath.Join(path), slot.Leaf.Type.Name)
        {
            Path = path,
            Description = "Any other name.",
            Value = new Materialiser(slot.Session).Plain(value),
            IsDefined = true,
            IsInternal = isInternal,
            Definitions = Definitions(slot.Definitions.FindAll(d => d.Content.IsMapping && d.Content.Entries(split: false).Any(e => e.Name == path[^1]))),
        };
    }

    private static void CollectBelow(object? value, string[] path, bool isInternal, List<OptionInfo> into, OptionTemplates? templates)
    {
        switch (value)
        {
            case GroupView instance:
                Collect(instance, path, isInternal, into, templates);
                break;
            case AttrsValue attrs:
                foreach ((string name, EntrySlot entry) in attrs.Slots)
                    CollectEntry(entry, [.. path, name], isInternal, into, templates);
                break;
            case DagValue dag:
                foreach (EntrySlot step in dag.Steps)
                    CollectEntry(step, [.. path, step.Name], isInternal, into, templates);
                break;
        }
    }

    /// <summary>An entry of a map of plain values is listed like an option: it is what people set.</summary>
    private static void CollectEntry(EntrySlot entry, string[] path, bool isInternal, List<OptionInfo> into, OptionTemplates? templates)
    {
        object? value = entry.Force();
        if (value is GroupView or AttrsValue)
        {
            CollectBelow(value, path, isInternal, into, templates);
            return;
        }

        into.Add(new OptionInfo(OptionPath.Join(path), entry.TypeName)
        {
            Path = path,
            Description = $"Entry of '{OptionPath.Join(path.Take(path.Length - 1))}'.",
            Value = new Materialiser(entry.Session).Plain(value),
            IsDefined = true,
            IsInternal = isInternal,
            Definitions = Definitions(entry.Definitions),
        });
    }

    private static OptionInfo Describe(OptionSlot slot, string[] path, object? value, bool isInternal) =>
        Declared(new OptionInfo(OptionPath.Join(path), slot.Leaf.Type.Name) { Path = path }, slot.Leaf) with
        {
            Value = new Materialiser(slot.Session).Plain(value),
            IsDefined = slot.IsDefined,
            IsInternal = isInternal,
            Definitions = Definitions(slot.Definitions),
        };

    private static OptionInfo Describe(OptionPlace place)
    {
        string type = place.Leaf?.Type.Name ?? place.FreeType!.Name;
        var info = new OptionInfo(place.Text, type) { Path = place.Path, IsInternal = place.IsInternal, IsPlaceholder = true };
        return place.Leaf is { } leaf ? Declared(info, leaf) : info with { Description = "Any other name." };
    }

    private static OptionInfo Declared(OptionInfo info, OptionLeaf leaf) =>
        info with
        {
            Description = leaf.Description,
            Default = leaf.DefaultText ?? (leaf.WithDefault is { Default: { } node } ? Source(node) : null),
            Example = leaf.Example is { } example ? Source(example) : null,
            Declarations = [.. leaf.Declarations.Select(static d => d.Place.Origin)],
        };

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

    public static string Source(Definition definition) =>
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
            YamlScalar { IsNull: true } => "null",
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
