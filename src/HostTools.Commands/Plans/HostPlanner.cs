using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Machine;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>A plan with what it is applied by.</summary>
internal sealed record TargetPlan(ActivationSession Session, Plan Plan);

/// <summary>Plans of a host's machine and of the homes on it.</summary>
/// <param name="Machine">The machine, also where only a home was planned.</param>
/// <param name="Plans">The machine's plan first, then those of homes by the order of the host's users.</param>
internal sealed record HostPlans(ActivationSession Machine, IReadOnlyList<TargetPlan> Plans)
{
    /// <summary>What applying them is called; null for the usual words.</summary>
    public string? Work { get; init; }

    /// <summary>What happens besides, as lines beside those of the plans.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];

    /// <summary>The same, with all of it waiting for others as long as that says.</summary>
    public HostPlans WaitingAs(LockWait? wait)
    {
        foreach (ActivationSession session in Plans.Select(static planned => planned.Session).Prepend(Machine))
            session.Wait = wait;
        return this;
    }

    /// <summary>The same plans, told in short.</summary>
    public HostPlans InShort() => this with { Plans = [.. Plans.Select(static planned => planned with { Plan = planned.Plan.InShort() })] };
}

/// <summary>What a command was asked to plan of a host.</summary>
/// <param name="Root">Folder of the target; null for the machine one sits at.</param>
/// <param name="State">Folder of its state; null for inside.</param>
/// <param name="User">The only home; null for the machine and all homes.</param>
/// <param name="MachineOnly">No home.</param>
internal sealed record PlanScope(string? Root, string? State, string? User, bool MachineOnly);

/// <summary>From an evaluated host to the plans of its machine and homes.</summary>
internal static class HostPlanner
{
    public static async Task<HostPlans> PlanAsync(CommandContext context, HostConfig config, PlanScope scope, CancellationToken token)
    {
        if (scope is { User: not null, MachineOnly: true })
            throw PlanErrors.UserAndMachine();
        if (scope.User is { } only && !config.Meta.Users.Contains(only))
            throw PlanErrors.UserUnknown(only, config.Name, config.Meta.Users);
        ActivationSession machine = TargetFolder.Open(context, scope.Root, scope.State);
        scope = ThisMachine.Narrow(context, machine.Target, scope, config);
        string[] users = scope.MachineOnly ? [] : scope.User is { } one ? [one] : [.. config.Meta.Users];
        RequireOwnHomes(context, config, users);
        var plans = new List<TargetPlan>();
        ResourceSet wanted = new();
        if (scope.User is null)
        {
            wanted = PlanMaker.Realise(context, config);
            Plan plan = await PlanMaker.PlanAsync(context, config, wanted, machine, token).ConfigureAwait(false);
            plans.Add(new TargetPlan(machine, scope.MachineOnly ? plan : LeftHomes.Warned(context, config, plan)));
        }

        foreach (string user in users)
        {
            if (config.Home(user) is { } home && await PlanHomeAsync(context, home, machine.Target, plans.FirstOrDefault()?.Plan, wanted, token).ConfigureAwait(false) is { } plan)
                plans.Add(plan);
        }

        if (plans.Count == 0)
            context.Note($"'{scope.User}' has nothing in the home, and nothing was applied to it before.");
        return new HostPlans(machine, plans);
    }

    /// <summary>Two homes in one place would take each other's things away.</summary>
    private static void RequireOwnHomes(CommandContext context, HostConfig config, string[] users)
    {
        IEnumerable<HostConfig> used = users.Length == 0 ? [] : config.Meta.Users.Select(config.Home).OfType<HostConfig>();
        foreach (IGrouping<string, HostConfig> place in used.GroupBy(HomeDirectory.Of, StringComparer.Ordinal))
        {
            HostConfig[] homes = [.. place.Key.Length == 0 || place.Skip(1).Any() ? place.Where(home => HasSomething(context, home)) : []];
            string[] names = [.. homes.Select(static home => home.Meta.User!)]; // They are homes.
            if (!names.Intersect(users).Any())
                continue;
            if (place.Key.Length == 0)
                throw new HostToolsException(PlanErrors.HomeIsRoot(names[0], PlaceOf(config, homes[0])));
            if (names.Length > 1)
                throw new HostToolsException(PlanErrors.HomeShared(place.Key, names, PlaceOf(config, homes[^1])));
        }
    }

    private static bool HasSomething(CommandContext context, HostConfig home)
    {
        try
        {
            return PlanMaker.Realise(context, home).Resources.Count > 0;
        }
        catch (HostToolsException)
        {
            return true; // What is wrong with it is wrong because of the place, or told by its plan.
        }
    }

    /// <summary>Where it is said that the home lies there.</summary>
    private static Origin? PlaceOf(HostConfig config, HostConfig home)
    {
        string user = home.Meta.User!; // It is a home.
        bool isAccounts = config.TryGet(out object? value, "users", "users", user, "home") && value is string text && text.TrimEnd('/') == HomeDirectory.Of(home);
        return (isAccounts ? config.OriginsOf("users", "users", user, "home") : home.OriginsOf("home", "homeDirectory")) is [var place, ..] ? place : null;
    }

    /// <summary>Null for a home that has nothing and never had.</summary>
    private static async Task<TargetPlan?> PlanHomeAsync(
        CommandContext context, HostConfig home, Target machine, Plan? plan, ResourceSet wantedOfMachine, CancellationToken token)
    {
        string user = home.Meta.User!; // It is a home.
        ResourceSet wanted = PlanMaker.Realise(context, home);
        UserIds? planned = plan is null ? null : HomeDirectory.Planned(plan, wantedOfMachine, user);
        string directory = HomeDirectory.Of(home);
        var target = Target.Home(machine, user, directory, planned);
        ActivationSession session = TargetFolder.Open(context, target);
        // What nobody wants must not fail for what nobody needs.
        if (wanted.Resources.Count == 0 && !target.HasState)
            return null;
        if (target.AccountProblem is { } problem)
            throw new HostToolsException(problem with { Origin = home.UsersOrigin });
        bool isMoved = plan?.Changes.Any(change => change.Id == new ResourceId("user", user)) == true;
        if (Target.Home(machine, user) is { RecordedHome: { } recorded } && recorded != directory && !isMoved)
            throw new HostToolsException(PlanErrors.HomeElsewhere(user, recorded, directory, home.OriginsOf("home", "homeDirectory")));
        return new TargetPlan(session, await PlanMaker.PlanAsync(context, home, wanted, session, token).ConfigureAwait(false));
    }
}
