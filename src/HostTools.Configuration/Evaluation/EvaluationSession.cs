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

    private readonly List<Slot> _running = [];

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
        if (_submodules.TryGetValue(type, out OptionSet? set))
            return set;
        var errors = new ErrorList();
        set = OptionSet.Compile(ModulesOf(type), errors);
        return errors.IsEmpty ? _submodules[type] = set : throw new EvaluationFailure(errors.Sorted());
    }

    /// <summary>Whether a path lies in the folder of the file that names it: the tree's or a library's.</summary>
    public bool IsInsideTree(string path, string namedIn) =>
        Folders.Any(folder => IsBelow(namedIn, folder) && IsBelow(path, folder));

    private static bool IsBelow(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal) && (path.Length == folder.Length || path[folder.Length] == Path.DirectorySeparatorChar);

    public void Enter(Slot slot)
    {
        token.ThrowIfCancellationRequested();
        if (_running.Count >= MaxChain || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new EvaluationFailure(ConfigurationErrors.EvaluationTooDeep(slot.Place, slot.Path));
        _running.Add(slot);
    }

    /// <summary>Tells what the slot that is being computed is at.</summary>
    public void FocusOn(Place place)
    {
        if (_running.Count > 0)
            _running[^1].Focus = place;
    }

    /// <summary>The slot that reads the one being computed; null when nothing does.</summary>
    public Slot? Reader => _running.Count > 1 ? _running[^2] : null;

    public void Leave() => _running.RemoveAt(_running.Count - 1);

    /// <summary>The cycle as a list of paths with their places, never a stack trace.</summary>
    public HostError CycleFrom(Slot slot)
    {
        int start = _running.IndexOf(slot);
        return ConfigurationErrors.Cycle([.. _running.Skip(start).Select(static s => (s.Path, s.Focus ?? s.Place))]);
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
