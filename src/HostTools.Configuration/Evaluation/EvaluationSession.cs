using System.Runtime.CompilerServices;
using HostTools.Configuration.Options;
using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration.Evaluation;

/// <summary>One evaluation: what is being computed right now, and what belongs to all of it. Used by one thread.</summary>
internal sealed class EvaluationSession(CancellationToken token)
{
    /// <summary>Well before the stack ends, so that what such a chain is told does not depend on the machine.</summary>
    private const int MaxChain = 10_000;

    private Slot[] _running = new Slot[64];
    private Place[] _focus = new Place[64];
    private int _depth;

    public ErrorList Errors { get; } = new();

    public ErrorList Warnings { get; } = new();

    /// <summary>Finds the modules of a submodule.</summary>
    public required Func<SubmoduleType, IReadOnlyList<Modules.ModuleDocument>> ModulesOf { get; init; }

    /// <summary>What is known before any option is: <c>params</c>, then <c>meta</c> too. Headers and imports may use no more.</summary>
    public EvalScope OuterScope { get; set; } = EvalScope.Empty;

    /// <summary>The host; null before its modules are collected, and where a home is evaluated alone.</summary>
    public Realm? Host { get; set; }

    /// <summary>The homes of the host's users by name, compiled.</summary>
    public SortedDictionary<string, Home> Homes { get; } = new(StringComparer.Ordinal);

    /// <summary>Absolute paths of the folders whose files the configuration may name.</summary>
    public required IReadOnlyList<string> Folders { get; init; }

    private readonly Dictionary<SubmoduleType, OptionSet> _submodules = new(ReferenceEqualityComparer.Instance);

    /// <summary>The compiled options of a submodule, shared by all its instances.</summary>
    public OptionSet OptionsOf(SubmoduleType type)
    {
        bool isFixed = type.Parts.All(static part => part.Inline is { Imports.Count: 0, Disabled.Count: 0 });
        if (isFixed && type.Compiled is { } compiled)
            return compiled;
        if (_submodules.TryGetValue(type, out OptionSet? set))
            return set;
        IReadOnlyList<Modules.ModuleDocument> modules = ModulesOf(type);
        if (type.Compiled is { } before && before.Modules.SequenceEqual(modules))
            return _submodules[type] = before;
        var errors = new ErrorList();
        set = OptionSet.Compile(modules, errors);
        if (!errors.IsEmpty)
            throw new EvaluationFailure(errors.Sorted());
        type.Compiled = set;
        return _submodules[type] = set;
    }

    /// <summary>Whether a path lies in the folder of the file that names it: the tree's or a library's.</summary>
    public bool IsInsideTree(string path, string namedIn) =>
        Folders.Any(folder => IsBelow(namedIn, folder) && IsBelow(path, folder));

    /// <summary>Whether a path in one of the folders leads out of it through a link.</summary>
    public bool LeadsOut(string path) => Folders.Any(folder => IsBelow(path, folder) && Modules.TreeLinks.LeadOut(path, folder));

    private static bool IsBelow(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal) && (path.Length == folder.Length || path[folder.Length] == Path.DirectorySeparatorChar);

    public void Enter(Slot slot)
    {
        token.ThrowIfCancellationRequested();
        if (_depth >= MaxChain || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new EvaluationFailure(ConfigurationErrors.EvaluationTooDeep(slot.Place, slot.Path));
        if (_depth == _running.Length)
            Grow();
        (_running[_depth], _focus[_depth]) = (slot, default);
        _depth++;
    }

    /// <summary>Tells what the slot that is being computed is at: a condition, a definition. A cycle goes through there.</summary>
    public void FocusOn(Place place)
    {
        if (_depth > 0)
            _focus[_depth - 1] = place;
    }

    /// <summary>The slot that reads the one being computed, and where; null when nothing does.</summary>
    public (string Path, Place Place)? Reader => _depth > 1 ? At(_depth - 2) : null;

    public void Leave() => _depth--;

    /// <summary>The cycle as a list of paths with their places, never a stack trace.</summary>
    public HostError CycleFrom(Slot slot)
    {
        int start = Array.IndexOf(_running, slot);
        return ConfigurationErrors.Cycle([.. Enumerable.Range(start, _depth - start).Select(At)]);
    }

    private (string Path, Place Place) At(int depth) => (_running[depth].Path, _focus[depth].File is null ? _running[depth].Place : _focus[depth]);

    private void Grow()
    {
        (Slot[] running, Place[] focus) = (new Slot[_depth * 2], new Place[_depth * 2]);
        Array.Copy(_running, running, _depth);
        Array.Copy(_focus, focus, _depth);
        (_running, _focus) = (running, focus);
    }

    /// <summary>Runs a part of the evaluation; its failure is noted and the rest goes on.</summary>
    public bool Try(Action part)
    {
        try
        {
            part();
            return true;
        }
        catch (EvaluationFailure failure)
        {
            Errors.AddRange(failure.Errors);
            return false;
        }
    }
}
