namespace HostTools.Activation;

/// <summary>Numbers of users and groups that a plan makes and the target does not have yet.</summary>
/// <param name="Users">Users by name.</param>
/// <param name="Groups">Groups by name.</param>
public sealed record PlannedOwners(IReadOnlyDictionary<string, int> Users, IReadOnlyDictionary<string, int> Groups)
{
    /// <summary>A plan that makes none.</summary>
    public static PlannedOwners None { get; } = new(new Dictionary<string, int>(), new Dictionary<string, int>());

    /// <summary>These and others; equal names are the other's.</summary>
    public PlannedOwners With(PlannedOwners other) => new(Joined(Users, other.Users), Joined(Groups, other.Groups));

    private static Dictionary<string, int> Joined(IReadOnlyDictionary<string, int> first, IReadOnlyDictionary<string, int> second)
    {
        var joined = new Dictionary<string, int>(first, StringComparer.Ordinal);
        foreach ((string name, int number) in second)
            joined[name] = number;
        return joined;
    }
}
