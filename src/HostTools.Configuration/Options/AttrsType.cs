using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Expressions;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Options;

/// <summary>Named values of one type; definitions merge name by name, and priorities count for each name.</summary>
internal sealed class AttrsType(OptionType element) : OptionType
{
    public OptionType Element { get; } = element;

    public override string Name => $"attrs<{Element.Name}>";

    public override string Description => $"a map of {Element.InnerDescription}";

    public override bool HasKeys => true;

    public override bool SplitsKeys => Element.HasKeys;

    public override bool HasEmptyValue => true;

    public override bool Accepts(in MergeContext context, Definition definition) => definition.Content.IsMapping;

    public override OptionType? Join(OptionType other) =>
        other is AttrsType map && Element.Join(map.Element) is { } element ? new AttrsType(element) : null;

    public override object? Merge(in MergeContext context, IReadOnlyList<Definition> definitions)
    {
        var entries = new Dictionary<string, List<Definition>>(StringComparer.Ordinal);
        foreach (Definition definition in definitions)
        {
            if (definition.Content.IsNull)
                continue;
            if (!definition.Content.IsMapping)
                throw Mismatch(context, definition);
            foreach (ContentEntry entry in definition.Content.Entries(SplitsKeys))
                Add(context, entries, definition, entry);
        }

        string[] names = [.. entries.Keys];
        Array.Sort(names, StringComparer.Ordinal);
        var slots = new OrderedDictionary<string, EntrySlot>(entries.Count, StringComparer.Ordinal);
        foreach (string name in names)
        {
            List<Definition> found = entries[name];
            if (Definition.AnyWins(found))
                slots.Add(name, new EntrySlot(context, name, Element, found));
        }

        return new AttrsValue(slots);
    }

    private static void Add(in MergeContext context, Dictionary<string, List<Definition>> entries, Definition outer, ContentEntry entry)
    {
        if (Wrappers.IsSpecialKey(entry.Name) && !entry.Literal)
            throw new EvaluationFailure(ConfigurationErrors.MixedSpecialKeys(entry.Place, entry.Name));
        if (entry.Name.Length == 0)
            throw new EvaluationFailure(ConfigurationErrors.EmptyName(entry.Place, context.Path));
        if (Definition.Discharge(entry.Content, new Wrapping(null, outer.Order == Wrappers.NormalOrder ? null : outer.Order)) is not { } definition)
            return;
        if (!entries.TryGetValue(entry.Name, out List<Definition>? found))
            entries[entry.Name] = found = new List<Definition>(1);
        found.Add(definition);
    }
}

/// <summary>A map whose entries are evaluated one by one; one may refer to another.</summary>
internal sealed class AttrsValue(OrderedDictionary<string, EntrySlot> slots) : ICelMap
{
    public OrderedDictionary<string, EntrySlot> Slots { get; } = slots;

    public int Count => Slots.Count;

    public IEnumerable<object> Keys => Slots.Keys;

    public bool ContainsKey(object key) => key is string name && Slots.ContainsKey(name);

    public bool TryGetValue(object key, out object? value)
    {
        value = null;
        if (key is not string name || !Slots.TryGetValue(name, out EntrySlot? slot))
            return false;
        value = slot.Force();
        return true;
    }
}

/// <summary>The value of one name of a map.</summary>
internal sealed class EntrySlot(MergeContext outer, string name, OptionType type, List<Definition> definitions) : Slot(outer.Owner.Session)
{
    public string Name { get; } = name;

    public override string Path => outer.Path.Length == 0 ? OptionPath.Quote(Name) : $"{outer.Path}.{OptionPath.Quote(Name)}";

    public override Place Place => Definitions.Count > 0 ? Definitions[0].Place : outer.Owner.Place;

    /// <summary>All definitions of the entry, losers included.</summary>
    public List<Definition> Definitions { get; } = definitions;

    /// <summary>As modules write it.</summary>
    public string TypeName => type.Name;

    protected override object? Evaluate() => type.Merge(new MergeContext(outer.Instance, this), Definition.Winners(Definitions));
}
