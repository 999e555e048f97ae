using HostTools.Configuration.Expressions;
using HostTools.Configuration.Options;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Evaluation;

/// <summary>Undeclared names of a module with <c>freeform</c>: definitions of one hidden map, whose entries appear among the options.</summary>
internal static class Freeform
{
    /// <summary>The definition of an undeclared name as one of the hidden map, with the groups above it as nested maps.</summary>
    public static YamlNode Wrap(OptionGroup group, KeySegment name, KeyRest? rest, YamlNode value, Wrapping wrapping)
    {
        YamlNode inner = value;
        if (rest is { } below)
            inner = Mapping(new YamlScalar(value.File, below.Place.Index, below.Place.Index + below.Text.Length, null, below.Text, ScalarKind.Plain), inner);
        if (wrapping.Order is { } order)
            inner = Number(inner, "$order", "order", order);
        if (wrapping.Priority is { } priority)
            inner = Number(inner, "$override", "priority", priority);
        inner = Mapping(Name(value, name.Text, name.Place.Index), inner);
        for (OptionGroup above = group; above.Parent is not null; above = above.Parent)
            inner = Mapping(Name(value, above.Name, name.Place.Index), inner);
        return inner;
    }

    /// <summary>The same for a computed value.</summary>
    public static ICelMap Wrap(OptionGroup group, string name, object? value)
    {
        CelMap inner = CelMap.From([new(name, value)]);
        for (OptionGroup above = group; above.Parent is not null; above = above.Parent)
            inner = CelMap.From([new(above.Name, inner)]);
        return inner;
    }

    /// <summary>The undeclared entries of a group; null when there are none.</summary>
    public static ICelMap? Below(ModuleInstance instance, OptionGroup group)
    {
        if (instance.Set.Freeform is not { } leaf)
            return null;
        if (group.Parent is null)
            return instance.SlotOf(leaf).Force() as ICelMap;
        return Below(instance, group.Parent) is { } above && above.ContainsKey(group.Name) && above.TryGetValue(group.Name, out object? below) ? below as ICelMap : null;
    }

    private static YamlMapping Number(YamlNode value, string key, string name, int number)
    {
        var text = new YamlScalar(value.File, value.Start, value.Start, null, number.ToString(System.Globalization.CultureInfo.InvariantCulture), ScalarKind.Plain);
        var parts = new YamlMapping(value.File, value.Start, value.End, null, [new YamlEntry(Name(value, name, value.Start), text), new YamlEntry(Name(value, "value", value.Start), value)]);
        return Mapping(Name(value, key, value.Start), parts);
    }

    private static YamlMapping Mapping(YamlScalar key, YamlNode value) =>
        new(value.File, value.Start, value.End, null, [new YamlEntry(key, value)]);

    private static YamlScalar Name(YamlNode value, string name, int start) =>
        new(value.File, start, start + name.Length, "!raw", name, ScalarKind.Quoted);
}
