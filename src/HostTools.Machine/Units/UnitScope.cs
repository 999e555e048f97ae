namespace HostTools.Machine.Units;

/// <summary>Whose systemd reads a unit: the machine's, or that of everybody who logs in.</summary>
/// <param name="Option">Where the kinds of units are declared.</param>
/// <param name="Folder">Where units of ours lie.</param>
/// <param name="VendorFolder">Where those of packages lie.</param>
/// <param name="ReloadTrigger">What makes the running systemd read them.</param>
internal sealed record UnitScope(IReadOnlyList<string> Option, string Folder, string VendorFolder, string ReloadTrigger)
{
    /// <summary>Both of them.</summary>
    public static IReadOnlyList<UnitScope> All { get; } =
    [
        new(["systemd"], "/etc/systemd/system", "/usr/lib/systemd/system", "systemd-reload"),
        new(["systemd", "user"], "/etc/systemd/user", "/usr/lib/systemd/user", "systemd-user-reload"),
    ];
}
