using HostTools.Activation;

namespace HostTools.Commands;

/// <summary>Which records of a pipeline are applied together.</summary>
internal static class PipedPlans
{
    /// <summary>Plans of one host for one folder are one transaction, its machine first; everything else stands alone. In the order of their first records.</summary>
    public static IEnumerable<IReadOnlyList<InvokeHostPlan>> Together(IReadOnlyList<InvokeHostPlan> records)
    {
        var groups = new List<List<InvokeHostPlan>>();
        foreach (InvokeHostPlan record in records)
        {
            // The same place twice is two transactions: the second begins where the first ended.
            if (groups.Find(group => Belongs(record.Plan, group)) is { } known)
                known.Add(record);
            else
                groups.Add([record]);
        }

        return groups.Select(static group => (IReadOnlyList<InvokeHostPlan>)[.. group.OrderBy(static record => record.Plan?.Target.Machine is not null)]);
    }

    private static bool Belongs(Plan? plan, List<InvokeHostPlan> group) =>
        plan is not null && group[0].Plan is { } first && PlaceOf(plan) == PlaceOf(first) &&
        group.TrueForAll(record => record.Plan!.Target.StateDirectory != plan.Target.StateDirectory);

    private static (string Folder, string State, string Host) PlaceOf(Plan plan)
    {
        Target machine = plan.Target.Machine ?? plan.Target;
        return (machine.Identity.Root, machine.StateDirectory, plan.Context.HostName);
    }
}
