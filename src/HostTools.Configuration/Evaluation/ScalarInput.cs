using HostTools.Configuration.Expressions;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Evaluation;

/// <summary>What a scalar type reads: source text, quoted text, or a computed value.</summary>
internal sealed class ScalarInput(string? text, bool plain, object? value)
{
    /// <summary>The text; null when the value is computed.</summary>
    public string? Text { get; } = text;

    /// <summary>The text was not quoted, so the type decides what it means.</summary>
    public bool IsPlain { get; } = plain;

    /// <summary>The computed value when there is no text.</summary>
    public object? Value { get; } = value;

    public bool IsNull => Text is null ? Value is null : IsPlain && Text is ("" or "~" or "null");

    /// <summary>Null when the content is a mapping or a list.</summary>
    public static ScalarInput? From(Content content)
    {
        if (content.Rest is not null || content.Node is YamlMapping or YamlSequence)
            return null;
        if (content.Node is not YamlScalar scalar)
            return new ScalarInput(null, false, content.Value);
        if (!scalar.HasExpression || content.Raw)
            return new ScalarInput(scalar.Value, scalar.IsPlain && scalar.Tag != "!raw", null);
        return Compiler.Render(scalar, content.Scope) switch
        {
            // What an expression left empty is an empty text, not YAML's null.
            string text => new ScalarInput(text, scalar.IsPlain && text.Length > 0, null),
            object secretText => new ScalarInput(null, false, secretText),
        };
    }

    public override string ToString() => Text is null ? ValueText.Describe(Value) : IsPlain ? $"'{Text}'" : $"\"{Text}\"";
}

/// <summary>Says what a value is, for messages.</summary>
internal static class ValueText
{
    public static string Describe(object? value) =>
        value switch
        {
            null => "null",
            bool b => b ? "true" : "false",
            string s => $"\"{Shorten(s)}\"",
            ICelList list => $"a list of {list.Count}",
            ICelMap map => $"a map of {map.Count}",
            CelRendered => "a text with secrets",
            _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? value.GetType().Name,
        };

    public static string Describe(Content content) =>
        content.Rest is not null ? "a mapping" : content.Node is { } node ? Describe(node) : Describe(content.Value);

    public static string Describe(YamlNode node) =>
        node switch
        {
            YamlScalar { IsNull: true } => "null",
            YamlScalar { IsPlain: true } scalar => $"'{Shorten(scalar.Value)}'",
            YamlScalar scalar => $"the text \"{Shorten(scalar.Value)}\"",
            YamlSequence => "a list",
            _ => "a mapping",
        };

    private static string Shorten(string text)
    {
        int line = text.AsSpan().IndexOfAny('\n', '\r');
        string first = line >= 0 ? text[..line] : text;
        return first.Length > 60 ? string.Concat(first.AsSpan(0, 60), "…") : line >= 0 && line < text.Length - 1 ? first + "…" : first;
    }
}
