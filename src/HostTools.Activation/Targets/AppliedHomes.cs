using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Homes on a machine that something was applied to, whoever's configuration names their users.</summary>
public static class AppliedHomes
{
    private const int NameField = 0;
    private const int HomeField = 5;

    /// <summary>The homes that have state, by name: those of accounts, also of such that only generations know, and what else lies in <c>/home</c>. What this user may not look at is left out.</summary>
    /// <remarks>A user whose account is gone acts with the numbers that own the home.</remarks>
    public static IReadOnlyList<Target> Of(Target machine)
    {
        var homes = new SortedDictionary<string, Target>(StringComparer.Ordinal);
        foreach ((string user, string directory) in Candidates(machine))
        {
            if (!homes.ContainsKey(user) && HasState(machine, user, directory))
                homes.Add(user, Target.Home(machine, user, directory, OwnerOf(machine, directory)));
        }

        return [.. homes.Values];
    }

    private static IEnumerable<(string User, string Directory)> Candidates(Target machine)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (string[] fields in (machine.Root.TryReadAllText("/etc/passwd") ?? string.Empty).Split('\n').Select(static line => line.Split(':')))
        {
            if (fields.Length > HomeField && RootPath.IsCanonical(fields[HomeField]) && fields[HomeField] != "/" && IsName(fields[NameField]) && known.Add(fields[NameField]))
                yield return (fields[NameField], fields[HomeField]);
        }

        // Accounts go, and homes need not lie in /home.
        foreach ((string user, string directory) in Recorded(machine))
        {
            if (IsName(user))
                yield return (user, directory);
        }

        IEnumerable<string> others = List(machine.Root, "/home").Concat(machine.IsStateInside ? [] : List(machine.State, "/homes"));
        foreach (string user in others.Where(known.Add))
            yield return (user, "/home/" + user);
    }

    private static IEnumerable<(string User, string Directory)> Recorded(Target machine)
    {
        try
        {
            return [.. new GenerationFiles(machine).Homes()];
        }
        catch (RootIOException)
        {
            return []; // Who may not look at the machine's state is told when it matters.
        }
    }

    private static bool IsName(string user) => user.Length > 0 && user is not ("." or "..") && !user.Contains('/', StringComparison.Ordinal);

    private static bool HasState(Target machine, string user, string directory)
    {
        try
        {
            FileStatus? found = machine.IsStateInside
                ? machine.Root.StatFollowed(directory + "/.local/state/hosttools")
                : machine.State.Stat("/homes/" + user);
            return found is { Type: FileEntryType.Directory };
        }
        catch (RootIOException)
        {
            return false;
        }
    }

    private static UserIds? OwnerOf(Target machine, string directory) =>
        machine.Root.StatFollowed(directory) is { UserId: > 0 } found ? new UserIds(found.UserId, found.GroupId) : null;

    private static IReadOnlyList<string> List(Root root, string path)
    {
        try
        {
            return root.List(path);
        }
        catch (RootIOException)
        {
            return [];
        }
    }
}
