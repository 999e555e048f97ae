using System.Runtime.CompilerServices;
using HostTools.Configuration.Modules;
using HostTools.Configuration.Options;
using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration.Evaluation;

/// <summary>The options of a set of modules as one tree, with what those modules define. Shared by all instances of a submodule.</summary>
internal sealed class OptionSet
{
    private readonly Dictionary<ModuleDocument, int> _positions = new(ReferenceEqualityComparer.Instance);

    public OptionGroup Root { get; } = new(null, string.Empty);

    public List<OptionLeaf> Leaves { get; } = [];

    public List<ModuleDocument> Modules { get; } = [];

    /// <summary>Takes what is not declared; null when that is an error.</summary>
    public OptionLeaf? Freeform { get; private set; }

    public List<StaticBlock> Blocks { get; } = [];

    /// <summary>Definitions of the modules by option, in the order of the modules.</summary>
    public List<List<RawDefinition>?> Definitions { get; } = [];

    /// <summary>Compiles modules in their order: imported ones before those that import them.</summary>
    public static OptionSet Compile(IReadOnlyList<ModuleDocument> modules, ErrorList errors)
    {
        var set = new OptionSet();
        foreach (ModuleDocument module in modules)
            set.Add(module, errors);
        // Submodules first: another module may declare options below them.
        foreach (ModuleDocument module in modules)
            set.Declare(module, static option => option.Type is SubmoduleType, errors);
        foreach (ModuleDocument module in modules)
            set.Declare(module, static option => option.Type is not SubmoduleType, errors);
        foreach (ModuleDocument module in modules)
            set.AddMoves(module, errors);
        foreach (ModuleDocument module in modules)
            set.AddBlocks(module);
        return set;
    }

    public bool Contains(ModuleDocument module) => _positions.ContainsKey(module);

    private void Add(ModuleDocument module, ErrorList errors)
    {
        _positions[module] = Modules.Count;
        Modules.Add(module);
        if (module.Freeform is { } freeform)
            DeclareFreeform(freeform, errors);
    }

    private void Declare(ModuleDocument module, Func<OptionDeclaration, bool> which, ErrorList errors)
    {
        foreach (OptionDeclaration option in module.Options)
        {
            try
            {
                if (which(option))
                    Declare(option);
            }
            catch (EvaluationFailure failure)
            {
                errors.AddRange(failure.Errors);
            }
        }
    }

    private void DeclareFreeform(OptionDeclaration freeform, ErrorList errors)
    {
        if (Freeform is null)
        {
            Freeform = new OptionLeaf(Root, string.Empty, Leaves.Count, freeform);
            Leaves.Add(Freeform);
            Definitions.Add(null);
        }
        else if (Freeform.Type.Join(freeform.Type) is { } type)
        {
            Freeform.Type = type;
        }
        else
        {
            errors.Add(ConfigurationErrors.AlreadyDeclared(freeform.Place, "freeform", Freeform.Place));
        }
    }

    private void AddMoves(ModuleDocument module, ErrorList errors)
    {
        foreach (Move move in module.Moves)
        {
            try
            {
                if (move.To is { } to && Find(to) is null or MovedOption)
                    throw new EvaluationFailure(ConfigurationErrors.MoveTargetMissing(move.Place, OptionPath.Join(move.From), OptionPath.Join(to)));
                OptionGroup group = GroupOf(move.From, move.Place, null);
                if (group.Find(move.From[^1]) is { } taken)
                    throw new EvaluationFailure(ConfigurationErrors.AlreadyDeclared(move.Place, taken.PathText, taken is OptionLeaf leaf ? leaf.Place : move.Place));
                group.Add(new MovedOption(group, move.From[^1], move));
            }
            catch (EvaluationFailure failure)
            {
                errors.AddRange(failure.Errors);
            }
        }
    }

    /// <summary>The node at a path; null when there is none.</summary>
    public OptionTreeNode? Find(IReadOnlyList<string> path)
    {
        OptionTreeNode? node = Root;
        foreach (string name in path)
            node = (node as OptionGroup)?.Find(name);
        return node;
    }

    private OptionGroup GroupOf(IReadOnlyList<string> path, Place place, OptionDeclaration? first)
    {
        OptionGroup group = Root;
        for (int i = 0; i < path.Count - 1; i++)
        {
            OptionTreeNode? child = group.Find(path[i]);
            if (child is OptionLeaf leaf)
                throw new EvaluationFailure(ConfigurationErrors.OptionInsideOption(place, OptionPath.Join(path), leaf.PathText, leaf.Place));
            if (child is null)
                group.Add(child = new OptionGroup(group, path[i]) { First = first });
            group = (OptionGroup)child;
        }

        return group;
    }

    private void Declare(OptionDeclaration option)
    {
        if (SubmoduleAbove(option) is { } submodule)
        {
            submodule.Type = submodule.Type.Join(new SubmoduleType([PartOf(option, submodule)]))!;
            return;
        }

        OptionGroup group = GroupOf(option.Path, option.Place, option);
        switch (group.Find(option.Path[^1]))
        {
            case null:
                var added = new OptionLeaf(group, option.Path[^1], Leaves.Count, option);
                group.Add(added);
                Leaves.Add(added);
                Definitions.Add(null);
                break;
            case OptionLeaf leaf:
                Join(leaf, option);
                break;
            case OptionGroup existing:
                throw new EvaluationFailure(ConfigurationErrors.OptionInsideOption(existing.First!.Place, OptionPath.Join(existing.First.Path), OptionPath.Join(option.Path), option.Place));
        }
    }

    /// <summary>The submodule that an option of another module is declared below: <c>options: { s.b: … }</c> where <c>s</c> is one.</summary>
    private OptionLeaf? SubmoduleAbove(OptionDeclaration option)
    {
        OptionTreeNode? node = Root;
        for (int i = 0; i < option.Path.Count - 1 && node is OptionGroup group; i++)
            node = group.Find(option.Path[i]);
        return node is OptionLeaf { Type: SubmoduleType } leaf ? leaf : null;
    }

    private static SubmodulePart PartOf(OptionDeclaration option, OptionLeaf submodule)
    {
        int depth = 0;
        for (OptionTreeNode node = submodule; node.Parent is { } parent; node = parent)
            depth++;
        var part = new ModuleDocument(option.Module.File, option.Module);
        part.Options.Add(option with { Module = part, Path = [.. option.Path.Skip(depth)] });
        return new SubmodulePart(part, null);
    }

    private static void Join(OptionLeaf leaf, OptionDeclaration option)
    {
        if ((option.Default is not null && leaf.WithDefault is not null) || (option.Apply is not null && leaf.WithApply is not null) ||
            leaf.Type.Join(option.Type) is not { } type)
            throw new EvaluationFailure(ConfigurationErrors.AlreadyDeclared(option.Place, leaf.PathText, leaf.Place));
        leaf.Type = type;
        leaf.Add(option);
        leaf.WithDefault ??= option.Default is null ? null : option;
        leaf.WithApply ??= option.Apply is null ? null : option;
        leaf.ReadOnly |= option.ReadOnly;
        leaf.Internal |= option.Internal;
        if (leaf.Description.Length == 0)
            leaf.Description = option.Description;
    }

    private void AddBlocks(ModuleDocument module)
    {
        foreach (Block block in module.Blocks)
        {
            var compiled = new StaticBlock(block, Blocks.Count);
            Blocks.Add(compiled);
            var walk = new DefinitionWalk(this, compiled.Errors, compiled.Warnings, compiled, null, Append);
            walk.Group(Root, block.Set, null, new Wrapping(block.Priority, block.Order), null);
        }
    }

    private void Append(RawDefinition raw) => (Definitions[raw.Leaf.Index] ??= new List<RawDefinition>(1)).Add(raw);
}

/// <summary>A block of a module in an option set.</summary>
internal sealed class StaticBlock(Block block, int index)
{
    public Block Block { get; } = block;

    public int Index { get; } = index;

    /// <summary>Old names it uses; told only when the block counts.</summary>
    public ErrorList Warnings { get; } = new();

    /// <summary>What is wrong with its keys; does not count when the block is dropped.</summary>
    public ErrorList Errors { get; } = new();
}

/// <summary>A definition found while walking a mapping along the options: not yet in a scope.</summary>
internal sealed class RawDefinition(OptionLeaf leaf, YamlNode? node, KeyRest? rest, Wrapping wrapping, Guard? guards)
{
    public OptionLeaf Leaf { get; } = leaf;

    public YamlNode? Node { get; } = node;

    public KeyRest? Rest { get; } = rest;

    /// <summary>Priority and order given by what surrounds it.</summary>
    public Wrapping Wrapping { get; } = wrapping;

    public Guard? Guards { get; } = guards;

    /// <summary>The block it stands in; null for what users define for an instance.</summary>
    public StaticBlock? Block { get; init; }

    /// <summary>The scope of what users define for an instance.</summary>
    public EvalScope? Scope { get; init; }

    /// <summary>The old option it was written for, when its value must be converted.</summary>
    public Move? Converted { get; init; }

    /// <summary>A computed value when there is no node; rare, and large in every definition.</summary>
    public StrongBox<Content>? Computed { get; init; }

    public Place Place => Rest?.Place ?? Node?.Place ?? Computed!.Value.Place;
}

/// <summary>A condition of a <c>$if</c> on a group, pushed down to the options below it.</summary>
internal sealed record Guard(YamlScalar Condition, bool Wanted, Guard? Outer);
