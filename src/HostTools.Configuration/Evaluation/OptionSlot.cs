using HostTools.Configuration.Expressions;
using HostTools.Configuration.Options;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Evaluation;

/// <summary>The value of one option in one instance.</summary>
internal sealed class OptionSlot(ModuleInstance instance, OptionLeaf leaf) : Slot(instance.Session)
{
    private static readonly List<Definition> s_none = [];

    private List<Definition>? _definitions;
    private bool _collecting;

    public OptionLeaf Leaf { get; } = leaf;

    public ModuleInstance Instance { get; } = instance;

    public override string Path =>
        ReferenceEquals(Leaf, Instance.Set.Freeform) ? Instance.Path
        : Instance.Path.Length == 0 ? Leaf.PathText
        : $"{Instance.Path}.{Leaf.PathText}";

    public override Place Place => _definitions is { Count: > 0 } known ? known[0].Place : Leaf.Place;

    /// <summary>Definitions whose conditions hold, the option's default included; forces conditions only.</summary>
    public List<Definition> Definitions => _definitions ??= Collect();

    /// <summary>The definitions the value is made of.</summary>
    public List<Definition> Winners { get; private set; } = s_none;

    /// <summary>Whether reading the option gives a value; evaluates conditions at most.</summary>
    public bool IsDefined =>
        Leaf.WithDefault is not null || Leaf.Type.HasEmptyValue || (Instance.MayBeDefined(Leaf) && Definition.AnyWins(Definitions));

    protected override object? Evaluate()
    {
        if (Leaf.Constant is { } constant && !Instance.MayBeDefined(Leaf))
            return constant.Value;
        object? value = Merge();
        if (IsConstant(value))
            Leaf.Constant = new ConstantDefault(value);
        return value;
    }

    /// <summary>A default without expressions, of a type that looks at nothing but the text: the same in every evaluation.</summary>
    private bool IsConstant(object? value) =>
        Leaf is { WithDefault.Default: YamlScalar { HasExpression: false }, WithApply: null } &&
        value is null or string or long or bool or double or Platform.Duration && !Instance.MayBeDefined(Leaf) && Leaf.Type is ScalarType or NullableType { Inner: ScalarType };

    private object? Merge()
    {
        if (Definitions.Count > 0)
            Session.FocusOn(Definitions.MinBy(static d => d.Priority)!.Place);
        List<Definition> winners = Definition.Winners(Definitions);
        if (winners.Count == 0 && Definitions.Exists(static d => d.Unset))
            winners = Definition.Winners(Definitions.FindAll(static d => d.IsOptionDefault));
        Winners = winners;
        if (winners.Count == 0 && ReferenceEquals(Leaf, Instance.Set.Freeform))
            return CelMap.Empty;
        if (winners.Count == 0 && !Leaf.Type.HasEmptyValue)
            throw new EvaluationFailure(ConfigurationErrors.NoValue(Leaf.Place, Path, Leaf.Type.Description, Session.Reader));
        if (Leaf.ReadOnly && Definitions.Count > 1)
            throw new EvaluationFailure(ConfigurationErrors.ReadOnly(Path, [.. Definitions.Where(static d => !d.IsOptionDefault).Select(static d => d.Place)], Leaf.Place));
        object? value = Leaf.Type.Merge(new MergeContext(Instance, this), winners);
        return Leaf.WithApply is { Apply: { } apply } declaration
            ? Compiler.EvaluateBare(apply, new ValueScope(Instance.ScopeOf(declaration.Module), ["value"], [value]))
            : value;
    }

    private List<Definition> Collect()
    {
        // A condition may ask whether this very option is defined.
        if (_collecting)
            throw new EvaluationFailure(ConfigurationErrors.Cycle([(Path, Leaf.Place)]));
        _collecting = true;
        try
        {
            return Instance.DefinitionsOf(Leaf);
        }
        finally
        {
            _collecting = false;
        }
    }
}

/// <summary>A definition of an option that changed, read by the old type and converted.</summary>
internal sealed class ConvertedSlot(ModuleInstance instance, Definition definition, Move move) : Slot(instance.Session)
{
    public override string Path => OptionPath.Join(move.From);

    public override Place Place => definition.Place;

    protected override object? Evaluate()
    {
        object? old = move.OldType!.Merge(new MergeContext(instance, this), Definition.Winners([definition]));
        return Compiler.EvaluateBare(move.Conversion!, new ValueScope(instance.ScopeOf(move.Module), ["value"], [old]));
    }
}

/// <summary>A group of options as expressions see it: <c>config.networking</c>. Selecting forces only what is selected.</summary>
internal sealed class GroupView(ModuleInstance instance, OptionGroup group) : ICelMap
{
    public ModuleInstance Instance { get; } = instance;

    public OptionGroup Group { get; } = group;

    public int Count => Keys.Count();

    public IEnumerable<object> Keys
    {
        get
        {
            IEnumerable<object> declared = Group.Children.Where(static child => child is not MovedOption).Select(static child => child.Name);
            return Freeform.Below(Instance, Group) is { } free ? declared.Union(free.Keys) : declared;
        }
    }

    public bool ContainsKey(object key) =>
        key is string name && Group.Find(name) switch
        {
            OptionLeaf leaf => Instance.SlotOf(leaf).IsDefined,
            OptionGroup => true,
            MovedOption { Move.To: { } to } => Instance.View.Lookup(to.Take(to.Count - 1).ToArray()) is GroupView above && above.ContainsKey(to[^1]),
            _ => Freeform.Below(Instance, Group)?.ContainsKey(key) ?? false,
        };

    public bool TryGetValue(object key, out object? value)
    {
        value = null;
        switch (key is string name ? Group.Find(name) : null)
        {
            case OptionLeaf leaf:
                value = Instance.SlotOf(leaf).Force();
                return true;
            case OptionGroup inner:
                value = new GroupView(Instance, inner);
                return true;
            case MovedOption { Move.To: { } to }:
                value = Instance.View.Lookup(to);
                return true;
            case MovedOption removed:
                throw new EvaluationFailure(ConfigurationErrors.OptionRemoved(removed.Move.Place, removed.PathText, removed.Move.Text));
            default:
                return Freeform.Below(Instance, Group)?.TryGetValue(key, out value) ?? false;
        }
    }

    /// <summary>The value at a path; null when nothing is there.</summary>
    public object? Lookup(IReadOnlyList<string> path)
    {
        object? value = this;
        foreach (string name in path)
        {
            if (value is not ICelMap map || !map.TryGetValue(name, out value))
                return null;
        }

        return value;
    }
}
