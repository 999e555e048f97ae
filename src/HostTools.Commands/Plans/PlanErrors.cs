using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>The failures of commands about plans and generations; each factory's name is the error id.</summary>
internal static class PlanErrors
{
    /// <summary>A home alone was to be applied at the next start of the machine, which starts as a whole.</summary>
    /// <remarks>Apply the home now, or leave the machine with its homes to the start, as root and without -User (--user).</remarks>
    /// <example><code lang="sh">hosttools apply toaster --user draxel --mode boot</code></example>
    public static HostToolsException ModeNeedsMachine(string? user) =>
        new(new HostError(nameof(ModeNeedsMachine), ErrorKind.InvalidInput,
            $"Only a machine starts, and {(user is null ? "there is nothing of it to apply" : $"this is the home of '{user}' alone")}. Apply it now, or leave the machine with its homes to the next start: " +
            "-Mode boot without -User (--mode boot without --user), as root.", user));

    /// <summary>No host was named, and none of the tree is called like the machine.</summary>
    /// <remarks>Name the host, or give one the machine's name.</remarks>
    /// <example><code lang="sh">hosttools plan --root ./out</code></example>
    public static HostToolsException MachineHasNoHost(string machine, IReadOnlyList<string> hosts, string tree) =>
        new(new HostError(nameof(MachineHasNoHost), ErrorKind.NotFound,
            $"No host of '{tree}' is called '{machine}', like this machine. {(hosts.Count == 0 ? "It has no hosts; hosttools new makes one" : $"Name one: {string.Join(", ", hosts)}")}.", machine));

    /// <summary>The machine itself, or the home of somebody else on it, is changed by root alone.</summary>
    /// <remarks>Run it with sudo; a look at the plan often needs no more rights.</remarks>
    /// <example><code lang="text">hosttools apply toaster, by a user who is not among the host's.</code></example>
    public static HostToolsException RootNeeded(string why) =>
        new(new HostError(nameof(RootNeeded), ErrorKind.PermissionDenied,
            $"{why}: that needs root rights. Use sudo; without, plan with -MachineOnly (--machine-only) shows what would happen to the machine."));

    /// <summary>A file was named where a folder is needed.</summary>
    /// <remarks>Name a folder.</remarks>
    /// <example><code lang="sh">touch f; hosttools plan toaster --root f</code></example>
    public static HostToolsException FolderIsFile(string path) =>
        new(new HostError(nameof(FolderIsFile), ErrorKind.InvalidInput,
            $"'{path}' is a file where a folder is needed. Name a folder, or move the file away.", path));

    /// <summary>A plan for the live machine changes something with which people lock themselves out, such as sudo's rules or the firewall.</summary>
    /// <remarks>
    /// Give it a way back with -ConfirmWithin (--confirm-within): what is not confirmed in time is taken back, also when nobody can log in any
    /// more. Or say with -AcceptRisk (--accept-risk) that there is another way in.
    /// </remarks>
    /// <example><code lang="text">hosttools apply toaster --yes, where /etc/sudoers.d/hosttools changes.</code></example>
    public static HostToolsException LockoutRisk(IReadOnlyList<string> risks) =>
        new(new HostError(nameof(LockoutRisk), ErrorKind.InvalidInput,
            $"The plan changes {string.Join(", and ", risks)}. Give it a way back with -ConfirmWithin 5min (--confirm-within 5min), which is confirmed once you know that you still get in, " +
            "or say -AcceptRisk (--accept-risk)."));

    /// <summary>A folder was named where a saved plan is expected.</summary>
    /// <remarks>Give the host's name as well, when the folder is a configuration tree.</remarks>
    /// <example><code lang="sh">hosttools apply --path . --root ./out</code></example>
    public static HostToolsException PlanPathIsFolder(string path) =>
        new(new HostError(nameof(PlanPathIsFolder), ErrorKind.InvalidInput,
            $"'{path}' is a folder, not a saved plan. To apply a host of that configuration tree, give the host's name as well.", path));

    /// <summary>A saved plan is applied to another folder than it was made for.</summary>
    /// <remarks>Leave -Root (--root) away, or make a plan for the other folder.</remarks>
    /// <example><code lang="sh">hosttools apply --path p.json --root ./other --yes</code></example>
    public static HostToolsException RootOfPlan(string planned) =>
        new(new HostError(nameof(RootOfPlan), ErrorKind.InvalidInput,
            $"The plan was made for '{planned}' and can be applied only there. Leave -Root (--root) away, or make a plan for the other folder.", planned));

    /// <summary>A user was named whom the host does not have, so there is no home to plan.</summary>
    /// <remarks>Correct the name, or add the user to the host's users.</remarks>
    /// <example><code lang="sh">hosttools plan toaster --user draxle --root ./out</code></example>
    public static HostToolsException UserUnknown(string user, string host, IReadOnlyList<string> users) =>
        new(new HostError(nameof(UserUnknown), ErrorKind.NotFound,
            $"'{host}' has no user '{user}'.{Suggestions.DidYouMean(user, users)} {(users.Count == 0 ? "It has none" : $"Its users are {string.Join(", ", users)}")}; 'users:' of the host names them.", user));

    /// <summary>Only the machine and only a home were asked for at once.</summary>
    /// <remarks>Give one of -User (--user) and -MachineOnly (--machine-only).</remarks>
    /// <example><code lang="sh">hosttools plan toaster --user draxel --machine-only --root ./out</code></example>
    public static HostToolsException UserAndMachine() =>
        new(new HostError(nameof(UserAndMachine), ErrorKind.InvalidInput,
            "-User (--user) asks for one home and -MachineOnly (--machine-only) for none. Give one of them."));

    /// <summary>A name was given for a user that no account can have.</summary>
    /// <remarks>Give the login name.</remarks>
    /// <example><code lang="sh">hosttools status --user ../etc --root ./out</code></example>
    public static HostToolsException HomeUserInvalid(string user) =>
        new(new HostError(nameof(HomeUserInvalid), ErrorKind.InvalidInput,
            $"'{user}' is no name of a user: letters, digits and '_.-', a letter or '_' first, at most 32 characters.", user));

    /// <summary>The account of a user says another home than the configuration, and the plan does not change the account.</summary>
    /// <remarks>Say where the home is: users.users.NAME.home of the host, or home.homeDirectory.</remarks>
    /// <example><code lang="text">out/etc/passwd has ann's home as /srv/ann, and the configuration says nothing of it.</code></example>
    public static HostError HomeElsewhere(string user, string recorded, string configured, IReadOnlyList<Origin> origins) =>
        new(nameof(HomeElsewhere), ErrorKind.Conflict,
            $"The account of '{user}' on the target has its home in '{recorded}', and the configuration says '{configured}'. Set users.users.{user}.home of the host to where it is.", user)
        { Origin = origins is [var place, ..] ? place : null };

    /// <summary>A user whose home is the root of the file system has things declared for the home.</summary>
    /// <remarks>Set users.users.NAME.home of the host to a folder, or take the user's home.yaml away.</remarks>
    /// <example><code lang="yaml">config: { users.users.ann.home: / }</code></example>
    public static HostError HomeIsRoot(string user, Origin? place) =>
        new(nameof(HomeIsRoot), ErrorKind.InvalidInput, $"'/' cannot be the home of '{user}': what a home has would lie among the machine's files. Set users.users.{user}.home to a folder.", user)
        { Origin = place };

    /// <summary>Two users of a host have things declared for one and the same home.</summary>
    /// <remarks>Give each user a home, or let only one of them have a home.yaml; each would take away what the other put there.</remarks>
    /// <example><code lang="yaml">config: { users.users.ann.home: /srv/both, users.users.bob.home: /srv/both }</code></example>
    public static HostError HomeShared(string home, IReadOnlyList<string> users, Origin? place) =>
        new(nameof(HomeShared), ErrorKind.Conflict, $"'{home}' is the home of {string.Join(" and ", users)}: each would take away what the other puts there. Give each a home by users.users.NAME.home, or let one of them have things there only.", home)
        { Origin = place };

    /// <summary>There is no generation to go back to.</summary>
    /// <remarks>Name one that hosttools generation list (Get-HostGeneration) shows.</remarks>
    /// <example><code lang="sh">hosttools rollback --root ./new-and-empty</code></example>
    public static HostToolsException NoEarlierGeneration(int? current) =>
        new(new HostError(nameof(NoEarlierGeneration), ErrorKind.NotFound,
            current is null
                ? "Nothing was ever applied here, so there is no generation to go back to."
                : $"Generation {current} is the oldest that is kept, so there is none to go back to."));

    /// <summary>No rule says which generations may go.</summary>
    /// <remarks>Give -Keep (--keep), -OlderThan (--older-than), or both.</remarks>
    /// <example><code lang="sh">hosttools generation prune --root ./out</code></example>
    public static HostToolsException PruneRuleMissing() =>
        new(new HostError(nameof(PruneRuleMissing), ErrorKind.InvalidInput,
            "No rule says which generations go. Give -Keep (--keep), -OlderThan (--older-than), or both."));
}
