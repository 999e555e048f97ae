using HostTools.Configuration.Expressions;
using HostTools.Configuration.Modules;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Evaluation;

/// <summary>A block in an instance: its turns and conditions, evaluated when an option it defines is.</summary>
internal sealed class BlockRun(ModuleInstance instance, StaticBlock block)
{
    private List<EvalScope>? _scopes;
    private EvaluationFailure? _failure;

    /// <summary>One scope for each turn whose condition holds; without <c>for</c> there is one turn.</summary>
    public IReadOnlyList<EvalScope> Scopes()
    {
        if (_failure is not null)
            throw _failure;
        if (_scopes is not null)
            return _scopes;
        try
        {
            if (block.Block.For is { } clause)
                instance.Session.FocusOn(clause.Source.Place);
            return _scopes = [.. Turns.Of(block.Block.For, instance.ScopeOf(block.Block.Module)).Select(WithLet).Where(Holds)];
        }
        catch (EvaluationFailure failure) when (Keep(failure))
        {
            throw;
        }
    }

    /// <summary>Always false, as in <see cref="Slot"/>.</summary>
    private bool Keep(EvaluationFailure failure)
    {
        _failure = failure;
        return false;
    }

    private EvalScope WithLet(EvalScope scope) => block.Block.Let is { } let ? new LetScope(scope, let, instance.Session) : scope;

    private bool Holds(EvalScope scope)
    {
        if (block.Block.When is not { } when)
            return true;
        instance.Session.FocusOn(when.Place);
        return Compiler.Condition(when, scope);
    }
}

/// <summary>The turns of a <c>for</c>.</summary>
internal static class Turns
{
    public static IEnumerable<EvalScope> Of(ForClause? clause, EvalScope scope)
    {
        if (clause is null)
            return [scope];
        return Compiler.EvaluateBare(clause.Source, scope, clause.ExpressionOffset) switch
        {
            ICelList list => OverList(clause, list, scope),
            ICelMap map => OverMap(clause, map, scope),
            var other => throw new EvaluationFailure(ConfigurationErrors.ForNeedsCollection(clause.Source.Place, ValueText.Describe(other))),
        };
    }

    private static IEnumerable<EvalScope> OverList(ForClause clause, ICelList list, EvalScope scope)
    {
        for (int i = 0; i < list.Count; i++)
        {
            object?[] values = clause.Variables.Count == 1 ? [list[i]] : [(long)i, list[i]];
            yield return new ValueScope(scope, clause.Variables, values);
        }
    }

    private static IEnumerable<EvalScope> OverMap(ForClause clause, ICelMap map, EvalScope scope)
    {
        foreach (string key in map.Keys.Select(CelText.ToText).Order(StringComparer.Ordinal))
        {
            if (clause.Variables.Count == 1)
            {
                yield return new ValueScope(scope, clause.Variables, [key]);
                continue;
            }

            map.TryGetValue(key, out object? value);
            yield return new ValueScope(scope, clause.Variables, [key, value]);
        }
    }
}
