using HostTools.Configuration.Expressions;
using HostTools.Configuration.Modules;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Evaluation;

/// <summary>Runs the assertions and warnings of an instance's modules; all that fail are reported together.</summary>
internal sealed class Checks(EvaluationSession session)
{
    private const int MaxOrigins = 4;

    public void Run(ModuleInstance instance)
    {
        foreach (ModuleDocument module in instance.Set.Modules)
        {
            foreach (Check check in module.Assertions)
                session.Try(() => Run(instance, check, session.Errors));
            foreach (Check check in module.Warnings)
                session.Try(() => Run(instance, check, session.Warnings));
        }
    }

    /// <summary>A block for options that are not declared is no mistake when its condition says so beforehand.</summary>
    public void ReportBlocks(ModuleInstance instance)
    {
        foreach (StaticBlock block in instance.Set.Blocks)
        {
            if (!block.Errors.IsEmpty)
                session.Try(() => ReportUnlessDropped(instance, block));
            if (!block.Warnings.IsEmpty)
                session.Try(() => WarnWhereItCounts(instance, block));
        }
    }

    private void ReportUnlessDropped(ModuleInstance instance, StaticBlock block)
    {
        if (!IsDropped(instance, block.Block))
            session.Errors.AddRange(block.Errors.Sorted());
    }

    private void WarnWhereItCounts(ModuleInstance instance, StaticBlock block)
    {
        if (instance.RunOf(block).Scopes().Count > 0)
            session.Warnings.AddRange(block.Warnings.Sorted());
    }

    private static bool IsDropped(ModuleInstance instance, Block block)
    {
        if (block.When is not { } when || block.For is not null)
            return false;
        EvalScope scope = instance.ScopeOf(block.Module);
        CelExpression expression = Compiler.Bare(when, scope);
        bool knownBefore = expression.Roots.All(static root => root is "meta" or "params") || expression.References.Any(static r => r.IsPresenceTest);
        return knownBefore && !Compiler.Condition(when, scope);
    }

    private static void Run(ModuleInstance instance, Check check, ErrorList into)
    {
        foreach (EvalScope scope in Turns.Of(check.For, instance.ScopeOf(check.Module)))
        {
            bool applies = check.When is null || Compiler.Condition(check.When, scope);
            if (!applies || (check.That is { } that && Compiler.Condition(that, scope)))
                continue;
            string prefix = instance.Path.Length == 0 ? string.Empty : $"'{instance.Path}': ";
            string message = prefix + Message(check.Message, scope);
            Place place = (check.That ?? check.Message).Place;
            into.Add(check.That is null
                ? ConfigurationErrors.ModuleWarning(place, message)
                : ConfigurationErrors.AssertionFailed(place, message, [.. ReadOption.In(check.That, scope).SelectMany(static r => r.Notes).Distinct().Take(MaxOrigins)]));
        }
    }

    private static string Message(YamlScalar message, EvalScope scope) =>
        (message.HasExpression ? Compiler.Render(message, scope).ToString()! : message.Value).Trim();
}
