using HostTools.Configuration.Expressions;
using HostTools.Configuration.Options;
using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration.Evaluation;

/// <summary>Walks a mapping along the tree of options and hands out one definition for each option it meets; evaluates nothing.</summary>
/// <param name="set">The options.</param>
/// <param name="errors">Takes what is wrong with the keys.</param>
/// <param name="warnings">Takes the old names it meets.</param>
/// <param name="block">The block that is walked; null for what users define for an instance.</param>
/// <param name="scope">The scope of what users define for an instance.</param>
/// <param name="found">Takes the definitions.</param>
/// <param name="prefix">Path of the instance, for messages.</param>
internal sealed class DefinitionWalk(
    OptionSet set, ErrorList errors, ErrorList warnings, StaticBlock? block, EvalScope? scope, Action<RawDefinition> found, string prefix = "")
{
    private readonly Dictionary<OptionLeaf, Seen> _seen = new(ReferenceEqualityComparer.Instance);

    /// <summary>Walks what is written for a group.</summary>
    public void Group(OptionGroup group, YamlNode node, KeyRest? rest, Wrapping wrapping, Guard? guards)
    {
        try
        {
            if (rest is { } key)
                Child(group, key, node, wrapping, guards);
            else
                Mapping(group, node, wrapping, guards);
        }
        catch (EvaluationFailure failure)
        {
            errors.AddRange(failure.Errors);
        }
    }

    /// <summary>Walks a computed map; its keys are never split.</summary>
    public void Computed(OptionGroup group, ICelMap map, Content at)
    {
        foreach (object key in map.Keys)
        {
            map.TryGetValue(key, out object? value);
            Content content = Content.Computed(value, at.Scope, at.Place) with { Source = at.Source };
            switch (group.Find(CelText.ToText(key)))
            {
                case OptionLeaf leaf:
                    found(new RawDefinition(leaf, null, null, default, null) { Computed = new(content), Scope = scope });
                    break;
                case OptionGroup inner when value is ICelMap below:
                    Computed(inner, below, content);
                    break;
                case OptionGroup inner:
                    errors.Add(ConfigurationErrors.GroupNeedsMapping(at.Place, Full(inner), ValueText.Describe(value)));
                    break;
                case null when set.Freeform is { } free:
                    Content wrapped = Content.Computed(Freeform.Wrap(group, CelText.ToText(key), value), at.Scope, at.Place);
                    found(new RawDefinition(free, null, null, default, null) { Computed = new(wrapped), Scope = scope });
                    break;
                default:
                    errors.Add(Unknown(group, CelText.ToText(key), at.Place));
                    break;
            }
        }
    }

    private void Mapping(OptionGroup group, YamlNode node, Wrapping wrapping, Guard? guards)
    {
        if (node is YamlScalar { IsNull: true, Tag: null })
            return;
        bool seen = wrapping.TagSeen;
        wrapping = wrapping with { TagSeen = false };
        if (node.Tag is not null && !seen && Wrappers.TryUnwrap(Content.Of(node, EvalScope.Empty), default, out Wrapping tag, out _))
            wrapping = Over(wrapping, tag);
        if (node is not YamlMapping mapping)
            throw new EvaluationFailure(ConfigurationErrors.GroupNeedsMapping(node.Place, Full(group), ValueText.Describe(Content.Of(node, EvalScope.Empty))));
        if (Wrappers.HasSpecialKey(mapping))
        {
            Special(group, mapping, wrapping, guards);
            return;
        }

        foreach (YamlEntry entry in mapping.Entries)
            Group(group, entry.Value, new KeyRest(entry.Key, 0), wrapping, guards);
    }

    /// <summary><c>$force</c>, <c>$if</c> and so on around a group: pushed down to the options below.</summary>
    private void Special(OptionGroup group, YamlMapping mapping, Wrapping wrapping, Guard? guards)
    {
        if (mapping["$if"] is not YamlScalar condition)
        {
            Wrappers.TryUnwrap(Content.Of(mapping, EvalScope.Empty), new Wrapping { TagSeen = true }, out Wrapping inner, out Content content);
            Group(group, content.Node!, null, Over(wrapping, inner), guards);
            return;
        }

        if (mapping["$then"] is not { } then)
            throw new EvaluationFailure(ConfigurationErrors.BadConditionKeys(mapping.Place));
        Group(group, then, null, wrapping, new Guard(condition, true, guards));
        if (mapping["$else"] is { } otherwise)
            Group(group, otherwise, null, wrapping, new Guard(condition, false, guards));
    }

    private void Child(OptionGroup group, KeyRest key, YamlNode value, Wrapping wrapping, Guard? guards)
    {
        KeySegment segment = key.Next(out KeyRest? rest);
        if (segment.HasExpression)
            throw new EvaluationFailure(ConfigurationErrors.DynamicOptionKey(segment.Place, key.Key.Value));
        switch (group.Find(segment.Text))
        {
            case OptionGroup inner:
                Group(inner, value, rest, wrapping, guards);
                break;
            case OptionLeaf leaf:
                Leaf(leaf, value, rest, wrapping, guards, segment.Place);
                break;
            case MovedOption { Move: { To: { } to } move } moved:
                warnings.Add(ConfigurationErrors.OptionRenamed(segment.Place, Full(moved), prefix.Length == 0 ? OptionPath.Join(to) : $"{prefix}.{OptionPath.Join(to)}"));
                if (set.Find(to) is OptionLeaf target)
                    Leaf(target, value, rest, wrapping, guards, segment.Place, move);
                else
                    Group((OptionGroup)set.Find(to)!, value, rest, wrapping, guards);
                break;
            case MovedOption removed:
                throw new EvaluationFailure(ConfigurationErrors.OptionRemoved(segment.Place, Full(removed), removed.Move.Text));
            default:
                if (set.Freeform is not { } free)
                    throw new EvaluationFailure(Unknown(group, segment.Text, segment.Place, rest, value));
                found(new RawDefinition(free, Freeform.Wrap(group, segment, rest, value, wrapping), null, default, guards) { Block = block, Scope = scope });
                break;
        }
    }

    private void Leaf(OptionLeaf leaf, YamlNode value, KeyRest? rest, Wrapping wrapping, Guard? guards, Place at, Move? move = null)
    {
        if (rest is { } below)
        {
            if (leaf.Type.IsFreeData)
                throw new EvaluationFailure(ConfigurationErrors.KeyIntoFreeData(below.Place, Full(leaf), below.Text));
            if (!leaf.Type.HasKeys)
                throw new EvaluationFailure(ConfigurationErrors.NothingBelow(below.Place, Full(leaf), leaf.Type.Name, below.Text));
        }

        if (move is null && FirstOf(leaf, rest?.Text ?? string.Empty, at) is { } first && guards is null)
            throw new EvaluationFailure(ConfigurationErrors.DuplicateKey(at, Full(leaf), first.At));
        found(new RawDefinition(leaf, value, rest, wrapping, guards) { Block = block, Scope = scope, Converted = move?.Conversion is null ? null : move });
    }

    /// <summary>The definition of the same before this one; null when this is the first.</summary>
    private Seen? FirstOf(OptionLeaf leaf, string below, Place at)
    {
        if (_seen.GetValueOrDefault(leaf) is not { } first)
            _seen[leaf] = new Seen(below, at);
        else if (first.Below == below)
            return first;
        else if (first.Others.GetValueOrDefault(below) is { } same)
            return same;
        else
            first.Others[below] = new Seen(below, at);
        return null;
    }

    private HostError Unknown(OptionGroup group, string name, Place place, KeyRest? rest = null, YamlNode? value = null)
    {
        string path = Full(group) is { Length: > 0 } above ? $"{above}.{OptionPath.Quote(name)}" : OptionPath.Quote(name);
        IReadOnlyList<string> near = Suggestions.Near(name, group.Children.Select(static child => child.Name));
        IEnumerable<string> suggestions = near.Select(n => Full(group.Find(n)!));
        string elsewhere = near.Count == 0 && set.Leaves.Find(leaf => leaf.Name == name) is { } same ? $" There is '{Full(same)}'." : string.Empty;
        if (near.Count == 0 && rest is null && Modules.OptionParser.LooksLikeOption(value))
            elsewhere = " This looks like a declaration; declare options below 'options:'.";
        bool top = group.Parent is null && prefix.Length == 0 && near.Count == 0;
        return ConfigurationErrors.UnknownOption(place, path, rest?.Text, [.. suggestions], elsewhere, top);
    }

    private string Full(OptionTreeNode node)
    {
        string path = node is OptionGroup { Parent: null } ? string.Empty : node.PathText;
        return prefix.Length == 0 ? path : path.Length == 0 ? prefix : $"{prefix}.{path}";
    }

    private static Wrapping Over(Wrapping outer, Wrapping inner) =>
        new(inner.Priority ?? outer.Priority, inner.Order ?? outer.Order) { Unset = inner.Unset || outer.Unset };

    /// <summary>A definition that was met, with those of other parts of the same option.</summary>
    private sealed class Seen(string below, Place at)
    {
        private Dictionary<string, Seen>? _others;

        public string Below { get; } = below;

        public Place At { get; } = at;

        /// <summary>What else was written below the same option.</summary>
        public Dictionary<string, Seen> Others => _others ??= new(StringComparer.Ordinal);
    }
}
