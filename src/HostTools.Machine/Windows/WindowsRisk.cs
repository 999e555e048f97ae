namespace HostTools.Machine.Windows;

/// <summary>What of Windows it depends on that people get in.</summary>
internal static class WindowsRisk
{
    private const string Login = "who may log in";
    private const string Network = "whether the machine can be reached";

    private static readonly (string Part, string Risk)[] s_keys =
    [
        (@"\CONTROL\LSA\", Login), (@"\CURRENTVERSION\WINLOGON\", Login), (@"\POLICIES\SYSTEM\", Login), (@"\CONTROL\TERMINAL SERVER\", Network), (@"\TERMINAL SERVICES\", Network),
        (@"\SERVICES\TCPIP\PARAMETERS\", Network), (@"\SERVICES\SHAREDACCESS\", Network), (@"\POLICIES\MICROSOFT\WINDOWSFIREWALL\", Network),
    ];

    private static readonly HashSet<string> s_login = new(["LSM", "Netlogon", "ProfSvc", "SamSs", "gpsvc", "UserManager"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> s_network = new(
        ["BFE", "Dhcp", "Dnscache", "mpssvc", "NlaSvc", "nsi", "RpcEptMapper", "RpcSs", "sshd", "SessionEnv", "TermService", "UmRdpService", "WinRM", "WlanSvc"], StringComparer.OrdinalIgnoreCase);

    /// <summary>What a change of a key or value could take away; null when nothing.</summary>
    public static string? OfKey(string key)
    {
        string path = key.ToUpperInvariant() + "\\";
        return s_keys.FirstOrDefault(known => path.Contains(known.Part, StringComparison.Ordinal)).Risk;
    }

    /// <summary>What a change of a service could take away; null when nothing.</summary>
    public static string? OfService(string name) => s_login.Contains(name) ? Login : s_network.Contains(name) ? Network : null;
}
