using System.Text.Json.Nodes;
using HostTools.Configuration.Options;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Schema;

/// <summary>Options with what people want to know of them while they write.</summary>
internal static class OptionSchemas
{
    private const int LongestDefault = 100;

    public static string Define(SchemaDefinitions definitions, OptionLeaf leaf, string path, TypeSchemas types)
    {
        // Submodules that share a text by an anchor share its options.
        bool shared = leaf.Declarations is [var only] && ReferenceEquals(leaf.Type, only.Type) && !types.Keys.HasOptions(leaf.Type);
        object key = shared ? (leaf.Place, leaf.Name, leaf.Type.Name) : leaf;
        return definitions.Name(key, "option." + path, _ =>
        {
            JsonObject schema = SchemaDefinitions.Reference(types.Value(leaf.Type, path));
            schema["description"] = Describe(leaf);
            if (leaf.WithDefault?.Default is { } value && Literal(value))
                schema["default"] = YamlJson.Of(value);
            if (leaf.Example is { } example && Literal(example))
                schema["examples"] = new JsonArray(YamlJson.Of(example));
            if (leaf.Internal || leaf.ReadOnly)
                schema["doNotSuggest"] = true;
            return schema;
        });
    }

    /// <summary>An option that was renamed or removed.</summary>
    /// <param name="definitions">Takes the definition.</param>
    /// <param name="moved">The old option.</param>
    /// <param name="path">Its path.</param>
    /// <param name="now">Name of the definition of what it became; null when it was removed.</param>
    /// <param name="types">Makes the schema of the old type.</param>
    public static string DefineMoved(SchemaDefinitions definitions, MovedOption moved, string path, string? now, TypeSchemas types) =>
        definitions.Name(moved, "old." + path, _ =>
        {
            if (moved.Move.To is null || now is null)
                return new JsonObject { ["not"] = new JsonObject(), ["errorMessage"] = $"This option was removed. {moved.Move.Text}", ["doNotSuggest"] = true };
            JsonObject schema = SchemaDefinitions.Reference(moved.Move.OldType is { } type ? types.Value(type, path) : now);
            schema["description"] = $"Renamed to {OptionPath.Join(moved.Move.To)}.";
            schema["deprecationMessage"] = $"This option was renamed to {OptionPath.Join(moved.Move.To)}.";
            schema["doNotSuggest"] = true;
            return schema;
        });

    private static string Describe(OptionLeaf leaf)
    {
        string facts = $"Type: {leaf.Type.Name}.";
        if (leaf.DefaultText is { } words)
        {
            facts += $" Default: {words}";
        }
        else if (leaf.WithDefault?.Default is { } value)
        {
            string text = string.Join(' ', value.File.Text[value.Start..value.End].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            if (text.Length > 0)
                facts += $" Default: {(text.Length > LongestDefault ? string.Concat(text.AsSpan(0, LongestDefault), "…") : text)}";
        }

        if (leaf.ReadOnly)
            facts += "\n\nRead-only: it is for looking at.";
        return leaf.Description.Length == 0 ? facts : $"{leaf.Description}\n\n{facts}";
    }

    /// <summary>Whether a default can be proposed as it stands.</summary>
    private static bool Literal(YamlNode node) =>
        node.Tag is null && node.End - node.Start <= LongestDefault && node switch
        {
            YamlScalar scalar => !scalar.HasExpression && scalar.Kind != ScalarKind.Block,
            YamlSequence list => list.Items.All(Literal),
            YamlMapping mapping => mapping.Entries.All(static entry => Literal(entry.Value)),
            _ => false,
        };
}
