using System.Buffers;
using System.Globalization;
using HostTools.Configuration.Expressions;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Evaluation;

/// <summary>Reads data no type describes: <c>let</c> entries, <c>json</c>. Plain scalars are read by YAML 1.2's core rules, less its traps.</summary>
internal static class FreeData
{
    private static readonly SearchValues<char> s_numberCharacters = SearchValues.Create("0123456789.");

    public static object? Read(Content content)
    {
        content = content.Resolve();
        if (content.IsMapping)
            return content.Node is null ? content.Value : new FreeMap(content);
        if (content.IsSequence)
            return content.Node is null ? content.Value : ReadList(content);
        ScalarInput input = ScalarInput.From(content)!;
        return input.Text is null ? input.Value : input.IsPlain ? ReadPlain(input.Text) : input.Text;
    }

    /// <summary>As <see cref="Read"/>, but a number written in another way than it would be printed keeps its text.</summary>
    public static object? ReadLiteral(Content content)
    {
        object? value = Read(content);
        return value is double && content.Node is YamlScalar { IsPlain: true, HasExpression: false } scalar &&
            scalar.Value != CelText.ToText(value) ? new NumberLiteral(scalar.Value, (double)value) : value;
    }

    public static bool DeepEquals(object? left, object? right) =>
        (left, right) switch
        {
            (ICelList a, ICelList b) => a.Count == b.Count && Enumerable.Range(0, a.Count).All(i => DeepEquals(a[i], b[i])),
            (ICelMap a, ICelMap b) => a.Count == b.Count && a.Keys.All(k => b.TryGetValue(k, out object? other) && a.TryGetValue(k, out object? own) && DeepEquals(own, other)),
            _ => Equals(left, right),
        };

    private static CelList ReadList(Content content)
    {
        var items = new List<object?>();
        foreach (Content item in content.Items())
        {
            if (Definition.Discharge(item, default) is { } element)
                items.Add(Read(element.Content));
        }

        return CelList.From(items);
    }

    /// <summary>No leading zeros, no exponents, no sexagesimals: such text stays text.</summary>
    private static object? ReadPlain(string text)
    {
        switch (text)
        {
            case "" or "~" or "null":
                return null;
            case "true":
                return true;
            case "false":
                return false;
        }

        ReadOnlySpan<char> digits = text.AsSpan(text[0] is '-' or '+' ? 1 : 0);
        if (digits.Length == 0 || !char.IsAsciiDigit(digits[0]) || digits.IndexOfAnyExcept(s_numberCharacters) >= 0)
            return text;
        bool leadingZero = digits.Length > 1 && digits[0] == '0' && digits[1] != '.';
        if (leadingZero)
            return text;
        if (digits.IndexOf('.') < 0)
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) ? whole : text;
        return digits.Count('.') == 1 && digits[^1] != '.' && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : text;
    }
}

/// <summary>A mapping of free data; an entry is read when it is selected.</summary>
internal sealed class FreeMap : ICelMap
{
    private readonly OrderedDictionary<string, Content> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, object?> _read = new(StringComparer.Ordinal);

    public FreeMap(Content content)
    {
        foreach (ContentEntry entry in content.Entries(split: false))
        {
            if (Definition.Discharge(entry.Content, default) is { Unset: false } definition)
                _entries[entry.Name] = definition.Content;
        }
    }

    public int Count => _entries.Count;

    public IEnumerable<object> Keys => _entries.Keys;

    public bool ContainsKey(object key) => key is string name && _entries.ContainsKey(name);

    public bool TryGetValue(object key, out object? value)
    {
        value = null;
        if (key is not string name || !_entries.TryGetValue(name, out Content content))
            return false;
        if (!_read.TryGetValue(name, out value))
            _read[name] = value = FreeData.Read(content);
        return true;
    }
}
