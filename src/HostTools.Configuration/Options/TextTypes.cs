using System.Globalization;
using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Expressions;
using HostTools.Configuration.Expressions.Functions;
using HostTools.Platform;

namespace HostTools.Configuration.Options;

/// <summary>Text that meets a condition; what was written is kept to the letter.</summary>
/// <param name="name">As written in modules.</param>
/// <param name="description">In words.</param>
/// <param name="check">Returns null when the text fits, otherwise the reason with the fix; empty for the general message.</param>
internal sealed class TextType(string name, string description, Func<string, string?>? check = null) : ScalarType
{
    public static TextType Str { get; } = new("str", "text");

    /// <summary>What the whole text must match; null when the condition is of another kind.</summary>
    public string? Expression { get; private init; }

    public override string Name => name;

    public override string Description => description;

    public override bool TryRead(ScalarInput input, out object? value, out string? problem)
    {
        problem = null;
        value = input.Text ?? input.Value as string;
        if (value is null)
        {
            problem = input.Value switch
            {
                long or ulong or double or bool => "Convert it with string(…).",
                Secret or CelRendered => SecretType.NotHere,
                _ => null,
            };
            return false;
        }

        if (check is null || value is not string text || check(text) is not { } reason)
            return true;
        problem = reason.Length == 0 ? null : reason;
        return false;
    }

    /// <summary><c>str(1..63)</c>: text of so many characters; an umlaut is one.</summary>
    public static TextType OfLength(string name, long minimum, long maximum)
    {
        string range = (minimum, maximum) switch
        {
            (_, long.MaxValue) => string.Create(CultureInfo.InvariantCulture, $"at least {minimum}"),
            (0, _) => string.Create(CultureInfo.InvariantCulture, $"at most {maximum}"),
            _ when minimum == maximum => string.Create(CultureInfo.InvariantCulture, $"{minimum}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{minimum} to {maximum}"),
        };
        return new TextType(name, $"text of {range} character{(range.EndsWith(" 1", StringComparison.Ordinal) || range == "1" ? string.Empty : "s")}", text =>
        {
            int length = text.EnumerateRunes().Count();
            return length >= minimum && length <= maximum ? null : string.Create(CultureInfo.InvariantCulture, $"It has {length}.");
        })
        {
            Expression = string.Create(CultureInfo.InvariantCulture, $@"[\s\S]{{{minimum},{(maximum == long.MaxValue ? null : maximum)}}}"),
        };
    }

    /// <summary>The same type under the name a module gives it, for messages: people know the name, not the pattern.</summary>
    public TextType Called(string alias) => new(Name, $"a '{alias}' ({Description})", check) { Expression = Expression };

    /// <summary><c>str(/re/)</c>: the whole text must match.</summary>
    /// <exception cref="ArgumentException">The pattern is wrong; NotSupportedException when it needs backtracking.</exception>
    public static TextType Pattern(string name, string pattern, string? description = null)
    {
        var whole = new LinearPattern($"^(?:{pattern})$");
        return new TextType(name, description ?? $"text that matches /{pattern}/", text => text.Contains('\n', StringComparison.Ordinal) || !whole.IsMatch(text) ? string.Empty : null)
        {
            Expression = pattern,
        };
    }
}

/// <summary>Text without line ends, but for one at its end, which is dropped: <c>singleLineStr</c>.</summary>
internal sealed class SingleLineType : ScalarType
{
    public override string Name => "singleLineStr";

    public override string Description => "text of one line";

    public override bool TryRead(ScalarInput input, out object? value, out string? problem)
    {
        if (!TextType.Str.TryRead(input, out value, out problem))
            return false;
        var text = (string)value!;
        string line = text.EndsWith('\n') ? text[..^1] : text;
        value = line.AsSpan().IndexOfAny('\n', '\r') < 0 ? line : null;
        return value is not null;
    }
}

/// <summary>Text of several definitions, joined: <c>lines</c>, <c>commas</c>, <c>envVar</c>.</summary>
internal sealed class JoinedTextType(string name, string description, string separator, bool acceptsSecrets = false) : ScalarType
{
    public override string Name => name;

    /// <summary>The same type in a union with <c>secret</c>: its text may embed secrets.</summary>
    public JoinedTextType WithSecrets() => new(name, description, separator, acceptsSecrets: true);

    public override string Description => description;

    public override bool TryRead(ScalarInput input, out object? value, out string? problem)
    {
        object? secret = input.Value is CelRendered ? input.Value : input.Value is Secret whole ? new CelRendered([whole]) : null;
        value = input.Text ?? input.Value as string ?? (acceptsSecrets ? secret : null) ?? (object?)Lines(input.Value);
        problem = value is null && secret is not null ? SecretType.NotHere : null;
        return value is not null;
    }

    public override object? Merge(in MergeContext context, IReadOnlyList<Definition> definitions)
    {
        var parts = new List<object>();
        List<HostError>? errors = null;
        foreach (Definition definition in definitions)
        {
            if (!TryReadDefinition(context, definition, out object? value, out HostError? error))
                (errors ??= []).Add(error!);
            else
                Append(parts, value!);
        }

        if (errors is not null)
            throw new EvaluationFailure(errors);
        var rendered = new CelRendered(parts);
        return rendered.HasSecrets ? rendered : string.Concat(parts);
    }

    /// <summary>A block that is one expression giving a list has one line for each element, as it would among other lines.</summary>
    private string? Lines(object? value)
    {
        if (separator != "\n" || value is not ICelList list)
            return null;
        var lines = new System.Text.StringBuilder();
        for (int i = 0; i < list.Count; i++)
        {
            if (list[i] is not string line)
                return null;
            lines.Append(line).Append('\n');
        }

        return lines.ToString();
    }

    /// <summary>A block scalar brings its own line end; joining lines must not make empty ones of it.</summary>
    private void Append(List<object> parts, object value)
    {
        bool separated = parts.Count == 0 || (separator == "\n" && parts[^1] is string last && last.EndsWith('\n'));
        if (!separated)
            parts.Add(separator);
        if (value is CelRendered rendered)
            parts.AddRange(rendered.Parts);
        else
            parts.Add(value);
    }
}

/// <summary>One of a list of texts.</summary>
internal sealed class EnumType(IReadOnlyList<string> values) : ScalarType
{
    private readonly string _name = $"enum({string.Join(", ", values)})";

    public IReadOnlyList<string> Values { get; } = values;

    /// <summary>What the values mean, where the declaration says so.</summary>
    public IReadOnlyDictionary<string, string> Meanings { get; init; } = System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty;

    public override string Name => _name;

    public override string Description => $"one of {string.Join(", ", Values.Select(static v => $"'{v}'"))}";

    public override bool TryRead(ScalarInput input, out object? value, out string? problem)
    {
        string? text = input.Text ?? input.Value as string;
        value = text is not null && Values.Contains(text, StringComparer.Ordinal) ? text : null;
        problem = value is null && text is not null ? Suggestions.DidYouMean(text, Values).TrimStart() : null;
        return value is not null;
    }

    public override OptionType? Join(OptionType other) =>
        other is EnumType more
            ? new EnumType([.. Values.Union(more.Values, StringComparer.Ordinal)]) { Meanings = new Dictionary<string, string>(Meanings.UnionBy(more.Meanings, static m => m.Key)) }
            : null;
}
