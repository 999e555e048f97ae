using System.Text.Json.Nodes;

namespace HostTools.Configuration.Schema;

/// <summary>The <c>$</c>-keys: what tags say, in a spelling that JSON has too. Their rules are in <c>module-keys.json</c>.</summary>
internal static class SpecialKeys
{
    private const string Rules = "special-keys";

    /// <summary>Makes an object schema take the keys as well, one at a time.</summary>
    /// <param name="schema">The schema of an object.</param>
    /// <param name="self">Name of the definition of what may stand inside.</param>
    /// <param name="element">Elements of lists have a place and conditions, but no priority.</param>
    public static void AddTo(JsonObject schema, string self, bool element)
    {
        if (schema["properties"] is not JsonObject properties)
            schema["properties"] = properties = [];
        if (!element)
        {
            properties["$force"] = SchemaDefinitions.Reference(self);
            properties["$default"] = SchemaDefinitions.Reference(self);
            properties["$override"] = Numbered(self);
            properties["$unset"] = new JsonObject();
        }

        properties["$before"] = SchemaDefinitions.Reference(self);
        properties["$after"] = SchemaDefinitions.Reference(self);
        properties["$order"] = Numbered(self);
        properties["$if"] = new JsonObject();
        properties["$then"] = SchemaDefinitions.Reference(self);
        properties["$else"] = SchemaDefinitions.Reference(self);
        schema["allOf"] = new JsonArray(SchemaDefinitions.Reference(Rules));
    }

    private static JsonObject Numbered(string self) => new() { ["properties"] = new JsonObject { ["value"] = SchemaDefinitions.Reference(self) } };
}
