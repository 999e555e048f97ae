using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration.Options;

/// <summary>What an option may hold: how text is read, how several definitions become one value.</summary>
internal abstract class OptionType
{
    private const int MaxReads = 4;

    /// <summary>As written in modules: <c>list&lt;str&gt;</c>.</summary>
    public abstract string Name { get; }

    /// <summary>In words, after "is not": <c>a list of texts</c>.</summary>
    public abstract string Description { get; }

    /// <summary>The description inside that of another type; one that says "or" stands in parentheses.</summary>
    public string InnerDescription => this is UnionType or NullableType ? $"({Description})" : Description;

    /// <summary>Entries are named below the option with one dotted segment each; null when nothing is below.</summary>
    public virtual bool SplitsKeys => false;

    /// <summary>Names may stand below the option at all.</summary>
    public virtual bool HasKeys => false;

    /// <summary>Data without a schema of its own.</summary>
    public virtual bool IsFreeData => false;

    /// <summary>Whether an option of this type has a value without any definition.</summary>
    public virtual bool HasEmptyValue => false;

    /// <summary>Makes one value of definitions that all won; there is at least one unless the type has an empty value.</summary>
    /// <exception cref="EvaluationFailure">They do not fit the type or each other.</exception>
    public abstract object? Merge(in MergeContext context, IReadOnlyList<Definition> definitions);

    /// <summary>Whether a definition looks like this type, for choosing a branch of a union; lists and maps are not looked into.</summary>
    public abstract bool Accepts(in MergeContext context, Definition definition);

    /// <summary>The type that accepts what both accept, when an option is declared twice; null when there is none.</summary>
    public virtual OptionType? Join(OptionType other) => other.Name == Name ? this : null;

    public override string ToString() => Name;

    protected EvaluationFailure Mismatch(in MergeContext context, Definition definition, string? detail = null) =>
        new(MismatchError(context, definition, detail));

    /// <summary>What somebody wrote by mistake must not be repeated in a message.</summary>
    protected virtual bool HidesValues => false;

    protected HostError MismatchError(in MergeContext context, Definition definition, string? detail = null)
    {
        if (HidesValues)
            return ConfigurationErrors.TypeMismatch(definition.Place, context.Path, Description, "written out", detail) with { SourceLine = null };
        Content content = definition.Content;
        YamlScalar? expression = content.Source ?? (content.Node is YamlScalar { HasExpression: true } embedding && !content.Raw ? embedding : null);
        Place place = content.Source is { } whole ? ExpressionPlaces.OfWhole(whole) : definition.Place;
        string actual = definition.Input is { Text: { } text } && expression is not null ? ValueText.Describe(text) : ValueText.Describe(content);
        HostError error = content.IsNull
            ? ConfigurationErrors.NullNotAllowed(place, context.Path, Description)
            : ConfigurationErrors.TypeMismatch(place, context.Path, Description, actual, detail);
        return expression is null ? error : error with { Related = [.. ReadOption.In(expression, content.Scope).SelectMany(static r => r.Notes).Distinct().Take(MaxReads)] };
    }
}

/// <summary>Where a value is merged: the instance whose scopes apply, and the slot that will hold it.</summary>
internal readonly record struct MergeContext(ModuleInstance Instance, Slot Owner, string? Suffix = null)
{
    public string Path => Owner.Path + Suffix;

    public MergeContext At(string suffix) => this with { Suffix = Suffix + suffix };
}
