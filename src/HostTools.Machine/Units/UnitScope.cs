namespace HostTools.Machine.Units;

/// <summary>Whose systemd reads a unit: the machine's, that of everybody who logs in, or that of one user.</summary>
/// <param name="Option">Where the kinds of units are declared.</param>
/// <param name="Folder">Where units of ours lie.</param>
/// <param name="VendorFolder">Where those of packages lie.</param>
/// <param name="ReloadTrigger">What makes the running systemd read them.</param>
/// <param name="IsRun">One systemd runs them, so it can be told; those of everybody are run by many.</param>
internal sealed record UnitScope(IReadOnlyList<string> Option, string Folder, string VendorFolder, string ReloadTrigger, bool IsRun = true)
{
    /// <summary>That of one user.</summary>
    /// <param name="config">The user's folder of settings.</param>
    public static UnitScope OfHome(string config) =>
        new(["systemd", "user"], $"{config}/systemd/user", "/usr/lib/systemd/user", "systemd-home-reload");

    /// <summary>Those whose units a machine has.</summary>
    public static IReadOnlyList<UnitScope> OfMachine { get; } =
    [
        new(["systemd"], "/etc/systemd/system", "/usr/lib/systemd/system", "systemd-reload"),
        new(["systemd", "user"], "/etc/systemd/user", "/usr/lib/systemd/user", "systemd-user-reload", IsRun: false),
    ];
}
