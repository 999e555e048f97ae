using HostTools.Configuration.Expressions;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Evaluation;

/// <summary>What a definition defines, before a type reads it: text with the scope of its expressions, or a computed value.</summary>
/// <param name="Node">The text; null when the value is computed.</param>
/// <param name="Scope">Names that expressions in the text may use.</param>
/// <param name="Value">The computed value when there is no text.</param>
/// <param name="Rest">Names still to walk before the content is reached: <c>a.b: 1</c> under <c>a</c> is a map with <c>b</c>.</param>
/// <param name="Place">Where to point in messages.</param>
internal readonly record struct Content(YamlNode? Node, EvalScope Scope, object? Value, KeyRest? Rest, Place Place)
{
    /// <summary>Text in which <c>${{ }}</c>, <c>$</c>-keys and dots mean nothing.</summary>
    public bool Raw { get; init; }

    /// <summary>The scalar that computed the value; null when there is text, or the value comes from elsewhere.</summary>
    public YamlScalar? Source { get; init; }

    public static Content Of(YamlNode node, EvalScope scope, KeyRest? rest = null) => new(node, scope, null, rest, node.Place);

    public static Content Computed(object? value, EvalScope scope, Place place) => new(null, scope, value, null, place);

    /// <summary>A scalar that is wholly one expression becomes that expression's value; anything else stays.</summary>
    public Content Resolve()
    {
        if (Rest is not null || Node is not YamlScalar { HasExpression: true } scalar || Raw)
            return this;
        CelTemplate template = Compiler.Template(scalar, Scope);
        return template.IsWhole ? this with { Node = null, Value = Compiler.Evaluate(template.Whole!, Scope, scalar), Source = scalar } : this;
    }

    public bool IsMapping => Rest is not null || Node is YamlMapping || (Node is null && Value is ICelMap);

    public bool IsSequence => Rest is null && (Node is YamlSequence || (Node is null && Value is ICelList));

    public bool IsNull => Rest is null && (Node is YamlScalar { IsNull: true } || (Node is null && Value is null));

    /// <summary>The elements of a sequence.</summary>
    public IEnumerable<Content> Items()
    {
        if (Node is YamlSequence sequence)
        {
            foreach (YamlNode item in sequence.Items)
                yield return new Content(item, Scope, null, null, item.Place) { Raw = Raw || item.Tag == "!raw" };
        }
        else if (Value is ICelList list)
        {
            for (int i = 0; i < list.Count; i++)
                yield return Computed(list[i], Scope, Place) with { Source = Source };
        }
    }

    /// <summary>The entries of a mapping.</summary>
    /// <param name="split">Whether a dotted plain key names something below the entry.</param>
    public IEnumerable<ContentEntry> Entries(bool split)
    {
        if (Rest is { } rest)
        {
            yield return Entry(rest, Node!, split);
        }
        else if (Node is YamlMapping mapping)
        {
            foreach (YamlEntry entry in mapping.Entries)
                yield return Entry(new KeyRest(entry.Key, 0), entry.Value, split);
        }
        else if (Value is ICelMap map)
        {
            foreach (object key in map.Keys)
            {
                map.TryGetValue(key, out object? value);
                yield return new ContentEntry(CelText.ToText(key), Place, Computed(value, Scope, Place) with { Source = Source }, Literal: true);
            }
        }
    }

    private ContentEntry Entry(KeyRest key, YamlNode value, bool split)
    {
        KeyRest? rest = null;
        KeySegment segment = Raw ? new KeySegment(key.Text, key, Quoted: true) : split ? key.Next(out rest) : key.Whole();
        string name = segment.HasExpression && !Raw ? Compiler.KeyText(segment, Scope) : Unescape(segment);
        var content = new Content(value, Scope, null, rest, rest is null ? value.Place : rest.Value.Place) { Raw = Raw || value.Tag == "!raw" };
        return new ContentEntry(name, segment.Place, content, Raw || name != segment.Text);
    }

    /// <summary><c>$$force</c> writes a literal <c>$force</c>.</summary>
    private static string Unescape(KeySegment segment) =>
        segment.Text.StartsWith("$$", StringComparison.Ordinal) && Wrappers.IsSpecialKey(segment.Text[1..]) ? segment.Text[1..] : segment.Text;
}

/// <summary>One entry of a mapping.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Place">Where the name stands.</param>
/// <param name="Content">What it holds.</param>
/// <param name="Literal">The name is no special key, even if it looks like one: it was computed, escaped or raw.</param>
internal readonly record struct ContentEntry(string Name, Place Place, Content Content, bool Literal);
