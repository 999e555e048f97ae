using System.Text.Json;

namespace HostTools.Activation.Keys;

/// <summary>A map of keys in the order they are written in.</summary>
internal sealed class KeyMap
{
    private readonly List<KeyValuePair<string, object?>> _pairs = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    public IReadOnlyList<KeyValuePair<string, object?>> Pairs => _pairs;

    public int Count => _pairs.Count;

    public bool TryGet(string key, out object? value)
    {
        value = null;
        if (!_places.TryGetValue(key, out int place))
            return false;
        value = _pairs[place].Value;
        return true;
    }

    public KeyMap Set(string key, object? value)
    {
        if (_places.TryGetValue(key, out int place))
        {
            _pairs[place] = new(key, value);
        }
        else
        {
            _places[key] = _pairs.Count;
            _pairs.Add(new(key, value));
        }

        return this;
    }

    /// <summary>What stands at a path; false when a part of it is missing or no map.</summary>
    public bool TryFind(IEnumerable<string> path, out object? value)
    {
        value = this;
        foreach (string key in path)
        {
            if (value is not KeyMap map || !map.TryGet(key, out value))
                return false;
        }

        return true;
    }
}

/// <summary>What has a meaning that only its reader knows, such as a tagged value; equal to the same text alone.</summary>
internal sealed record KeyOpaque(string Text);

/// <summary>A date or time of TOML.</summary>
internal sealed record KeyTime(string Text);

/// <summary>Values of keys: null, bool, string, <see cref="KeyNumber"/>, a list, a <see cref="KeyMap"/>, or one that is not understood.</summary>
internal static class KeyData
{
    /// <summary>Nesting beyond this is refused.</summary>
    public const int MaximumDepth = 100;

    /// <summary>Declared keys, from the JSON they are kept in.</summary>
    /// <exception cref="JsonException">It is no JSON object.</exception>
    public static KeyMap Declared(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaximumDepth });
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        return From(document.RootElement) as KeyMap ?? throw new JsonException("It is no map.");
    }

    /// <summary>The same value, however it is written. Order matters in lists, not in maps.</summary>
    /// <param name="a">One.</param>
    /// <param name="b">The other.</param>
    /// <param name="hasIntegers">The format tells 1 from 1.0.</param>
    public static bool Same(object? a, object? b, bool hasIntegers) => (a, b) switch
    {
        (null, null) => true,
        (KeyNumber left, KeyNumber right) => left.Digits == right.Digits && (!hasIntegers || left.IsFraction == right.IsFraction),
        (KeyTime left, string right) => left.Text == right,
        (string left, KeyTime right) => left == right.Text,
        (IReadOnlyList<object?> left, IReadOnlyList<object?> right) =>
            left.Count == right.Count && left.Zip(right).All(pair => Same(pair.First, pair.Second, hasIntegers)),
        (KeyMap left, KeyMap right) => left.Count == right.Count &&
            left.Pairs.All(pair => right.TryGet(pair.Key, out object? other) && Same(pair.Value, other, hasIntegers)),
        (null, _) or (_, null) => false,
        _ => a.Equals(b),
    };

    /// <summary>A value without the keys that are declared to be absent.</summary>
    public static object? WithoutNulls(object? value)
    {
        if (value is not KeyMap map)
            return value;
        var kept = new KeyMap();
        foreach ((string key, object? child) in map.Pairs.Where(static pair => !IsNothing(pair.Value)))
            kept.Set(key, WithoutNulls(child));
        return kept;
    }

    /// <summary>Null, or a map of nothing else: there is nothing to write.</summary>
    public static bool IsNothing(object? value) => value is null || (value is KeyMap { Count: > 0 } map && map.Pairs.All(static pair => IsNothing(pair.Value)));

    /// <summary>A map with one key set, or removed when <paramref name="isPresent"/> is false; maps on the way are copied.</summary>
    public static KeyMap With(KeyMap? map, ReadOnlySpan<string> path, object? value, bool isPresent)
    {
        var copy = new KeyMap();
        bool isSet = false;
        foreach ((string key, object? child) in map?.Pairs ?? [])
        {
            if (key != path[0])
                copy.Set(key, child);
            else if (path.Length > 1)
                copy.Set(key, With(child as KeyMap, path[1..], value, isPresent));
            else if (isPresent)
                copy.Set(key, value);
            isSet |= key == path[0];
        }

        if (!isSet && isPresent)
            copy.Set(path[0], path.Length > 1 ? With(null, path[1..], value, isPresent) : value);
        return copy;
    }

    /// <summary>A value for people, on one line and not long.</summary>
    public static string InWords(object? value)
    {
        string text = JsonStyle.Compact(value);
        return text.Length <= 60 ? text : text[..59] + "…";
    }

    private static object? From(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().Aggregate(new KeyMap(), static (map, member) => map.Set(member.Name, From(member.Value))),
        JsonValueKind.Array => json.EnumerateArray().Select(From).ToArray(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => KeyNumber.Parse(json.GetRawText()),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
