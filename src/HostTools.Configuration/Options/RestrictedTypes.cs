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

    public OptionType Element => _list.Element;

    public override string Name => $"nonEmptyList<{Element.Name}>";

    public override string Description => $"a list with at least one element, each {Element.InnerDescription}";

    public override bool Accepts(in MergeContext context, Definition definition) => _list.Accepts(context, definition);

    public override OptionType? Join(OptionType other) =>
        other is NonEmptyListType list && Element.Join(list.Element) is { } joined ? new NonEmptyListType(joined) : null;

    public override object? Merge(in MergeContext context, IReadOnlyList<Definition> definitions) =>
        _list.Merge(context, definitions) is ICelList { Count: > 0 } value ? value : throw Mismatch(context, definitions[^1], "No element is left; add one.");
}

/// <summary>A value that only one module may define: <c>unique&lt;T&gt;</c>, perhaps with the author's reason in <c>message:</c>.</summary>
internal sealed class UniqueType(OptionType inner, string reason) : OptionType
{
    public OptionType Inner { get; } = inner;

    public string Reason { get; } = reason;

    public override string Name => $"unique<{Inner.Name}>";

    public override string Description => Inner.Description;

    public override bool HasKeys => Inner.HasKeys;

    public override bool SplitsKeys => Inner.SplitsKeys;

    public override bool IsFreeData => Inner.IsFreeData;

    public override bool Accepts(in MergeContext context, Definition definition) => Inner.Accepts(context, definition);

    public override OptionType? Join(OptionType other) =>
        other is UniqueType unique && Inner.Join(unique.Inner) is { } joined ? new UniqueType(joined, Reason.Length > 0 ? Reason : unique.Reason) : null;

    public override object? Merge(in MergeContext context, IReadOnlyList<Definition> definitions) =>
        definitions.Count == 1 ? Inner.Merge(context, definitions) : throw new EvaluationFailure(ConfigurationErrors.NotUnique(context.Path, definitions, Reason));
}
