using HostTools.Configuration.Expressions;
using HostTools.Configuration.Modules;

namespace HostTools.Configuration.Evaluation;

/// <summary>A user's home: a whole configuration of its own below the host's option <c>home</c>, or alone.</summary>
/// <param name="User">The user's name.</param>
/// <param name="Modules">Its modules in their order.</param>
/// <param name="Meta"><c>meta</c> as its modules see it.</param>
/// <param name="Parameters"><c>params</c>, the same as the host's.</param>
internal sealed record Home(string User, IReadOnlyList<ModuleDocument> Modules, CelMap Meta, CelMap Parameters)
{
    private OptionSet? _options;

    public Home Compile(ErrorList errors)
    {
        _options = OptionSets.Compile(Modules, errors);
        return this;
    }

    /// <summary>Starts its evaluation; nothing is computed yet.</summary>
    /// <param name="session">The evaluation; its host is what <c>host</c> says, nothing where there is none.</param>
    /// <param name="path">Where it lies in the host; empty alone.</param>
    /// <param name="definitions">What modules of the host define for it.</param>
    public Realm Open(EvaluationSession session, string path, IReadOnlyList<Definition> definitions)
    {
        object host = session.Host is { } realm ? realm.Root.View : CelMap.Empty;
        return new Realm(session, _options!, path, [("host", host), ("meta", Meta), ("params", Parameters)], definitions);
    }
}
