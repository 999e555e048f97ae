using HostTools.Configuration.Evaluation;
using HostTools.Platform;

namespace HostTools.Configuration.Options;

/// <summary>Null or a value: <c>T?</c>.</summary>
internal sealed class NullableType(OptionType inner) : OptionType
{
    public OptionType Inner { get; } = inner;

    public override string Name => Inner is UnionType ? $"({Inner.Name})?" : $"{Inner.Name}?";

    public override string Description => $"null or {(Inner is UnionType ? Inner.InnerDescription : Inner.Description)}";

    public override bool HasKeys => Inner.HasKeys;

    public override bool SplitsKeys => Inner.SplitsKeys;

    public override bool IsFreeData => Inner.IsFreeData;

    public override bool HasEmptyValue => true;

    public override bool Accepts(in MergeContext context, Definition definition) => definition.Content.IsNull || Inner.Accepts(context, definition);

    public override OptionType? Join(OptionType other) =>
        other is NullableType nullable && Inner.Join(nullable.Inner) is { } inner ? new NullableType(inner) : null;

    public override object? Merge(in MergeContext context, IReadOnlyList<Definition> definitions)
    {
        int nulls = definitions.Count(static d => d.Content.IsNull);
        if (nulls == definitions.Count)
            return null;
        return nulls == 0
            ? Inner.Merge(context, definitions)
            : throw new EvaluationFailure(ConfigurationErrors.Conflict(context.Path, definitions));
    }
}

/// <summary>One of several types: <c>T | U</c>. The first that fits all definitions is taken; text is tried last.</summary>
internal sealed class UnionType : OptionType
{
    private readonly OptionType[] _tried;

    public UnionType(IReadOnlyList<OptionType> branches)
    {
        if (branches.Any(static b => b is SecretType))
            branches = [.. branches.Select(static b => b switch { JoinedTextType text => text.WithSecrets(), FreeDataType data => data.WithSecrets(), _ => b })];
        Branches = branches;
        // Any text is a text: what says more is tried first.
        _tried = [.. branches.Where(static b => !ReferenceEquals(b, TextType.Str)), .. branches.Where(static b => ReferenceEquals(b, TextType.Str))];
    }

    public IReadOnlyList<OptionType> Branches { get; }

    public override string Name => string.Join(" | ", Branches.Select(static b => b.Name));

    public override string Description => string.Join(" or ", Branches.Select(static b => b.Description));

    public override bool HasKeys => Branches.Any(static b => b.HasKeys);

    public override bool SplitsKeys => Branches.Any(static b => b.SplitsKeys);

    public override bool IsFreeData => Branches.Any(static b => b.IsFreeData);

    public override bool HasEmptyValue => false;

    public override bool Accepts(in MergeContext context, Definition definition)
    {
        foreach (OptionType branch in _tried)
        {
            if (branch.Accepts(context, definition))
                return true;
        }

        return false;
    }

    public override object? Merge(in MergeContext context, IReadOnlyList<Definition> definitions)
    {
        foreach (OptionType branch in _tried)
        {
            if (Fits(branch, context, definitions))
                return branch.Merge(context, definitions);
        }

        foreach (Definition definition in definitions)
        {
            if (!Accepts(context, definition))
                throw Mismatch(context, definition);
        }

        throw new EvaluationFailure(ConfigurationErrors.Conflict(context.Path, definitions));
    }

    public override OptionType? Join(OptionType other)
    {
        if (other is not UnionType union || union.Branches.Count != Branches.Count)
            return null;
        OptionType?[] joined = [.. Branches.Zip(union.Branches, static (own, more) => own.Join(more))];
        return joined.Contains(null) ? null : new UnionType(joined!);
    }

    private static bool Fits(OptionType branch, in MergeContext context, IReadOnlyList<Definition> definitions)
    {
        foreach (Definition definition in definitions)
        {
            if (!branch.Accepts(context, definition))
                return false;
        }

        return true;
    }
}

/// <summary><c>key(path)</c>: a name that the map at that path has.</summary>
internal sealed class KeyType(string path) : OptionType
{
    public override string Name => $"key({path})";

    public override string Description => $"a name in '{path}'";

    public override bool Accepts(in MergeContext context, Definition definition) => TextType.Str.Accepts(context, definition);

    public override object? Merge(in MergeContext context, IReadOnlyList<Definition> definitions)
    {
        object? value = TextType.Str.Merge(context, definitions);
        object? map = context.Instance.Realm.Root.View.Lookup(path.Split('.'));
        if (map is not Expressions.ICelMap keys || value is not string name || keys.ContainsKey(name))
            return value;
        string known = string.Join(", ", keys.Keys);
        string hint = Suggestions.DidYouMean(name, keys.Keys.OfType<string>());
        throw Mismatch(context, definitions[0], $"'{path}' has {(known.Length == 0 ? "no names" : known)}.{hint}");
    }
}
