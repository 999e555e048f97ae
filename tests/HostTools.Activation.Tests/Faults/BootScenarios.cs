using HostTools.Activation.Resources;
using HostTools.Machine.Boot;

namespace HostTools.Activation.Tests;

/// <summary>Entries in boot menus that others write as well.</summary>
internal static class BootScenarios
{
    public static IReadOnlyList<FaultScenario> All { get; } =
    [
        new("boot-first", static (_, root) => Foreign(root), static session => FaultScenario.Apply(session, [Limine("one", "two")])),
        new("boot-change", static (session, root) => AtFirst(session, root), static session => FaultScenario.Apply(session, [Limine("two", "three"), Sandbox.Text("/etc/told", "told")])),
        new("boot-files", static (session, root) => AtFirst(session, root), static session => FaultScenario.Apply(session, [Limine("one", "two") with { Loader = BlsMenu.Loader }])),
        new("boot-clear", static (session, root) => AtFirst(session, root), static session => FaultScenario.Apply(session, [])),
    ];

    private static async Task AtFirst(ActivationSession session, string root)
    {
        await Foreign(root);
        await FaultScenario.Apply(session, [Limine("one", "two")]);
        // Others work on the same file.
        File.AppendAllText(Path.Join(root, "boot/limine.conf"), "/Later\n  protocol: linux\n");
    }

    private static Task Foreign(string root)
    {
        Directory.CreateDirectory(Path.Join(root, "boot/loader/entries"));
        File.WriteAllText(Path.Join(root, "boot/limine.conf"), "timeout: 5\n/Linux\n  protocol: linux\n  path: boot():/vmlinuz\n  cmdline: root=LABEL=a");
        File.WriteAllText(Path.Join(root, "boot/loader/entries/linux.conf"), "title Linux\nlinux /vmlinuz\noptions root=LABEL=a\n");
        return Task.CompletedTask;
    }

    private static BootMenuResource Limine(params string[] names) => new("/boot")
    {
        Settings = [KeyValuePair.Create("timeout", "3")],
        Entries = [.. names.Select(static name => new BootWish(name, name) { Parameters = [$"mode={name}"] })],
    };
}
