using System.Globalization;
using HostTools.Platform;

namespace HostTools.Machine.Accounts;

/// <summary>A process of a user.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Program">Its short name.</param>
/// <param name="IsOfSession">It belongs to somebody logged in, rather than to a service.</param>
internal sealed record AccountProcess(int Id, string Program, bool IsOfSession);

/// <summary>What runs as a user: such an account cannot go.</summary>
internal static class AccountProcesses
{
    private const int Shown = 3;

    public static IReadOnlyList<AccountProcess> Of(Root root, string user)
    {
        if (AccountNumbers.Of(new AccountFiles(root).Line(AccountFiles.Passwd, user)) is not { } number || !root.Exists("/proc"))
            return [];
        string wanted = string.Create(CultureInfo.InvariantCulture, $"{number}");
        var found = new List<AccountProcess>();
        foreach (string name in root.List("/proc"))
        {
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int id) && Read(root, $"/proc/{name}/status") is { } status && IsOf(status, wanted))
                found.Add(new AccountProcess(id, Field(status, "Name").FirstOrDefault() ?? "?", Read(root, $"/proc/{name}/cgroup")?.Contains("/user.slice/", StringComparison.Ordinal) == true));
        }

        return [.. found.OrderBy(static process => process.Id)];
    }

    /// <summary>Some of them, for people.</summary>
    public static string Words(IReadOnlyList<AccountProcess> processes) =>
        processes.Count == 0 ? "a process" :
        string.Join(", ", processes.Take(Shown).Select(static process => $"'{process.Program}' ({process.Id})")) + (processes.Count > Shown ? $" and {processes.Count - Shown} more" : string.Empty);

    private static bool IsOf(string status, string number) => Field(status, "Uid").Contains(number);

    private static string[] Field(string status, string name) =>
        status.Split('\n').FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.Ordinal))?[(name.Length + 1)..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static string? Read(Root root, string path)
    {
        try
        {
            return root.TryReadAllText(path);
        }
        catch (RootIOException)
        {
            return null; // It ended in this instant.
        }
    }
}
