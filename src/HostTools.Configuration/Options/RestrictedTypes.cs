using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Expressions;

namespace HostTools.Configuration.Options;

/// <summary>True when any definition is: <c>boolByOr</c>.</summary>
internal sealed class BoolByOrType : OptionType
{
    public override string Name => "boolByOr";

    public override string Description => BoolType.Instance.Description;

    public override bool Accepts(in MergeContext context, Definition definition) => BoolType.Instance.Accepts(context, definition);

    public override object? Merge(in MergeContext context, IReadOnlyList<Definition> definitions)
    {
        bool any = false;
        foreach (Definition definition in definitions)
            any |= (bool)BoolType.Instance.Merge(context, [definition])!;
        return any;
    }
}

/// <summary>A list with at least one element: <c>nonEmptyList&lt;T&gt;</c>.</summary>
internal sealed class NonEmptyListType(OptionType element) : OptionType
{
    private readonly ListType _list = new(element);

    public override string Name => $"nonEmptyList<{element.Name}>";

    public override string Description => $"a list of at least one {element.InnerDescription}";

    public override bool Accepts(in MergeContext context, Definition definition) => _list.Accepts(context, definition);

    public override object? Merge(in MergeContext context, IReadOnlyList<Definition> definitions) =>
        _list.Merge(context, definitions) is ICelList { Count: > 0 } value ? value : throw Mismatch(context, definitions[^1]);
}

/// <summary>A value that only one module may define: <c>unique&lt;T&gt;</c>.</summary>
internal sealed class UniqueType(OptionType inner) : OptionType
{
    public override string Name => $"unique<{inner.Name}>";

    public override string Description => inner.Description;

    public override bool HasKeys => inner.HasKeys;

    public override bool SplitsKeys => inner.SplitsKeys;

    public override bool IsFreeData => inner.IsFreeData;

    public override bool Accepts(in MergeContext context, Definition definition) => inner.Accepts(context, definition);

    public override object? Merge(in MergeContext context, IReadOnlyList<Definition> definitions) =>
        definitions.Count == 1 ? inner.Merge(context, definitions) : throw new EvaluationFailure(ConfigurationErrors.NotUnique(context.Path, definitions));
}
