using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Machine.Accounts;
using HostTools.Machine.Files;
using HostTools.Platform;

namespace HostTools.Machine;

/// <summary>Names of users and groups.</summary>
public static class AccountName
{
    /// <summary>Whether account files can hold it: letters, digits and <c>_.-</c>, a letter or <c>_</c> first, at most 32.</summary>
    public static bool IsValid(string name) => AccountWords.IsName(name);
}

/// <summary>Where the home of a user lies, and which numbers a plan gives him.</summary>
public static class HomeDirectory
{
    /// <summary>Absolute path on the target, as <c>home.homeDirectory</c> of the home says.</summary>
    public static string Of(HostConfig home) => HomeFolders.Of(home).Home;

    /// <summary>The numbers that a user gets whose account a plan makes; null when it makes none.</summary>
    /// <param name="plan">The machine's plan.</param>
    /// <param name="wanted">What the machine wants.</param>
    /// <param name="user">The user's name.</param>
    public static UserIds? Planned(Plan plan, ResourceSet wanted, string user)
    {
        if (!plan.Owners.Users.TryGetValue(user, out int number))
            return null;
        string group = wanted.Find(new ResourceId(UserResource.KindName, user)) is UserResource account ? account.Group : user;
        return new UserIds(number, plan.Owners.Groups.TryGetValue(group, out int groupNumber) ? groupNumber
            : AccountNumbers.Of(new AccountFiles(plan.Target.Root).Line(AccountFiles.Group, group)) ?? number);
    }
}
