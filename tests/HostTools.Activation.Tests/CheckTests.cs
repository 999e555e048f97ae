using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation.Tests;

/// <summary>New content is shown to the programs that read it, on a live machine; here a folder plays one, with real programs.</summary>
public sealed class CheckTests : IDisposable
{
    private static readonly FileCheck s_good = new(["/bin/sh", "-c", "grep good \"$0\" || { echo \"$0:1: it is bad\" >&2; exit 3; }", "{file}"]);

    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task What_its_program_refuses_is_not_applied()
    {
        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(() => ApplyAsync(Live(), File("bad\n"), Sandbox.Text("/etc/other", "x")));
        Assert.Equal("'/etc/app.conf' would not be accepted: '/bin/sh' ended with 3 and says: /etc/app.conf:1: it is bad", Assert.Single(refused.Errors).Message);
        Assert.False(_box.Exists("/etc"));
        Assert.False(_box.Exists("/var/lib/hosttools"));
    }

    [Fact]
    public async Task All_that_are_refused_are_told_together_and_again()
    {
        ActivationSession session = Live();
        Plan plan = await session.PlanAsync(Sandbox.Set(File("bad\n"), File("worse\n", "/etc/b")), Sandbox.Context);
        for (int i = 0; i < 2; i++)
            Assert.Equal(["CheckFailed", "CheckFailed"], (await Assert.ThrowsAsync<HostToolsException>(() => session.ApplyAsync(plan))).Errors.Select(static error => error.Id));
    }

    [Fact]
    public async Task What_its_program_accepts_is_applied_and_asked_about_once()
    {
        var processes = new Counting();
        ActivationSession session = Live(processes);
        Plan plan = await session.PlanAsync(Sandbox.Set(File("good\n")), Sandbox.Context);
        Assert.Empty(await session.CheckAsync(plan));
        await session.ApplyAsync(plan);
        Assert.Equal("good\n", _box.Read("/etc/app.conf"));
        Assert.Equal(1, processes.Count);
        await ApplyAsync(session, File("good\n"));
        Assert.Equal(1, processes.Count);
    }

    [Fact]
    public async Task The_whole_file_is_shown_where_only_a_block_is_ours()
    {
        _box.Write("/etc/app.conf", "theirs, and good\n");
        await ApplyAsync(Live(), File("ours\n") with { Ownership = FileOwnership.Block });
        Assert.Contains("ours\n", _box.Read("/etc/app.conf"), StringComparison.Ordinal);
        _box.Write("/etc/app.conf", _box.Read("/etc/app.conf").Replace("good", "bad", StringComparison.Ordinal));
        await Assert.ThrowsAsync<HostToolsException>(() => ApplyAsync(Live(), File("ours too\n") with { Ownership = FileOwnership.Block }));
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_a_warning()
    {
        ActivationSession session = Live();
        Plan plan = await session.PlanAsync(Sandbox.Set(File("bad\n") with { Check = new FileCheck(["/nonexistent/checker", "{file}"]) }), Sandbox.Context);
        Assert.Equal("'/etc/app.conf' is not checked: '/nonexistent/checker' is not installed.", Assert.Single(await session.CheckAsync(plan)).Message);
        await session.ApplyAsync(plan);
        Assert.True(_box.Exists("/etc/app.conf"));
    }

    [Fact]
    public async Task A_file_with_a_secret_is_shown_with_it_and_the_words_are_without()
    {
        var secrets = new TestSecrets();
        KnownSecrets.Add("db", Canary.Of("db"));
        SecretResource file = TestSecrets.File("/etc/app.conf", "pw=", "db") with { Check = new FileCheck(["/bin/sh", "-c", "cat \"$0\"; grep -q good \"$0\"", "{file}"]) };
        Target live = Target.MachineAt(_box.Root, null);
        var session = new ActivationSession(live, _box.Clock, new SystemProcessRunner(), [SecretFiles.Provider(live, secrets)]);

        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(() => ApplyAsync(session, file));

        Assert.Equal("'/etc/app.conf' would not be accepted: '/bin/sh' ended with 1 and says: pw=(secret 'db')", Assert.Single(refused.Errors).Message);
        Assert.False(_box.Exists("/etc/app.conf"));
        secrets.Values["db"] = "good";
        await ApplyAsync(session, file);
        Assert.Equal("pw=good", _box.Read("/etc/app.conf"));
        Assert.False((await session.PlanAsync(Sandbox.Set(file), Sandbox.Context)).HasChanges);
    }

    [Fact]
    public async Task On_a_folder_nothing_runs()
    {
        await _box.ApplyAsync(File("bad\n"));
        Assert.Empty(_box.Processes.Ran);
    }

    [Fact]
    public async Task A_generation_is_shown_again_when_it_comes_back()
    {
        string allowed = Path.Join(_box.Base, "allowed");
        System.IO.File.WriteAllText(allowed, "one");
        FileCheck same = new(["/bin/sh", "-c", "grep -q \"$(cat \"$1\")\" \"$0\"", "{file}", allowed]);
        await ApplyAsync(Live(), File("one\n") with { Check = same });
        System.IO.File.WriteAllText(allowed, "two");
        await ApplyAsync(Live(), File("two\n") with { Check = same });
        ActivationSession session = Live();
        Plan back = await session.PlanRestoreAsync(1, "draxel");
        Assert.Equal("CheckFailed", (await Assert.ThrowsAsync<HostToolsException>(() => session.ApplyAsync(back))).Errors[0].Id);
        Assert.Equal("two\n", _box.Read("/etc/app.conf"));
    }

    [Fact]
    public async Task Risks_stand_with_the_changes_that_bring_them()
    {
        ActivationSession session = _box.Session;
        FileResource rules = Sandbox.Text("/etc/sudoers.d/x", "a\n") with { Risk = "who may become root" };
        Assert.Equal("who may become root", Assert.Single((await session.PlanAsync(Sandbox.Set(rules), Sandbox.Context)).Changes, static change => change.Risk is not null).Risk);
        await ApplyAsync(session, rules);
        Assert.Empty((await session.PlanAsync(Sandbox.Set(rules), Sandbox.Context)).Changes);
        string saved = Path.Join(_box.Base, "plan.json");
        await (await session.PlanAsync(Sandbox.Set(), Sandbox.Context)).SaveAsync(saved);
        Assert.Contains((await Plan.LoadAsync(saved)).Changes, static change => change is { Path: "/etc/sudoers.d/x", Risk: "who may become root" });
    }

    private static FileResource File(string text, string path = "/etc/app.conf") => Sandbox.Text(path, text) with { Check = s_good };

    private static async Task ApplyAsync(ActivationSession session, params Resource[] resources) =>
        await session.ApplyAsync(await session.PlanAsync(Sandbox.Set(resources), Sandbox.Context));

    private ActivationSession Live(IProcessRunner? processes = null) =>
        new(_box.Target.As(_box.Target.Identity with { Kind = TargetKind.Machine }), _box.Clock, processes ?? new SystemProcessRunner());

    private sealed class Counting : IProcessRunner
    {
        private readonly SystemProcessRunner _real = new();

        public int Count { get; private set; }

        public Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken token)
        {
            Count++;
            return _real.RunAsync(request, token);
        }
    }
}
