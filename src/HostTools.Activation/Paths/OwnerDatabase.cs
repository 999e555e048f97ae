using System.Globalization;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Users and groups of the target by name, as its own passwd and group files have them.</summary>
internal sealed class OwnerDatabase
{
    private readonly IReadOnlyDictionary<string, int>? _users;
    private readonly IReadOnlyDictionary<string, int>? _groups;

    private OwnerDatabase(IReadOnlyDictionary<string, int>? users, IReadOnlyDictionary<string, int>? groups) => (_users, _groups) = (users, groups);

    /// <summary>Reads the target's files; a folder that is no whole root file system has none.</summary>
    public static OwnerDatabase Read(Root root) => new(Parse(root.TryReadAllText("/etc/passwd")), Parse(root.TryReadAllText("/etc/group")));

    /// <summary>The same with the users and groups that a plan makes; a target without files of its own stays without.</summary>
    public OwnerDatabase With(PlannedOwners planned) => new(Joined(_users, planned.Users), Joined(_groups, planned.Groups));

    private static IReadOnlyDictionary<string, int>? Joined(IReadOnlyDictionary<string, int>? known, IReadOnlyDictionary<string, int> planned) =>
        known is null || planned.Count == 0 ? known : new Dictionary<string, int>(planned.Concat(known).DistinctBy(static pair => pair.Key), StringComparer.Ordinal);

    /// <summary>Numbers for names. Owners cannot be given without root rights or without the files; then they are only intended.</summary>
    public OwnerWish Resolve(string? owner, string? group)
    {
        if (owner is null && group is null)
            return OwnerWish.None;
        string intended = group is null ? owner! : $"{owner}:{group}"; // One of the two is given.
        if (!Environment.IsPrivilegedProcess || OperatingSystem.IsWindows())
            return new OwnerWish(-1, -1, intended, []);
        var missing = new List<string>();
        bool isIntended = false;
        int user = NumberOf(owner, _users, "user", missing, ref isIntended);
        int groupId = NumberOf(group, _groups, "group", missing, ref isIntended);
        return new OwnerWish(user, groupId, isIntended ? intended : null, missing);
    }

    private static int NumberOf(string? name, IReadOnlyDictionary<string, int>? known, string sort, List<string> missing, ref bool isIntended)
    {
        if (name is null)
            return -1;
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            return number;
        if (known is not null && known.TryGetValue(name, out number))
            return number;
        if (name == "root")
            return 0;
        if (known is null)
            isIntended = true;
        else
            missing.Add($"{sort} '{name}'");
        return -1;
    }

    private static Dictionary<string, int>? Parse(string? text)
    {
        if (text is null)
            return null;
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string line in text.Split('\n'))
        {
            string[] fields = line.Split(':');
            if (fields.Length > 2 && int.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                numbers.TryAdd(fields[0], number);
        }

        return numbers;
    }
}

/// <summary>An owner that is wished for.</summary>
/// <param name="UserId">Number of the user; -1 to leave it.</param>
/// <param name="GroupId">Number of the group; -1 to leave it.</param>
/// <param name="Intended">What cannot be given here and is only recorded; null when all can.</param>
/// <param name="Missing">Names the target does not know, with their sort.</param>
internal sealed record OwnerWish(int UserId, int GroupId, string? Intended, IReadOnlyList<string> Missing)
{
    public static OwnerWish None { get; } = new(-1, -1, null, []);
}
