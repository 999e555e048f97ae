using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Machine;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Homes of users whom a host names no more, and in which what was applied for it still stands.</summary>
internal static class LeftHomes
{
    /// <summary>The plan of the machine, which says how to clean them up while the accounts are there.</summary>
    public static Plan Warned(CommandContext context, HostConfig config, Plan plan)
    {
        foreach (Target home in AppliedHomes.Of(plan.Target))
        {
            string user = home.Identity.User!; // It is a home.
            if (config.Meta.Users.Contains(user) || !AccountName.IsValid(user) || !IsOfHost(context, home, config.Name))
                continue;
            string place = (plan.Target.Kind is TargetKind.Machine ? string.Empty : $" --root {plan.Target.Identity.Root}") + (plan.Target.IsStateInside ? string.Empty : $" --state {plan.Target.StateDirectory}");
            plan = plan.Warned(new PlanWarning(
                $"'{config.Name}' has no user '{user}' any more, and what was applied to the home '{home}' still stands. " +
                $"Remove-HostState -User {user} (hosttools uninstall --user {user}{place}) takes it back; do so before the account goes."));
        }

        return plan;
    }

    private static bool IsOfHost(CommandContext context, Target home, string host)
    {
        try
        {
            return TargetFolder.Open(context, home).Generations.Current is { ResourceCount: > 0 } current && current.HostName == host;
        }
        catch (HostToolsException)
        {
            return false; // Whose it is cannot be known; commands about that home say why.
        }
    }
}
