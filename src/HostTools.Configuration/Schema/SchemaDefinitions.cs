using System.Text.Json.Nodes;

namespace HostTools.Configuration.Schema;

/// <summary>The named parts of a schema; each is made once, however often it is referred to, also by itself.</summary>
internal sealed class SchemaDefinitions
{
    private readonly Dictionary<object, string> _names = [];
    private readonly SortedDictionary<string, JsonNode?> _made = new(StringComparer.Ordinal);

    /// <summary>The name of a part, which is made when nobody asked for it before.</summary>
    /// <param name="key">What tells parts apart.</param>
    /// <param name="wish">A readable name; a number is added when it is taken.</param>
    /// <param name="make">Makes the part; takes its name.</param>
    public string Name(object key, string wish, Func<string, JsonNode> make)
    {
        if (_names.TryGetValue(key, out string? known))
            return known;
        string name = Free(wish);
        _names.Add(key, name);
        _made.Add(name, null);
        _made[name] = make(name);
        return name;
    }

    /// <summary>Adds a part whose name is fixed.</summary>
    public void Add(string name, JsonNode part) => _made[name] = part;

    public JsonNode Find(string name) => _made[name] ?? throw new InvalidOperationException($"'{name}' is not made yet.");

    public static JsonObject Reference(string name) => new() { ["$ref"] = "#/definitions/" + name };

    /// <summary>All parts, by name.</summary>
    public JsonObject ToJson() => new(_made.Select(static entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone())));

    /// <summary>Names stand in the fragment of an address, where few characters stand for themselves.</summary>
    private string Free(string wish)
    {
        string plain = string.Concat(wish.Select(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '*' ? c : '_'));
        string name = plain;
        for (int i = 2; _made.ContainsKey(name); i++)
            name = $"{plain}_{i}";
        return name;
    }
}
