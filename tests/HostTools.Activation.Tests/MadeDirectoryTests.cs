using HostTools.Platform;

namespace HostTools.Activation.Tests;

/// <summary>What a first apply that is taken back leaves: nothing of its own, and all of others.</summary>
public sealed class MadeDirectoryTests : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    private ActivationSession At(string root, string? state = null, Action<string>? faults = null) =>
        new(Target.Folder(root, state), _box.Clock, _box.Processes) { Faults = faults };

    private static async Task FailAsync(ActivationSession session, string point)
    {
        Plan plan = await session.PlanAsync(Sandbox.Set(Sandbox.Text("/etc/a", "a")), Sandbox.Context);
        HostToolsException failed = await Assert.ThrowsAsync<HostToolsException>(() => session.ApplyAsync(plan));
        Assert.Contains(failed.Errors, static error => error.Id == "Undone");
        Assert.NotEmpty(point);
    }

    private static Action<string> Break(string point) => reached =>
    {
        if (reached.StartsWith(point, StringComparison.Ordinal))
            throw new IOException("injected");
    };

    [Theory]
    [InlineData("journal:Begin")]
    [InlineData("stage")]
    [InlineData("did:write-file")]
    [InlineData("switch")]
    public async Task A_folder_that_was_made_goes_with_what_leads_to_it(string point)
    {
        string root = Path.Join(_box.Base, "new/deep/out");

        await FailAsync(At(root, faults: Break(point)), point);

        Assert.False(Directory.Exists(Path.Join(_box.Base, "new")));
        Assert.True(Directory.Exists(_box.Base));
    }

    [Fact]
    public async Task A_folder_that_was_there_stays_as_it_was()
    {
        _box.Write("/var/lib/other/file", "theirs");
        IReadOnlyList<string> before = TreeOf.Folder(_box.Root, withoutState: false);

        await FailAsync(At(_box.Root, faults: Break("did:write-file")), "did");

        Assert.Equal(before, TreeOf.Folder(_box.Root, withoutState: false));
    }

    [Fact]
    public async Task State_elsewhere_goes_too()
    {
        string state = Path.Join(_box.Base, "states/here");

        await FailAsync(At(_box.Root, state, Break("did:write-file")), "did");

        Assert.False(Directory.Exists(Path.Join(_box.Base, "states")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_box.Root));
    }

    [Fact]
    public async Task What_somebody_put_there_meanwhile_stays()
    {
        string root = Path.Join(_box.Base, "out");

        await FailAsync(At(root, faults: point =>
        {
            if (!point.StartsWith("did:write-file", StringComparison.Ordinal))
                return;
            File.WriteAllText(Path.Join(root, "var/mine"), "mine");
            throw new IOException("injected");
        }), "did");

        Assert.Equal([Path.Join(root, "var")], Directory.EnumerateFileSystemEntries(root));
        Assert.Equal([Path.Join(root, "var/mine")], Directory.EnumerateFileSystemEntries(Path.Join(root, "var")));
    }

    [Fact]
    public async Task A_killed_one_leaves_nothing_once_it_is_repaired()
    {
        string root = Path.Join(_box.Base, "out"), killed = Path.Join(_box.Base, "killed");
        ActivationSession session = At(root, faults: point =>
        {
            if (point.StartsWith("did:write-file", StringComparison.Ordinal))
                System.Diagnostics.Process.Start("cp", ["-a", root, killed]).WaitForExit();
        });
        await session.ApplyAsync(await session.PlanAsync(Sandbox.Set(Sandbox.Text("/etc/a", "a")), Sandbox.Context));
        Directory.Delete(root, recursive: true);
        Directory.Move(killed, root);

        await At(root).RepairAsync(RepairDirection.Back);

        Assert.False(Directory.Exists(root));
    }

    [Fact]
    public async Task A_home_that_was_made_goes_and_what_is_applied_stays()
    {
        var home = Target.Home(_box.Target, "ann");
        var session = new ActivationSession(home, _box.Clock, _box.Processes) { Faults = Break("did:write-file") };
        Plan plan = await session.PlanAsync(Sandbox.Set(Sandbox.Text("/home/ann/.rc", "x")), Sandbox.Context);
        await Assert.ThrowsAsync<HostToolsException>(() => session.ApplyAsync(plan));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_box.Root));

        var good = new ActivationSession(home, _box.Clock, _box.Processes);
        await good.ApplyAsync(await good.PlanAsync(Sandbox.Set(Sandbox.Text("/home/ann/.rc", "x")), Sandbox.Context));

        Assert.True(_box.Exists("/home/ann/.local/state/hosttools/current"));
        Assert.True(_box.Exists("/home/ann/.local/state/hosttools/made"));
    }

    /// <summary>Between the directories and the note of them in the state; before some of them, too.</summary>
    [Theory]
    [InlineData("make state", null)]
    [InlineData("made state", null)]
    [InlineData("made state", "var/lib/hosttools")]
    [InlineData("made state", "var/lib")]
    public async Task What_was_killed_while_it_made_directories_is_put_right_by_the_next_start(string point, string? notYet)
    {
        using FaultFixture fixture = await FaultFixture.CreateAsync(FaultScenario.Of("first"));
        string folder = fixture.Copy();
        IReadOnlyList<string> before = TreeOf.Folder(folder, withoutState: false);
        Assert.True(fixture.Kill("apply", folder, fixture.Points.ToList().IndexOf(point)));
        Assert.Contains(Directory.EnumerateFiles(folder, ".hosttools-new-*", SearchOption.AllDirectories), static _ => true);
        if (notYet is not null)
            Directory.Delete(Path.Join(folder, notYet), recursive: true);

        await FaultFixture.Session(folder).RepairAsync(RepairDirection.Back);

        Assert.Equal(before, TreeOf.Folder(folder, withoutState: false));
    }

    [Fact]
    public async Task What_was_killed_while_it_made_directories_does_not_keep_the_next_apply_from_taking_them_away()
    {
        using FaultFixture fixture = await FaultFixture.CreateAsync(FaultScenario.Of("first"));
        string folder = fixture.Copy();
        IReadOnlyList<string> before = TreeOf.Folder(folder, withoutState: false);
        Assert.True(fixture.Kill("apply", folder, fixture.Points.ToList().IndexOf("made state")));

        await FailAsync(At(folder, faults: Break("switch")), "switch");

        Assert.Equal(before, TreeOf.Folder(folder, withoutState: false));
    }

    [Fact]
    public async Task What_a_planted_note_names_is_not_removed()
    {
        string victim = Path.Join(_box.Base, "empty");
        Directory.CreateDirectory(victim);
        _box.Write(Target.StatePath + "/made", $$"""{"version":1,"directories":["{{victim}}","{{_box.Root}}/../empty"]}""");

        await _box.Session.RepairAsync(RepairDirection.Back);

        Assert.True(Directory.Exists(victim));
    }
}
