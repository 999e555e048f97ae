using HostTools.Configuration.Options;

namespace HostTools.Configuration.Evaluation;

/// <summary>What may be set for any entry of a map or list of submodules, as options with placeholders in their paths.</summary>
internal sealed class OptionTemplates(EvaluationSession session, Func<OptionPlace, OptionInfo> describe)
{
    private readonly List<OptionSet> _above = [];
    private readonly List<OptionInfo> _found = [];

    /// <summary>The options that values of a type have, below an option.</summary>
    /// <param name="leaf">The option.</param>
    /// <param name="path">Its path.</param>
    /// <param name="isInternal">Whether it, or one above it, is for modules among themselves.</param>
    public IReadOnlyList<OptionInfo> Below(OptionLeaf leaf, IReadOnlyList<string> path, bool isInternal)
    {
        _found.Clear();
        Add(leaf.Type, new OptionPlace(path, string.Empty, null, isInternal), leaf.Placeholder);
        return _found;
    }

    /// <summary>Whether values of a type have names that people choose.</summary>
    public static bool HasNames(OptionType type) =>
        type switch
        {
            AttrsType or AttrListType or DagType => true,
            NullableType nullable => HasNames(nullable.Inner),
            UniqueType unique => HasNames(unique.Inner),
            ListType list => HasNames(list.Element),
            NonEmptyListType list => HasNames(list.Element),
            UnionType union => union.Branches.Any(HasNames),
            _ => false,
        };

    private void Add(OptionType type, OptionPlace at, string placeholder)
    {
        switch (type)
        {
            case AttrsType map:
                Add(map.Element, at.Below($"<{placeholder}>"), "name");
                break;
            case DagType dag:
                Add(dag.Steps, at, placeholder);
                break;
            case AttrListType list:
                Add(list.Entry, at.Below("*"), placeholder);
                break;
            case ListType list:
                Add(list.Element, at.Below("*"), placeholder);
                break;
            case NonEmptyListType list:
                Add(list.Element, at.Below("*"), placeholder);
                break;
            case NullableType nullable:
                Add(nullable.Inner, at, placeholder);
                break;
            case UniqueType unique:
                Add(unique.Inner, at, placeholder);
                break;
            case UnionType union:
                foreach (OptionType branch in union.Branches)
                    Add(branch, at, placeholder);
                break;
            case TaggedType tagged:
                foreach (OptionDeclaration choice in tagged.Choices)
                    Add(new OptionLeaf(new OptionGroup(null, string.Empty), choice.Path[0], 0, choice), at.Below(choice.Path[0]));
                break;
            case SubmoduleType submodule:
                Add(session.OptionsOf(submodule), at);
                break;
        }
    }

    /// <summary>A module may hold itself, by name; it is shown once.</summary>
    private void Add(OptionSet set, OptionPlace at)
    {
        if (_above.Exists(above => above.Modules.SequenceEqual(set.Modules)))
            return;
        _above.Add(set);
        Add(set.Root, at);
        if (set.Freeform is { Type: AttrsType free })
            _found.Add(describe(at.Below("<name>") with { FreeType = free.Element }));
        _above.RemoveAt(_above.Count - 1);
    }

    private void Add(OptionGroup group, OptionPlace at)
    {
        foreach (OptionTreeNode child in group.Children)
        {
            string name = child.Name;
            if (child is OptionGroup inner)
                Add(inner, at.Below(name));
            else if (child is OptionLeaf leaf)
                Add(leaf, at.Below(name));
        }
    }

    private void Add(OptionLeaf leaf, OptionPlace at)
    {
        OptionPlace here = at with { Leaf = leaf, IsInternal = at.IsInternal || leaf.Internal };
        _found.Add(describe(here));
        Add(leaf.Type, here, leaf.Placeholder);
    }
}

/// <summary>A place in the documentation of options.</summary>
/// <param name="Path">Names and placeholders.</param>
/// <param name="Text">The path as shown; placeholders are not quoted.</param>
/// <param name="Leaf">The option there; null where any name may stand.</param>
/// <param name="IsInternal">Whether it, or one above it, is for modules among themselves.</param>
internal sealed record OptionPlace(IReadOnlyList<string> Path, string Text, OptionLeaf? Leaf, bool IsInternal)
{
    /// <summary>What any other name holds, where there is no option.</summary>
    public OptionType? FreeType { get; init; }

    public OptionPlace Below(string name)
    {
        string above = Text.Length == 0 ? OptionPath.Join(Path) : Text;
        string shown = name is "*" or ['<', .., '>'] ? name : OptionPath.Quote(name);
        return this with { Path = [.. Path, name], Text = $"{above}.{shown}", Leaf = null };
    }
}
