using System.Globalization;
using HostTools.Machine.Accounts;
using HostTools.Platform;

namespace HostTools.Machine.Adoption;

/// <summary>People and their groups, as lines of YAML below <c>config</c>. No password, and nothing that could be one, is read.</summary>
internal sealed class AdoptedAccounts(Root root, List<AdoptedItem> items)
{
    private const int FirstPerson = 1000;
    private const int LastPerson = 59999;

    private readonly List<string[]> _groups = [.. Entries(root, AccountFiles.Group).Where(static fields => fields.Length >= 4)];

    public IReadOnlyList<string> Lines()
    {
        List<string[]> people = [.. Entries(root, AccountFiles.Passwd).Where(static fields => fields.Length == 7 && IsPerson(fields[2])).OrderBy(static fields => fields[0], StringComparer.Ordinal)];
        List<string> users = [.. people.Select(User).OfType<string>()];
        HashSet<string> own = [.. people.Select(fields => GroupName(fields[3])).OfType<string>().Where(group => people.Any(person => person[0] == group))];
        List<string> groups = [.. _groups.Where(fields => IsPerson(fields[2]) && !own.Contains(fields[0])).OrderBy(static fields => fields[0], StringComparer.Ordinal).Select(Group).OfType<string>()];
        List<string> lines = [];
        if (users.Count > 0)
            lines.AddRange(["users.users:", .. users]);
        if (groups.Count > 0)
            lines.AddRange(["users.groups:", .. groups]);
        return lines;
    }

    private string? User(string[] fields)
    {
        (string name, string uid, string gid, string description, string home, string shell) = (fields[0], fields[2], fields[3], fields[4], fields[5], fields[6]);
        if (!AccountWords.IsName(name) || GroupName(gid) is not { } group || !AccountWords.IsName(group) || !home.StartsWith('/') || !IsField(description) || !IsField(home) || !IsField(shell))
        {
            items.Add(new AdoptedItem("user", Printable(name), AdoptionOutcome.LeftOut, "the account's line has a name, group or field that no configuration should hold"));
            return null;
        }

        List<string> said = ["isNormalUser: true", $"uid: {uid}"];
        if (description.Length > 0)
            said.Add($"description: {TreeText.Scalar(description)}");
        if (group != name)
            said.Add($"group: {TreeText.Scalar(group)}");
        string[] extra = [.. _groups.Where(fields => fields[0] != group && fields[3].Split(',').Contains(name) && AccountWords.IsName(fields[0])).Select(static fields => fields[0]).Order(StringComparer.Ordinal)];
        if (extra.Length > 0)
            said.Add($"extraGroups: {TreeText.List(extra)}");
        said.Add($"home: {TreeText.Scalar(home)}");
        said.Add(Home(home, uid, gid));
        said.Add($"shell: {TreeText.Scalar(shell)}");
        items.Add(new AdoptedItem("user", name, AdoptionOutcome.Adopted, $"users.users.{name}"));
        string keys = $"{home.TrimEnd('/')}/.ssh/authorized_keys";
        if (RootPath.IsCanonical(keys) && RootFiles.Stat(root, keys) is { Type: FileEntryType.File, Size: > 0 })
            items.Add(new AdoptedItem("file", keys, AdoptionOutcome.LeftOut, $"keys that may log in as {name}; they are the home's, and stay there"));
        return $"  {TreeText.Key(name)}: {{ {string.Join(", ", said)} }}";
    }

    /// <summary>A home directory is only asked for when it is there and the user's, as it is.</summary>
    private string Home(string home, string uid, string gid) =>
        RootPath.IsCanonical(home) && RootFiles.Stat(root, home) is { Type: FileEntryType.Directory } status && Number(uid) == status.UserId && Number(gid) == status.GroupId
            ? $"homeMode: {TreeText.Mode(status.Mode)}"
            : "createHome: false";

    private string? Group(string[] fields)
    {
        if (!AccountWords.IsName(fields[0]))
        {
            items.Add(new AdoptedItem("group", Printable(fields[0]), AdoptionOutcome.LeftOut, "the name is none that account files can hold"));
            return null;
        }

        items.Add(new AdoptedItem("group", fields[0], AdoptionOutcome.Adopted, $"users.groups.{fields[0]}"));
        return $"  {TreeText.Key(fields[0])}: {{ gid: {fields[2]}, isSystemGroup: false }}";
    }

    private string? GroupName(string gid) => _groups.Find(fields => fields[2] == gid)?[0];

    private static string Printable(string text) => TreeText.Comment(text.Length > 64 ? text[..64] : text);

    private static bool IsField(string text) => text.Length <= 1024 && !text.Any(char.IsControl) && !text.Contains('\uFFFD', StringComparison.Ordinal);

    private static bool IsPerson(string number) => Number(number) is >= FirstPerson and <= LastPerson && number[0] != '0';

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static IEnumerable<string[]> Entries(Root root, string file) =>
        (RootFiles.Text(root, file) ?? string.Empty).Split('\n').Where(static line => line.Contains(':', StringComparison.Ordinal) && line[0] is not ('+' or '-')).Select(static line => line.Split(':'));
}
