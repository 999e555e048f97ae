using HostTools.Platform;

namespace HostTools.Configuration.Yaml;

/// <summary>What is left of a key as it is taken apart at its dots; how far depends on the types it walks through.</summary>
/// <param name="Key">The key.</param>
/// <param name="Position">Index in the key's text of what is left.</param>
internal readonly record struct KeyRest(YamlScalar Key, int Position)
{
    public Place Place => new(Key.File, Key.Start + (Key.IsPlain ? Position : 0));

    public string Text => Key.Value[Position..];

    /// <summary>Takes the next name off; a quoted key is one name, whatever is in it.</summary>
    /// <exception cref="EvaluationFailure">EmptyKeySegment for <c>a..b</c>, UnfinishedQuote for <c>a."b</c>.</exception>
    public KeySegment Next(out KeyRest? rest)
    {
        rest = null;
        if (!Key.IsPlain)
            return new KeySegment(Key.Value, this, Quoted: true);
        int end = EndOfSegment();
        string text = TextPool.Get(Key.Value.AsSpan(Position, end - Position));
        if (end < Key.Value.Length)
            rest = new KeyRest(Key, end + 1);
        if (text.Length == 0 || end == Key.Value.Length - 1)
            throw new EvaluationFailure(ConfigurationErrors.EmptyKeySegment(Place, Key.Value));
        return Unquote(text, this);
    }

    /// <summary>All names of a text that is a path as a whole.</summary>
    public static IReadOnlyList<string> Path(YamlScalar text)
    {
        var names = new List<string>();
        for (KeyRest? rest = new KeyRest(text, 0); rest is { } left;)
            names.Add(left.Next(out rest).Text);
        return names;
    }

    /// <summary>All that is left as one name: the key of a map of scalars may hold dots.</summary>
    public KeySegment Whole() => Key.IsPlain ? Unquote(Text, this) : new KeySegment(Key.Value, this, Quoted: true);

    private static KeySegment Unquote(string text, KeyRest at) =>
        text.Length >= 2 && text[0] is '"' or '\'' && text[^1] == text[0]
            ? new KeySegment(text[1..^1], at, Quoted: true)
            : new KeySegment(text, at, Quoted: false);

    private int EndOfSegment()
    {
        string text = Key.Value;
        int i = Position;
        if (i < text.Length && text[i] is '"' or '\'')
        {
            int close = text.IndexOf(text[i], i + 1);
            if (close < 0 || (close + 1 < text.Length && text[close + 1] != '.'))
                throw new EvaluationFailure(ConfigurationErrors.UnfinishedQuote(Place, text));
            return close + 1;
        }

        while (i < text.Length && text[i] != '.')
        {
            int expressionEnd = string.CompareOrdinal(text, i, "${{", 0, 3) == 0 ? text.IndexOf("}}", i, StringComparison.Ordinal) : -1;
            i = expressionEnd > 0 ? expressionEnd + 2 : i + 1;
        }

        return i;
    }
}

/// <summary>One name of a key, as written.</summary>
internal readonly record struct KeySegment(string Text, KeyRest At, bool Quoted)
{
    public bool HasExpression => Text.Contains("${{", StringComparison.Ordinal) && At.Key.Tag != "!raw";

    public Place Place => At.Place;
}
