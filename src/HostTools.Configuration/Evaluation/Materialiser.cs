using HostTools.Configuration.Expressions;
using HostTools.Configuration.Options;

namespace HostTools.Configuration.Evaluation;

/// <summary>Forces every option, so that every definition is checked, and makes plain read-only values of the result.</summary>
internal sealed class Materialiser(EvaluationSession session)
{
    /// <summary>Instances met on the way, the host first; their assertions are checked afterwards.</summary>
    public List<ModuleInstance> Instances { get; } = [];

    public ConfigMap Group(GroupView view)
    {
        if (view.Group.Parent is null)
            Instances.Add(view.Instance);
        var entries = new OrderedDictionary<string, object?>(view.Group.Children.Length, StringComparer.Ordinal);
        foreach (OptionTreeNode child in view.Group.Children)
        {
            string name = child.Name;
            if (child is OptionGroup group)
                entries.Add(name, Group(new GroupView(view.Instance, group)));
            else if (child is OptionLeaf leaf)
                Leaf(view.Instance.SlotOf(leaf), name, entries);
        }

        if (view.Instance.Set.Freeform is not null)
            session.Try(() => Undeclared(view, entries));
        return new ConfigMap(entries);
    }

    private void Undeclared(GroupView view, OrderedDictionary<string, object?> entries)
    {
        if (Freeform.Below(view.Instance, view.Group) is not { } free || Value(free) is not ConfigMap map)
            return;
        foreach ((string name, object? value) in map)
            entries.TryAdd(name, value);
    }

    /// <summary>A value without views: maps, lists and scalars only.</summary>
    public object? Plain(object? value) => Value(value);

    private void Leaf(OptionSlot slot, string name, OrderedDictionary<string, object?> entries)
    {
        try
        {
            if (slot.IsDefined)
                entries.Add(name, Value(slot.Force()));
        }
        catch (EvaluationFailure failure)
        {
            session.Errors.AddRange(failure.Errors);
        }
    }

    private object? Value(object? value) =>
        value switch
        {
            GroupView view => Group(view),
            AttrsValue attrs => Attrs(attrs),
            LiteralMap map => Literals(map),
            LiteralList list => Array.ConvertAll([.. list.Items], Value),
            ICelMap map => Map(map),
            ICelList list => List(list),
            ulong number => number <= long.MaxValue ? (long)number : (double)number,
            DateTimeOffset time => CelText.ToText(time),
            _ => value,
        };

    private ConfigMap Attrs(AttrsValue attrs)
    {
        var entries = new OrderedDictionary<string, object?>(attrs.Count, StringComparer.Ordinal);
        foreach ((string name, EntrySlot slot) in attrs.Slots)
        {
            try
            {
                entries.Add(name, Value(slot.Force()));
            }
            catch (EvaluationFailure failure)
            {
                session.Errors.AddRange(failure.Errors);
            }
        }

        return new ConfigMap(entries);
    }

    private ConfigMap Map(ICelMap map)
    {
        var entries = new OrderedDictionary<string, object?>(map.Count, StringComparer.Ordinal);
        foreach (object key in map.Keys)
        {
            map.TryGetValue(key, out object? value);
            entries.Add(CelText.ToText(key), Value(value));
        }

        return new ConfigMap(entries);
    }

    private ConfigMap Literals(LiteralMap map)
    {
        var entries = new OrderedDictionary<string, object?>(map.Count, StringComparer.Ordinal);
        foreach ((string key, object? value) in map.Entries)
            entries.Add(key, Value(value));
        return new ConfigMap(entries);
    }

    private object?[] List(ICelList list)
    {
        object?[] items = new object?[list.Count];
        for (int i = 0; i < items.Length; i++)
            items[i] = Value(list[i]);
        return items;
    }
}
