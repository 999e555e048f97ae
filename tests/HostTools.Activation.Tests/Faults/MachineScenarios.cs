using HostTools.Activation.Resources;
using HostTools.Machine.Accounts;
using HostTools.Machine.Packages;

namespace HostTools.Activation.Tests;

/// <summary>Accounts, wishes for packages, and files that belong to accounts which the same apply makes.</summary>
internal static class MachineScenarios
{
    public static IReadOnlyList<FaultScenario> All { get; } =
    [
        new("accounts-first", static (_, root) => Foreign(root), static session => FaultScenario.Apply(session, First())),
        new("accounts-change", static (session, root) => AtFirst(session, root), static session => FaultScenario.Apply(session, Second())),
        new("accounts-back", static async (session, root) =>
        {
            await AtFirst(session, root);
            await FaultScenario.Apply(session, Second());
        }, static async session => await session.ApplyAsync(await session.PlanRestoreAsync(1, "draxel"))),
        new("accounts-hang", static (session, root) => AtFirst(session, root), static session => FaultScenario.Apply(session,
        [
            .. Second(),
            Sandbox.Text("/etc/told", "told") with { Triggers = ["tell"] },
            new TriggerResource("tell") { OfflineCommand = ["hang"] },
        ])) { AlwaysFails = true },
    ];

    // An account of somebody else's, made after ours: it stays behind them, whatever becomes of them.
    private static readonly (string File, string Line)[] s_later =
        [("passwd", "later:x:1700:1700::/home/later:/bin/sh\n"), ("group", "later:x:1700:\n"), ("shadow", "later:!:19000::::::\n"), ("gshadow", "later:!::\n")];

    private static async Task AtFirst(ActivationSession session, string root)
    {
        await Foreign(root);
        await FaultScenario.Apply(session, First());
        // Others work on the same files.
        string group = Path.Join(root, "etc/group");
        File.WriteAllText(group, File.ReadAllText(group).Replace("video:x:44:carl", "video:x:44:carl,games", StringComparison.Ordinal));
        foreach ((string file, string line) in s_later)
            File.AppendAllText(Path.Join(root, "etc", file), line);
    }

    private static Task Foreign(string root)
    {
        string etc = Directory.CreateDirectory(Path.Join(root, "etc")).FullName;
        Directory.CreateDirectory(Path.Join(root, "home"));
        Write(etc, "passwd", 0x1A4, "root:x:0:0:root:/root:/bin/bash\ncarl:x:1000:1000:Carl,,,:/home/carl:/bin/bash\n");
        Write(etc, "group", 0x1A4, "root:x:0:\nvideo:x:44:carl\ncarl:x:1000:\n");
        Write(etc, "shadow", 0x1A0, "root:*:19000:0:99999:7:::\ncarl:$y$j9T$hash:19000:0:99999:7:::\n");
        Write(etc, "gshadow", 0x1A0, "root:*::\nvideo:*::carl\ncarl:!::\n");
        return Task.CompletedTask;
    }

    private static void Write(string folder, string name, int mode, string text)
    {
        string path = Path.Join(folder, name);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, (UnixFileMode)mode);
    }

    private static Resource[] First() =>
    [
        new GroupResource("ann"),
        new UserResource("ann") { After = [new ResourceId("group", "ann")], Group = "ann", Description = "Ann" },
        new GroupResource("web") { IsSystem = true },
        new UserResource("web") { After = [new ResourceId("group", "web")], Group = "web", IsSystem = true },
        new MemberResource("video", "ann") { After = [new ResourceId("user", "ann")] },
        new MemberResource("web", "ann") { After = [new ResourceId("user", "ann"), new ResourceId("group", "web")] },
        new UserResource("carl") { Group = "carl", Shell = "/bin/sh" },
        new DirectoryResource("/home/ann") { Owner = "ann", Group = "ann", Mode = 0x1C0, After = [new ResourceId("user", "ann")] },
        Sandbox.Text("/srv/www/index", "first") with { Owner = "web", Group = "web", Mode = 0x1A0 },
        new PackageResource("git"),
        new PackageResource("fd") { Distribution = "debian", Names = ["fd-find"] },
    ];

    private static Resource[] Second() =>
    [
        new GroupResource("ann"),
        new UserResource("ann") { After = [new ResourceId("group", "ann")], Group = "ann", Description = "Ann Other", Shell = "/bin/zsh" },
        new GroupResource("staff") { Number = 1500 },
        new UserResource("bob") { After = [new ResourceId("group", "staff")], Group = "staff" },
        new MemberResource("video", "bob") { After = [new ResourceId("user", "bob")] },
        new DirectoryResource("/home/ann") { Owner = "ann", Group = "ann", Mode = 0x1ED, After = [new ResourceId("user", "ann")] },
        Sandbox.Text("/srv/www/index", "second") with { Owner = "bob", Group = "staff", Mode = 0x1A4 },
        new PackageResource("fd") { Distribution = "debian", Names = ["fd-find"] },
        new PackageResource("jq"),
    ];
}
