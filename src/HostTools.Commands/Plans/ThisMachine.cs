using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>What is particular about the machine one sits at: which host it is, and what one may change of it.</summary>
internal static class ThisMachine
{
    /// <summary>The host of a tree that is meant where none is named: the one called like the machine.</summary>
    /// <exception cref="HostToolsException">MachineHasNoHost.</exception>
    public static string HostIn(CommandContext context, ConfigurationTree tree)
    {
        string machine = NameOf(context);
        IReadOnlyList<string> hosts = tree.HostNames();
        return Called(hosts, machine) ?? Called(hosts, FirstLabel(machine)) ?? throw PlanErrors.MachineHasNoHost(machine, hosts, tree.Directory);
    }

    /// <summary>The name the kernel goes by.</summary>
    public static string NameOf(CommandContext context) =>
        context.Environment.Machine.TryReadAllText("/proc/sys/kernel/hostname")?.Trim() is { Length: > 0 } name ? name : Environment.MachineName;

    /// <summary>Says that the machine will be called differently: perhaps the host is meant for another one. Null where all is well.</summary>
    public static PlanWarning? OtherName(CommandContext context, HostConfig config, Target target)
    {
        if (!target.IsLive || target.Machine is not null || !config.TryGet(out object? value, "networking", "hostName") || value is not string wanted)
            return null;
        string machine = NameOf(context);
        return string.Equals(FirstLabel(machine), wanted, StringComparison.OrdinalIgnoreCase) ? null : new PlanWarning(
            $"This machine is called '{machine}', and the host '{config.Name}' wants it to be '{wanted}' (networking.hostName). Make sure that it is the right host.",
            Origin: config.OriginsOf("networking", "hostName") is [var place, ..] ? place : null);
    }

    /// <summary>What one may plan without naming anything: all with root rights, else one's own home.</summary>
    /// <exception cref="HostToolsException">RootNeeded when the host has no home for who asks.</exception>
    public static PlanScope Narrow(CommandContext context, Target machine, PlanScope scope, HostConfig config)
    {
        if (!machine.IsLive || Environment.IsPrivilegedProcess || scope.User is not null || scope.MachineOnly)
            return scope;
        if (!config.Meta.Users.Contains(Environment.UserName))
            throw PlanErrors.RootNeeded($"'{config.Name}' has no user '{Environment.UserName}', so what it declares belongs to the machine or to others");
        context.Warning($"Only the home of '{Environment.UserName}' is planned: what belongs to the machine itself needs root rights (sudo). -MachineOnly (--machine-only) shows it.");
        return scope with { User = Environment.UserName };
    }

    /// <summary>The home that is meant by who may not change the machine and names nobody; null for the machine itself.</summary>
    public static string? OwnHome(CommandContext context, Target machine)
    {
        if (!machine.IsLive || Environment.IsPrivilegedProcess)
            return null;
        context.Note($"This is about the home of '{Environment.UserName}'. What belongs to the machine itself needs root rights (sudo).");
        return Environment.UserName;
    }

    /// <summary>Refuses changes to what is not one's own, before anybody is asked about them.</summary>
    /// <exception cref="HostToolsException">RootNeeded.</exception>
    public static void RequireRights(IEnumerable<Plan> plans)
    {
        if (Environment.IsPrivilegedProcess)
            return;
        foreach (Plan plan in plans.Where(static plan => plan.HasChanges && plan.Target.IsLive && plan.Target.Identity.User != Environment.UserName))
            throw PlanErrors.RootNeeded(plan.Target.Identity.User is { } user ? $"The plan is for the home of '{user}'" : "The plan is for the machine itself");
    }

    private static string? Called(IReadOnlyList<string> hosts, string name) =>
        hosts.FirstOrDefault(host => host == name) ?? hosts.FirstOrDefault(host => string.Equals(host, name, StringComparison.OrdinalIgnoreCase));

    private static string FirstLabel(string name) => name.Split('.')[0];
}
