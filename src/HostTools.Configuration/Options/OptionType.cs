using HostTools.Configuration.Evaluation;
using HostTools.Platform;

namespace HostTools.Configuration.Options;

/// <summary>What an option may hold: how text is read, how several definitions become one value.</summary>
internal abstract class OptionType
{
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

    protected HostError MismatchError(in MergeContext context, Definition definition, string? detail = null) =>
        HidesValues
            ? ConfigurationErrors.TypeMismatch(definition.Place, context.Path, Description, "written out", detail) with { SourceLine = null }
            : definition.Content.IsNull
            ? ConfigurationErrors.NullNotAllowed(definition.Place, context.Path, Description)
            : ConfigurationErrors.TypeMismatch(definition.Place, context.Path, Description, ValueText.Describe(definition.Content), detail);
}

/// <summary>Where a value is merged: the instance whose scopes apply, and the slot that will hold it.</summary>
internal readonly record struct MergeContext(ModuleInstance Instance, Slot Owner, string? Suffix = null)
{
    public string Path => Owner.Path + Suffix;

    public MergeContext At(string suffix) => this with { Suffix = Suffix + suffix };
}
