namespace HostTools.Configuration.Evaluation;

/// <summary>What <c>config</c> stands for, and the other names that all modules of it see: a host's, or one home's.</summary>
internal sealed class Realm
{
    /// <param name="session">The evaluation.</param>
    /// <param name="set">The options.</param>
    /// <param name="path">In front of all its options in messages; empty for a host.</param>
    /// <param name="names">Names besides <c>config</c>, with their values.</param>
    /// <param name="definitions">Definitions from outside.</param>
    public Realm(
        EvaluationSession session, OptionSet set, string path, IReadOnlyList<(string Name, object? Value)> names, IReadOnlyList<Definition> definitions)
    {
        Root = new ModuleInstance(session, set, this, null, path, string.Empty, definitions);
        Scope = new ValueScope(null, ["config", .. names.Select(static n => n.Name)], [Root.View, .. names.Select(static n => n.Value)]);
    }

    /// <summary>The instance that all others of the realm lie in.</summary>
    public ModuleInstance Root { get; }

    /// <summary>The names every module sees.</summary>
    public EvalScope Scope { get; }
}
