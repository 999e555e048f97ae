using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Keeps people from locking themselves out: on a live machine such changes need a way back that needs nobody, or consent.</summary>
internal static class LockoutGuard
{
    /// <summary>Why plans must not be applied: they could lock somebody out, without a way back and without consent. Null when they may.</summary>
    public static HostError? Look(IEnumerable<Plan> plans, ApplyOptions options, bool acceptsRisk)
    {
        if (acceptsRisk || options.ConfirmWithin is not null)
            return null;
        foreach (Plan plan in plans.Where(static plan => plan.Target.Kind is TargetKind.Machine))
        {
            ILookup<string, string> risks = plan.Changes.Where(static change => change.Risk is not null).ToLookup(static change => change.Risk!, static change => change.Path); // Only those that have one.
            if (risks.Count > 0)
                return PlanErrors.LockoutRisk([.. risks.Select(static risk => $"{risk.Key} ({string.Join(", ", risk.Take(3))}{(risk.Count() > 3 ? ", …" : string.Empty)})")]).Errors[0];
        }

        return null;
    }
}
