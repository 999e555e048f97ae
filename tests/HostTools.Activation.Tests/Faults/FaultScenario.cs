using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation.Tests;

/// <summary>A target in some state, and one apply that is to be broken at every step.</summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="Prepare">Brings the target to its old state.</param>
/// <param name="Run">The apply.</param>
public sealed record FaultScenario(string Name, Func<ActivationSession, string, Task> Prepare, Func<ActivationSession, Task> Run)
{
    /// <summary>The apply fails by itself in the end, so only the old state is right.</summary>
    public bool AlwaysFails { get; init; }

    /// <summary>Together they have every kind of operation, on every kind of thing.</summary>
    public static IReadOnlyList<FaultScenario> All { get; } =
    [
        new("first", static (_, root) => Foreign(root), static session => Apply(session, First())),
        new("change", static (session, root) => AtFirst(session, root), static session => Apply(session, Second(fails: false))),
        new("restore", static async (session, root) =>
        {
            await AtFirst(session, root);
            await Apply(session, Second(fails: false));
        }, static async session => await session.ApplyAsync(await session.PlanRestoreAsync(1, "draxel"))),
        new("clear", static (session, root) => AtFirst(session, root), static session => Apply(session, [])),
        new("secrets", static (session, root) => SecretsAtFirst(session, root), static session => Apply(session, SecretsSecond())),
        new("secrets-back", static async (session, root) =>
        {
            await SecretsAtFirst(session, root);
            await Apply(session, SecretsSecond());
        }, static async session => await session.ApplyAsync(await session.PlanRestoreAsync(1, "draxel"))),
        .. MachineScenarios.All,
        .. WindowsScenarios.All,
        .. BootScenarios.All,
        .. ModelScenarios.All,
        new("fail", static (session, root) => AtFirst(session, root), static session => Apply(session, Second(fails: true))) { AlwaysFails = true },
    ];

    public static FaultScenario Of(string name) => All.Single(scenario => scenario.Name == name);

    internal static async Task Apply(ActivationSession session, Resource[] resources) =>
        await session.ApplyAsync(await session.PlanAsync(Sandbox.Set(resources), Sandbox.Context));

    private static async Task AtFirst(ActivationSession session, string root)
    {
        await Foreign(root);
        await Apply(session, First());
        File.WriteAllText(Path.Join(root, "etc/updated"), "changed by hand");
        File.SetUnixFileMode(Path.Join(root, "etc/moded"), (UnixFileMode)0x1FF);
        File.WriteAllText(Path.Join(root, "etc/exact/later"), "put there by hand");
        File.AppendAllText(Path.Join(root, "etc/keyed.toml"), "\nz = 1 # added by hand\n");
    }

    private static Task Foreign(string root)
    {
        Directory.CreateDirectory(Path.Join(root, "etc/there"));
        File.SetUnixFileMode(Path.Join(root, "etc/there"), (UnixFileMode)0x1F8);
        File.WriteAllText(Path.Join(root, "etc/backed"), "foreign");
        File.SetUnixFileMode(Path.Join(root, "etc/backed"), (UnixFileMode)0x180);
        File.CreateSymbolicLink(Path.Join(root, "etc/dangling"), "nowhere");
        File.WriteAllText(Path.Join(root, "etc/adopted"), "same");
        File.WriteAllText(Path.Join(root, "etc/blocked"), "theirs without end");
        Directory.CreateDirectory(Path.Join(root, "etc/exact/sub/deep"));
        File.WriteAllText(Path.Join(root, "etc/exact/sub/deep/file"), "theirs");
        File.WriteAllText(Path.Join(root, "etc/exact/stays.cache"), "ignored");
        File.CreateSymbolicLink(Path.Join(root, "etc/exact/link"), "../backed");
        File.WriteAllText(Path.Join(root, "etc/keyed.json"), "{\n  // theirs\n  \"a\": 1\n}");
        File.WriteAllText(Path.Join(root, "etc/keyed.toml"), "a = 1 # theirs");
        return Task.CompletedTask;
    }

    private static Resource[] First() =>
    [
        Sandbox.Text("/etc/new", "new\n") with { Mode = 0x180, Triggers = ["reload"] },
        Sandbox.Text("/etc/updated", "one\n"),
        Sandbox.Text("/etc/moded", "moded\n") with { Mode = 0x1A4 },
        Sandbox.Text("/etc/backed", "ours") with { Collision = CollisionPolicy.Backup },
        Sandbox.Text("/etc/dangling", "ours") with { Collision = CollisionPolicy.Force },
        Sandbox.Text("/etc/adopted", "same") with { Mode = 0x180 },
        Sandbox.Text("/etc/blocked", "line 1\n") with { Ownership = FileOwnership.Block },
        Keys("/etc/keyed.json", """{"a":2,"b":{"c":3}}""", KeyFormat.Json),
        Keys("/etc/keyed.toml", """{"a":null,"t":{"k":1}}""", KeyFormat.Toml),
        Keys("/etc/keyed.yaml", """{"ours":true}""", KeyFormat.Yaml),
        Sandbox.Text("/etc/seed", "seed") with { Ownership = FileOwnership.Seed },
        Sandbox.Text("/usr/bin/tool", "#!/bin/sh\n") with { Ownership = FileOwnership.Link, Mode = 0x1ED },
        new LinkResource("/etc/link", "new"),
        new DirectoryResource("/etc/there") { Mode = 0x1C0 },
        new DirectoryResource("/etc/folder"),
        new DirectoryResource("/etc/exact") { IsExact = true, Ignore = ["*.cache"] },
        Sandbox.Text("/etc/exact/ours", "ours"),
        Sandbox.Text("/etc/folder/in", "in"),
        Sandbox.Text("/opt/deep/er/file", "deep"),
        new TriggerResource("reload") { OfflineCommand = ["reload", "{root}"] },
    ];

    private static async Task SecretsAtFirst(ActivationSession session, string root)
    {
        Directory.CreateDirectory(Path.Join(root, "etc"));
        File.WriteAllText(Path.Join(root, "etc/backed"), "theirs");
        File.WriteAllText(Path.Join(root, "etc/freed"), "theirs too");
        await Apply(session,
        [
            TestSecrets.File("/etc/rotated", "user=a\npassword=", "old"),
            TestSecrets.File("/etc/moded", "", "same"),
            TestSecrets.File("/etc/backed", "", "old") with { Collision = CollisionPolicy.Backup },
            TestSecrets.File("/etc/freed", "", "old") with { Collision = CollisionPolicy.Backup },
            TestSecrets.File("/etc/opened", "", "old"),
            TestSecrets.File("/etc/gone/deep", "", "old"),
            Sandbox.Text("/etc/closed", "plain"),
            Sandbox.Text("/etc/link", "plain"),
        ]);
        File.SetUnixFileMode(Path.Join(root, "etc/moded"), (UnixFileMode)0x1A4);
        File.WriteAllText(Path.Join(root, "etc/opened"), Canary.Of("old") + " changed by hand");
    }

    private static Resource[] SecretsSecond() =>
    [
        TestSecrets.File("/etc/rotated", "user=a\npassword=", "new"),
        TestSecrets.File("/etc/moded", "", "same"),
        TestSecrets.File("/etc/backed", "", "new") with { Collision = CollisionPolicy.Backup },
        Sandbox.Text("/etc/opened", "plain now"),
        TestSecrets.File("/etc/closed", "", "new"),
        TestSecrets.File("/etc/link/below", "", "new"),
        TestSecrets.File("/run/secrets/new", "", "new") with { Folder = "/run/secrets" },
    ];

    private static FileResource Keys(string path, string json, KeyFormat format) =>
        Sandbox.Text(path, json) with { Ownership = FileOwnership.Keys, Format = format };

    private static Resource[] Second(bool fails) =>
    [
        Sandbox.Text("/etc/updated", "two\n") with { Triggers = ["reload"] },
        Sandbox.Text("/etc/moded", "moded\n") with { Mode = 0x1A4 },
        Sandbox.Text("/etc/adopted", "not the same") with { Mode = 0x1A4 },
        Sandbox.Text("/etc/blocked", "line 2\n") with { Ownership = FileOwnership.Block },
        Keys("/etc/keyed.json", """{"b":{"d":4}}""", KeyFormat.Json),
        new DirectoryResource("/etc/exact") { IsExact = true },
        Sandbox.Text("/etc/exact/sub/ours", "ours"),
        Sandbox.Text("/usr/bin/tool", "#!/bin/bash\n") with { Ownership = FileOwnership.Link },
        new LinkResource("/etc/link", "/etc/updated"),
        new LinkResource("/etc/new", "/etc/updated"),
        Sandbox.Text("/etc/folder", "was a directory"),
        Sandbox.Text("/opt/deep/other/file", "other") with { Triggers = ["reload"] },
        new TriggerResource("reload") { OfflineCommand = [fails ? "fail" : "reload", "{root}"] },
    ];
}

/// <summary>Answers the scenarios' commands; <c>fail</c> fails, and <c>hang</c> is a real program that does not end.</summary>
public sealed class ScenarioProcesses : IProcessRunner
{
    public Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken token) => request.Program == "hang"
        ? new SystemProcessRunner().RunAsync(request with { Program = "sleep", Arguments = ["600"], Timeout = TimeSpan.FromMilliseconds(10) }, token)
        : Task.FromResult(new ProcessResult(Fails(request) ? 1 : 0, string.Empty, Fails(request) ? "it does not work" : string.Empty));

    private static bool Fails(ProcessRequest request) => request.Arguments.Prepend(request.Program).Contains("fail");
}
