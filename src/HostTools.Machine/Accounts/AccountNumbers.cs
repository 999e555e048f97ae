using System.Globalization;
using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Machine.Accounts;

/// <summary>Gives free numbers to new users or groups: people upwards from 1000, services downwards from 999, as the root's login.defs says.</summary>
internal sealed class AccountNumbers
{
    /// <summary>Stands in a line for a number that is not given yet.</summary>
    public const string Open = "?";

    private const int NumberField = 2;
    private const string Definitions = "/etc/login.defs";

    private readonly HashSet<int> _taken;
    private readonly (int Low, int High) _people;
    private readonly (int Low, int High) _services;

    private AccountNumbers(IEnumerable<string[]> entries, Root root, string prefix)
    {
        _taken = [.. entries.Select(static fields => Parse(fields.ElementAtOrDefault(NumberField))).OfType<int>()];
        Dictionary<string, int> said = Read(root);
        _people = (said.GetValueOrDefault($"{prefix}_MIN", 1000), said.GetValueOrDefault($"{prefix}_MAX", 60000));
        _services = (said.GetValueOrDefault($"SYS_{prefix}_MIN", 100), said.GetValueOrDefault($"SYS_{prefix}_MAX", _people.Low - 1));
    }

    public static AccountNumbers OfUsers(AccountFiles files, Root root) => new(files.Entries(AccountFiles.Passwd), root, "UID");

    public static AccountNumbers OfGroups(AccountFiles files, Root root) => new(files.Entries(AccountFiles.Group), root, "GID");

    /// <summary>The number in a line; null when there is none.</summary>
    public static int? Of(string? line) => Parse(line?.Split(':').ElementAtOrDefault(NumberField));

    /// <summary>Numbers of what changes make, by name.</summary>
    public static IReadOnlyDictionary<string, int> In(IReadOnlyList<Change> changes)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (Change change in changes)
        {
            if (change.After is AccountState { Line: { } line } && Of(line) is { } number)
                numbers[change.Id.Key] = number;
        }

        return numbers;
    }

    /// <summary>Fills in the numbers that are open; in the order of the names, so that equal wishes give equal numbers.</summary>
    /// <param name="changes">Changes of users, or of groups.</param>
    /// <param name="isSystem">Which range a change takes its number from.</param>
    /// <param name="preferredField">A field of the line whose number is taken where it is free: a user gets that of the group.</param>
    public IReadOnlyList<Change> Give(IReadOnlyList<Change> changes, Func<Change, bool> isSystem, int preferredField = NumberField)
    {
        foreach (Change change in changes)
        {
            if (change.After is AccountState { Line: { } line } && Of(line) is { } number)
                _taken.Add(number);
        }

        return [.. changes.OrderBy(static change => change.Id).Select(change => change.After is AccountState { Line: not null } open && open.Field(NumberField) == Open
            ? Numbered(change, open, Next(change, open, isSystem(change), preferredField))
            : change)];
    }

    private static Change Numbered(Change change, AccountState open, int? number) => number is { } free
        ? change with { After = open.With(NumberField, free.ToString(CultureInfo.InvariantCulture)) }
        : change with { Findings = [.. change.Findings, Finding.Stop(MachineErrors.NumbersUsedUp(change.Id.Kind, change.Id.Key))] };

    private int? Next(Change change, AccountState open, bool isSystem, int preferredField)
    {
        // What comes back in an earlier generation keeps its number: files may belong to it.
        if (Of((change.Desired?.Pinned as AccountState)?.Line) is { } earlier && _taken.Add(earlier))
            return earlier;
        (int low, int high) = isSystem ? _services : _people;
        if (Parse(open.Field(preferredField)) is { } wished && wished >= low && wished <= high && _taken.Add(wished))
            return wished;
        IEnumerable<int> range = isSystem ? Enumerable.Range(low, high - low + 1).Reverse() : Enumerable.Range(low, high - low + 1);
        foreach (int free in range)
        {
            if (_taken.Add(free))
                return free;
        }

        return null;
    }

    private static Dictionary<string, int> Read(Root root)
    {
        var said = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string line in (root.TryReadAllText(Definitions) ?? string.Empty).Split('\n'))
        {
            if (line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [var name, var value, ..] && Parse(value) is { } number)
                said[name] = number;
        }

        return said;
    }

    private static int? Parse(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
