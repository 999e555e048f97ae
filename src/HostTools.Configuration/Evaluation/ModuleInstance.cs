using HostTools.Configuration.Expressions;
using HostTools.Configuration.Modules;
using HostTools.Configuration.Options;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Evaluation;

/// <summary>An option set with its values: a host, a home, or one instance of a submodule. Everything in it is computed when first read.</summary>
internal sealed class ModuleInstance
{
    private static readonly List<RawDefinition> s_none = [];

    private readonly OptionSlot?[] _slots;
    private readonly BlockRun?[] _runs;
    private readonly Dictionary<OptionLeaf, List<RawDefinition>>? _own;
    private readonly Dictionary<ModuleDocument, EvalScope> _scopes = new(ReferenceEqualityComparer.Instance);

    public ModuleInstance(
        EvaluationSession session, OptionSet set, Realm realm, ModuleInstance? parent, string path, string name, IReadOnlyList<Definition> definitions)
    {
        (Session, Set, Realm, Parent, Path, Name) = (session, set, realm, parent, path, name);
        _slots = new OptionSlot?[set.Leaves.Count];
        _runs = new BlockRun?[set.Blocks.Count];
        View = new GroupView(this, set.Root);
        _own = definitions.Count == 0 ? null : Walk(definitions);
    }

    public EvaluationSession Session { get; }

    public OptionSet Set { get; }

    /// <summary>The host or home it belongs to.</summary>
    public Realm Realm { get; }

    /// <summary>The instance whose option holds this one; null for a host and for a home.</summary>
    public ModuleInstance? Parent { get; }

    /// <summary>Path of the instance as messages show it; empty for a host.</summary>
    public string Path { get; }

    /// <summary>Whether somebody set something in this instance from outside.</summary>
    public bool HasOwnDefinitions => _own is not null;

    /// <summary>The instance's key: what <c>name</c> says.</summary>
    public string Name { get; }

    /// <summary>The values as expressions see them.</summary>
    public GroupView View { get; }

    public OptionSlot SlotOf(OptionLeaf leaf) => _slots[leaf.Index] ??= new OptionSlot(this, leaf);

    /// <summary>An option's default, and every definition whose conditions hold, in the order of the modules; users' own for an instance come last.</summary>
    public List<Definition> DefinitionsOf(OptionLeaf leaf)
    {
        List<RawDefinition>? fixedOnes = Set.Definitions[leaf.Index];
        var definitions = new List<Definition>((fixedOnes?.Count ?? 0) + (leaf.WithDefault is null ? 0 : 1));
        foreach (RawDefinition raw in fixedOnes ?? s_none)
        {
            IReadOnlyList<EvalScope> scopes = RunOf(raw.Block!).Scopes();
            for (int turn = 0; turn < scopes.Count; turn++)
                Add(definitions, raw, scopes[turn]);
        }

        if (_own is not null && _own.TryGetValue(leaf, out List<RawDefinition>? own))
        {
            foreach (RawDefinition raw in own)
                Add(definitions, raw, raw.Scope!);
        }

        if (DefaultOf(leaf) is { } optionDefault)
            definitions.Insert(0, optionDefault);
        return definitions;
    }

    /// <summary>The default of an option as the first of its definitions.</summary>
    private Definition? DefaultOf(OptionLeaf leaf)
    {
        if (leaf.WithDefault is not { } declaration)
            return null;
        Content content = Content.Of(declaration.Default!, ScopeOf(declaration.Module));
        return Definition.Discharge(content, default, optionDefault: true);
    }

    /// <summary>Whether an option has any definition that could hold; looks at no condition.</summary>
    public bool MayBeDefined(OptionLeaf leaf) => Set.Definitions[leaf.Index] is not null || (_own?.ContainsKey(leaf) ?? false);

    public BlockRun RunOf(StaticBlock block) => _runs[block.Index] ??= new BlockRun(this, block);

    /// <summary>The names a module's expressions see in this instance.</summary>
    public EvalScope ScopeOf(ModuleDocument module)
    {
        if (_scopes.TryGetValue(module, out EvalScope? scope))
            return scope;
        if (!Set.Contains(module))
            return Parent?.ScopeOf(module) ?? Realm.Scope;
        EvalScope surrounding = module.LexicalParent is { } lexical ? (Parent ?? this).ScopeOf(lexical) : Realm.Scope;
        scope = Parent is null ? surrounding : new ValueScope(surrounding, ["self", "name"], [View, Name]);
        if (module.Let is { } let)
            scope = new LetScope(scope, let, Session);
        return _scopes[module] = scope;
    }

    private void Add(List<Definition> definitions, RawDefinition raw, EvalScope scope)
    {
        for (Guard? guard = raw.Guards; guard is not null; guard = guard.Outer)
        {
            Session.FocusOn(guard.Condition.Place);
            if (Compiler.Condition(guard.Condition, scope) != guard.Wanted)
                return;
        }

        Content content = raw.Computed is { } computed ? computed.Value : Content.Of(raw.Node!, scope, raw.Rest);
        if (content.Rest is not null)
            content = content with { Place = raw.Place };
        if (Definition.Discharge(content, raw.Wrapping) is { } definition)
            definitions.Add(raw.Converted is { } move ? Convert(definition, move) : definition);
    }

    private Definition Convert(Definition definition, Move move)
    {
        var old = new ConvertedSlot(this, definition, move);
        return definition.With(Content.Computed(old.Force(), definition.Content.Scope, definition.Place));
    }

    private Dictionary<OptionLeaf, List<RawDefinition>> Walk(IReadOnlyList<Definition> definitions)
    {
        var own = new Dictionary<OptionLeaf, List<RawDefinition>>(ReferenceEqualityComparer.Instance);
        var errors = new ErrorList();
        foreach (Definition definition in definitions)
        {
            Content content = definition.Content;
            int? order = definition.Order == Wrappers.NormalOrder ? null : definition.Order;
            var walk = new DefinitionWalk(Set, errors, Session.Warnings, null, content.Scope, raw => Keep(own, raw), Path);
            if (content.Node is null && content.Value is ICelMap map)
                walk.Computed(Set.Root, map, content);
            else if (content.Node is not null)
                walk.Group(Set.Root, content.Node, content.Rest, new Wrapping(null, order) { TagSeen = content.Rest is null }, null);
        }

        return errors.IsEmpty ? own : throw new EvaluationFailure(errors.Sorted());
    }

    private static void Keep(Dictionary<OptionLeaf, List<RawDefinition>> own, RawDefinition raw)
    {
        if (!own.TryGetValue(raw.Leaf, out List<RawDefinition>? list))
            own[raw.Leaf] = list = new List<RawDefinition>(1);
        list.Add(raw);
    }
}
