namespace HostTools.Machine.Windows;

/// <summary>Accounts that every Windows has, by the numbers that the Task Scheduler gives back for their names. Pure.</summary>
internal static class TaskAccounts
{
    private static readonly Dictionary<string, string> s_known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["SYSTEM"] = "S-1-5-18", [@"NT AUTHORITY\SYSTEM"] = "S-1-5-18", ["LocalSystem"] = "S-1-5-18",
        ["LOCAL SERVICE"] = "S-1-5-19", [@"NT AUTHORITY\LOCAL SERVICE"] = "S-1-5-19", ["LocalService"] = "S-1-5-19", [@"NT AUTHORITY\LocalService"] = "S-1-5-19",
        ["NETWORK SERVICE"] = "S-1-5-20", [@"NT AUTHORITY\NETWORK SERVICE"] = "S-1-5-20", ["NetworkService"] = "S-1-5-20", [@"NT AUTHORITY\NetworkService"] = "S-1-5-20",
        ["Administrators"] = "S-1-5-32-544", [@"BUILTIN\Administrators"] = "S-1-5-32-544", ["Users"] = "S-1-5-32-545", [@"BUILTIN\Users"] = "S-1-5-32-545",
        ["INTERACTIVE"] = "S-1-5-4", [@"NT AUTHORITY\INTERACTIVE"] = "S-1-5-4",
    };

    /// <summary>The number of a known account; any other name as it is.</summary>
    public static string Of(string name) => s_known.GetValueOrDefault(name.Trim(), name.Trim());

    /// <summary>It runs without anybody logging in, so no way to log in is said of it.</summary>
    public static bool IsService(string account) => Of(account) is "S-1-5-18" or "S-1-5-19" or "S-1-5-20";
}
