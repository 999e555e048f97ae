using HostTools.Activation.Resources;

namespace HostTools.Activation.Tests;

/// <summary>A machine with two homes, of which one does not exist before the machine's plan makes it.</summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="Old">What is applied first; null for nothing.</param>
/// <param name="New">What is applied then, and broken.</param>
public sealed record GroupScenario(string Name, string? Old, string New)
{
    public static IReadOnlyList<GroupScenario> All { get; } = [new("first", null, "one"), new("change", "one", "two"), new("fail", "one", "fail")];

    public bool AlwaysFails => New == "fail";

    public static GroupScenario Of(string name) => All.Single(scenario => scenario.Name == name);

    public async Task PrepareAsync(string root)
    {
        Directory.CreateDirectory(Path.Join(root, "etc"));
        Directory.CreateDirectory(Path.Join(root, "home/bob"));
        File.WriteAllText(Path.Join(root, "home/bob/.rc"), "bob's own\n");
        if (Environment.IsPrivilegedProcess)
        {
            File.WriteAllText(Path.Join(root, "etc/passwd"), "root:x:0:0::/root:/bin/sh\nann:x:4001:4001::/home/ann:/bin/sh\nbob:x:4002:4002::/home/bob:/bin/sh\n");
            File.WriteAllText(Path.Join(root, "etc/group"), "root:x:0:\nann:x:4001:\nbob:x:4002:\n");
            foreach (string path in new[] { "home/bob", "home/bob/.rc" })
                Platform.Root.At(root).SetOwner("/" + path, 4002, 4002);
        }

        if (Old is not null)
            await ApplyAsync(root, Old);
    }

    public Task<IReadOnlyList<ApplyResult>> RunAsync(string root, Action<string>? faults = null) => ApplyAsync(root, New, faults);

    public static ActivationSession Machine(string root, Action<string>? faults = null) => Session(Target.Folder(root), faults);

    public static ActivationSession Home(string root, string user, Action<string>? faults = null) => Session(Target.Home(Target.Folder(root), user), faults);

    private static ActivationSession Session(Target target, Action<string>? faults) =>
        new(target, new TestClock(), new ScenarioProcesses(), ProvidersOf(target)) { Faults = faults, ProvidersOf = ProvidersOf };

    private static IEnumerable<IProvider> ProvidersOf(Target target) => [SecretFiles.Provider(target, new TestSecrets())];

    /// <summary>The generations of the machine and both homes.</summary>
    public static IReadOnlyList<int> Generations(string root) =>
        [.. new[] { Machine(root), Home(root, "ann"), Home(root, "bob") }.Select(static session => session.Generations.Current?.Number ?? 0)];

    /// <summary>The tree without any state, and without what is only there to hold it.</summary>
    public static IReadOnlyList<string> Tree(string root) =>
    [
        .. TreeOf.Folder(root, withoutState: true).Where(static line =>
            !line.Contains("/.local/", StringComparison.Ordinal) && !line.StartsWith("/home/ann/ ", StringComparison.Ordinal) && !line.StartsWith("/home/ ", StringComparison.Ordinal)),
    ];

    private static async Task<IReadOnlyList<ApplyResult>> ApplyAsync(string root, string text, Action<string>? faults = null)
    {
        ActivationSession machine = Machine(root, faults);
        var members = new List<(ActivationSession, Plan)> { (machine, await machine.PlanAsync(Sandbox.Set([.. OfMachine(text)]), Sandbox.Context)) };
        foreach (string user in new[] { "ann", "bob" })
        {
            ActivationSession home = Home(root, user, faults);
            members.Add((home, await home.PlanAsync(Sandbox.Set([.. OfHome(user, text)]), Sandbox.Context)));
        }

        return await new GroupApply(machine, members).ApplyAsync();
    }

    private static IEnumerable<Resource> OfMachine(string text)
    {
        yield return Sandbox.Text("/etc/motd", text + "\n");
        yield return TestSecrets.File("/etc/secret", "of the machine: ", text);
        yield return new DirectoryResource("/home/ann") { Owner = "ann", Group = "ann", Mode = 0x1C0 };
    }

    private static IEnumerable<Resource> OfHome(string user, string text)
    {
        yield return Sandbox.Text($"/home/{user}/.rc", text + "\n") with { Collision = CollisionPolicy.Backup };
        yield return TestSecrets.File($"/home/{user}/.secret", string.Empty, $"{user}-{text}");
        yield return new LinkResource($"/home/{user}/.config/app/{text}", "../../.rc");
        if (user == "bob" && text == "fail")
        {
            yield return Sandbox.Text("/home/bob/.told", text) with { Triggers = ["tell"] };
            // With root rights it runs as the user, by another program.
            yield return new TriggerResource("tell") { OfflineCommand = ["fail"] };
        }
    }
}
