using System.Text.Json.Nodes;
using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Options;

namespace HostTools.Configuration.Schema;

/// <summary>The keys of groups, maps and submodules: every group lists its dotted descendants too, names that users give as patterns.</summary>
internal sealed class OptionKeys(SchemaDefinitions definitions, Func<OptionType, OptionSet> optionsOf)
{
    private static readonly AttrsType s_homes = new(HomeType.Instance);

    private readonly Stack<OptionType> _inside = new();

    /// <summary>Whether a type has options of its own, so that no other is like it.</summary>
    public bool HasOptions(OptionType type) =>
        type switch
        {
            SubmoduleType or TaggedType or DagType or HomeType or HomesType => true,
            NullableType nullable => HasOptions(nullable.Inner),
            UniqueType unique => HasOptions(unique.Inner),
            UnionType union => union.Branches.Any(HasOptions),
            ListType list => HasOptions(list.Element),
            NonEmptyListType list => HasOptions(list.Element),
            AttrsType attrs => HasOptions(attrs.Element),
            AttrListType list => HasOptions(list.Entry),
            _ => false,
        };

    /// <summary>Gives an object schema the keys of a map, a submodule or a tagged choice.</summary>
    public void Fill(JsonObject schema, OptionType type, string path, TypeSchemas types)
    {
        switch (type)
        {
            case AttrsType attrs:
                string element = types.Value(attrs.Element, path + ".*");
                if (attrs.SplitsKeys)
                    schema["patternProperties"] = QuotedOrDotted([.. Below(attrs, path, types).Where(static key => key.Names.Count > 1)], element);
                schema["additionalProperties"] = SchemaDefinitions.Reference(element);
                break;
            case DagType dag:
                Fill(schema, dag.Steps, path, types);
                break;
            case HomesType:
                Fill(schema, s_homes, path, types);
                break;
            case SubmoduleType or HomeType:
                OptionSet set = optionsOf(type);
                Fill(schema, Of(set.Root, set, path, types), set, path, types);
                break;
            case TaggedType tagged:
                Fill(schema, Below(tagged, path, types), null, path, types);
                break;
        }
    }

    /// <summary>The definition of a group of options.</summary>
    public string Group(OptionGroup group, OptionSet set, string path, TypeSchemas types) =>
        definitions.Name(group, path.Length == 0 ? "group" : "group." + path, name =>
        {
            var schema = new JsonObject { ["type"] = new JsonArray("object", "null", "string"), ["pattern"] = "^$", ["patternErrorMessage"] = "This is a group of options. Set the options below it." };
            Fill(schema, Of(group, set, path, types), set, path, types, group);
            SpecialKeys.AddTo(schema, name, element: false);
            return schema;
        });

    private static void Fill(JsonObject schema, IEnumerable<SchemaKey> keys, OptionSet? set, string path, TypeSchemas types, OptionGroup? group = null)
    {
        var properties = new JsonObject();
        var patterns = new JsonObject();
        ILookup<bool, SchemaKey> byKind = keys.ToLookup(static key => key.IsPattern);
        foreach (SchemaKey key in byKind[false])
            properties.TryAdd(key.Literal, Target(key.Target));
        foreach ((string expression, string? target) in SchemaKey.Patterns(byKind[true]))
            patterns.TryAdd(expression, Target(target));
        schema["properties"] = properties;
        if (patterns.Count > 0)
            schema["patternProperties"] = patterns;
        schema["additionalProperties"] = Undeclared(set?.Freeform?.Type, group, path, types);
    }

    /// <summary>What undeclared names may hold: nothing, unless a module has <c>freeform</c>.</summary>
    private static JsonNode Undeclared(OptionType? freeform, OptionGroup? group, string path, TypeSchemas types)
    {
        for (OptionGroup? above = group; above?.Parent is not null && freeform is AttrsType outer; above = above.Parent)
            freeform = outer.Element;
        return freeform switch
        {
            FreeDataType => true,
            AttrsType attrs => SchemaDefinitions.Reference(types.Value(attrs.Element, path + ".*")),
            _ => false,
        };
    }

    /// <summary>A key with dots is a path when it is plain and a name when it is quoted, which editors do not tell.</summary>
    private static JsonObject QuotedOrDotted(IReadOnlyList<SchemaKey> keys, string element)
    {
        var patterns = new JsonObject();
        foreach ((string expression, string? target) in SchemaKey.Patterns(keys))
            patterns.TryAdd(expression, target is null ? new JsonObject() : new JsonObject { ["anyOf"] = new JsonArray(Target(target), Target(element)) });
        return patterns;
    }

    private static JsonObject Target(string? name) => name is null ? [] : SchemaDefinitions.Reference(name);

    /// <summary>The keys of a group: its options and groups, and what is below them.</summary>
    public IEnumerable<SchemaKey> Of(OptionGroup group, OptionSet set, string path, TypeSchemas types)
    {
        foreach (OptionTreeNode child in group.Children)
        {
            string name = child.Name;
            string at = path.Length == 0 ? OptionPath.Quote(name) : $"{path}.{OptionPath.Quote(name)}";
            foreach (SchemaKey key in Of(child, set, at, name, types))
                yield return key;
        }
    }

    private IEnumerable<SchemaKey> Of(OptionTreeNode node, OptionSet set, string path, string name, TypeSchemas types)
    {
        switch (node)
        {
            case OptionGroup inner:
                yield return new SchemaKey([name], Group(inner, set, path, types));
                foreach (SchemaKey key in Of(inner, set, path, types))
                    yield return key.Below(name);
                break;
            case OptionLeaf leaf:
                yield return new SchemaKey([name], OptionSchemas.Define(definitions, leaf, path, types));
                foreach (SchemaKey key in Below(leaf.Type, path, types))
                    yield return key.Below(name);
                break;
            case MovedOption moved:
                foreach (SchemaKey key in Moved(moved, set, path, types))
                    yield return key.Names.Count == 0 ? key with { Names = [name] } : key.Below(name);
                break;
        }
    }

    private IEnumerable<SchemaKey> Moved(MovedOption moved, OptionSet set, string path, TypeSchemas types)
    {
        OptionTreeNode? target = moved.Move.To is { } to ? set.Find(to) : null;
        string? now = target switch
        {
            OptionLeaf leaf => OptionSchemas.Define(definitions, leaf, leaf.PathText, types),
            OptionGroup group => Group(group, set, group.PathText, types),
            _ => null,
        };
        yield return new SchemaKey([], OptionSchemas.DefineMoved(definitions, moved, path, now, types));
        IEnumerable<SchemaKey> below = target switch
        {
            OptionLeaf leaf => Below(moved.Move.OldType ?? leaf.Type, path, types),
            OptionGroup group => Of(group, set, group.PathText, types),
            _ => [],
        };
        foreach (SchemaKey key in below)
            yield return key;
    }

    /// <summary>The keys below an option: names of its map, options of its submodule.</summary>
    private IEnumerable<SchemaKey> Below(OptionType type, string path, TypeSchemas types)
    {
        switch (type)
        {
            case NullableType nullable:
                return Below(nullable.Inner, path, types);
            case UniqueType unique:
                return Below(unique.Inner, path, types);
            case UnionType union:
                return union.Branches.SelectMany(branch => Below(branch, path, types)).ToList();
            case AttrsType attrs:
                var entry = new SchemaKey([null], types.Value(attrs.Element, path + ".*")) { TakesRest = !attrs.SplitsKeys };
                return attrs.SplitsKeys ? [entry, .. Below(attrs.Element, path + ".*", types).Select(static key => key.Below(null))] : [entry];
            case TaggedType tagged:
                return tagged.Choices.SelectMany(choice => (IEnumerable<SchemaKey>)
                [
                    new SchemaKey([choice.Path[0]], types.Value(choice.Type, $"{path}.{choice.Path[0]}")),
                    .. Below(choice.Type, $"{path}.{choice.Path[0]}", types).Select(key => key.Below(choice.Path[0])),
                ]).ToList();
            case DagType dag:
                return Below(dag.Steps, path, types);
            case HomesType:
                return Below(s_homes, path, types);
            case SubmoduleType or HomeType:
                return Instance(type, path, types);
            default:
                return [];
        }
    }

    private List<SchemaKey> Instance(OptionType type, string path, TypeSchemas types)
    {
        // A module that has itself below it has endless keys; what is written that deep is left to the evaluation.
        if (_inside.Contains(type))
            return [new SchemaKey([null], null) { TakesRest = true }];
        _inside.Push(type);
        OptionSet set = optionsOf(type);
        List<SchemaKey> keys = [.. Of(set.Root, set, path, types)];
        if (set.Freeform is not null)
            keys.Add(new SchemaKey([null], null) { TakesRest = true });
        _inside.Pop();
        return keys;
    }
}
