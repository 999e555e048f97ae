using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Expressions;

namespace HostTools.Configuration.Options;

/// <summary>
/// Named values in an order, where a name may come more than once: <c>attrList&lt;T&gt;</c>. Written as a list of mappings with one key each, or as a
/// mapping; priorities count for each name, orders for each element. The value is the list.
/// </summary>
internal sealed class AttrListType(OptionType element) : OptionType
{
    /// <summary>One element, as a map.</summary>
    public AttrsType Entry { get; } = new(element);

    public override string Name => $"attrList<{element.Name}>";

    public override string Description => $"a list of mappings with one key each, whose value is {element.InnerDescription}";

    public override bool HasEmptyValue => true;

    public override bool Accepts(in MergeContext context, Definition definition) => definition.Content.IsSequence || definition.Content.IsMapping;

    /// <summary>Never: which of the two said what comes first would be lost.</summary>
    public override OptionType? Join(OptionType other) => null;

    public override object? Merge(in MergeContext context, IReadOnlyList<Definition> definitions)
    {
        var found = new List<(string Name, Definition Value)>();
        foreach (Definition definition in definitions)
            Collect(context, definition, found);
        HashSet<Definition> winners = [.. found.GroupBy(static f => f.Name, static f => f.Value, StringComparer.Ordinal).SelectMany(Winners)];
        (string Name, Definition Value)[] kept = [.. found.Where(f => winners.Contains(f.Value)).OrderBy(static f => f.Value.Order)];
        object?[] values = new object?[kept.Length];
        for (int i = 0; i < kept.Length; i++)
        {
            (string name, Definition value) = kept[i];
            var slots = new OrderedDictionary<string, EntrySlot>(1, StringComparer.Ordinal) { [name] = new EntrySlot(context.At($"[{i}]"), name, element, [value]) };
            values[i] = new AttrsValue(slots);
        }

        return new ListValue(values, [.. kept.Select(static k => k.Value.Place)]);
    }

    private static IEnumerable<Definition> Winners(IEnumerable<Definition> definitions)
    {
        int best = definitions.Min(static d => d.Priority);
        return definitions.Where(d => d.Priority == best && !d.Unset);
    }

    private void Collect(in MergeContext context, Definition definition, List<(string Name, Definition Value)> found)
    {
        if (definition.Content.IsMapping)
        {
            foreach (ContentEntry entry in definition.Content.Entries(split: false))
                Add(entry, definition.Order, found);
            return;
        }

        if (!definition.Content.IsSequence)
            throw Mismatch(context, definition);
        foreach (Content item in definition.Content.Items())
        {
            if (Definition.Discharge(item, new Wrapping(null, definition.Order)) is not { } inner)
                continue;
            if (inner.Priority != Wrappers.Plain)
                throw new EvaluationFailure(ConfigurationErrors.PriorityOnElement(item.Place));
            inner = inner.With(inner.Content.Resolve());
            ContentEntry[] entries = inner.Content.IsMapping ? [.. inner.Content.Entries(split: false)] : [];
            if (entries.Length != 1)
                throw new EvaluationFailure(ConfigurationErrors.NotOneKey(inner.Place, context.Path, ValueText.Describe(inner.Content), entries.Length));
            Add(entries[0], inner.Order, found);
        }
    }

    private static void Add(ContentEntry entry, int order, List<(string Name, Definition Value)> found)
    {
        if (Definition.Discharge(entry.Content, new Wrapping(null, order)) is { } value)
            found.Add((entry.Name, value));
    }
}
