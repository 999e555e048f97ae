using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation.Tests;

/// <summary>What others see of an apply that runs, and how they wait for it.</summary>
public sealed class RunningTests : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task An_apply_that_runs_is_no_interrupted_one()
    {
        var seen = new List<(OpenTransaction? Open, TargetWork? Work)>();
        ActivationSession first = _box.NewSession(point =>
        {
            if (point.StartsWith("do:", StringComparison.Ordinal))
                seen.Add((_box.Session.OpenTransaction, _box.Session.Running));
        });

        await first.ApplyAsync(await _box.PlanAsync(Sandbox.Text("/etc/a", "a")));

        Assert.All(seen, static at => Assert.Null(at.Open));
        Assert.All(seen, static at => Assert.Equal((Environment.ProcessId, "draxel", "applying a plan"), (at.Work?.ProcessId, at.Work?.User, at.Work?.Purpose)));
        Assert.NotEmpty(seen);
        Assert.Null(_box.Session.Running);
    }

    [Fact]
    public async Task A_record_that_was_copied_with_its_folder_is_nobodys_work()
    {
        string copy = _box.Root + "-copy";
        ActivationSession first = _box.NewSession(point =>
        {
            if (point == "switch")
                System.Diagnostics.Process.Start("cp", ["-a", _box.Root, copy]).WaitForExit();
        });
        await first.ApplyAsync(await _box.PlanAsync(Sandbox.Text("/etc/a", "a")));

        var session = new ActivationSession(Target.Folder(copy), _box.Clock, _box.Processes);

        Assert.Null(session.Running);
        Assert.NotNull(session.OpenTransaction);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nobody_else_can_take_the_lock(bool isThereAlready)
    {
        const string file = Target.StatePath + "/lock";
        if (isThereAlready)
            _box.Write(file, string.Empty);

        await _box.ApplyAsync(Sandbox.Text("/etc/a", "a"));

        Assert.Equal(0x180, _box.ModeOf(file));
    }

    [Fact]
    public async Task Who_waits_goes_on_when_the_other_has_ended()
    {
        Plan second = await _box.PlanAsync(Sandbox.Text("/etc/b", "b"));
        var told = new List<TargetWork?>();
        ActivationSession waiter = _box.NewSession();
        waiter.Wait = new LockWait(TimeSpan.FromMinutes(1), told.Add);
        Task<ApplyResult>? waiting = null;
        ActivationSession first = _box.NewSession(point =>
        {
            if (point != "stage")
                return;
            waiting = waiter.ApplyAsync(second);
            Thread.Sleep(100);
            Assert.False(waiting.IsCompleted);
        });
        await first.ApplyAsync(await _box.PlanAsync(Sandbox.Text("/etc/a", "a")));

        // It was planned before the other came, and says so after its wait.
        HostToolsException stale = await Assert.ThrowsAsync<HostToolsException>(() => waiting!);

        Assert.Equal("PlanStale", stale.Errors[0].Id);
        Assert.Equal("applying a plan", Assert.Single(told)?.Purpose);
    }

    [Fact]
    public async Task A_wait_ends_at_its_time_and_at_once_when_it_is_cancelled()
    {
        Plan second = await _box.PlanAsync(Sandbox.Text("/etc/b", "b"));
        ActivationSession brief = _box.NewSession();
        brief.Wait = new LockWait(TimeSpan.FromMilliseconds(60));
        ActivationSession patient = _box.NewSession();
        patient.Wait = new LockWait(TimeSpan.FromHours(1));
        HostToolsException? busy = null;
        bool isCancelled = false;
        ActivationSession first = _box.NewSession(point =>
        {
            if (point != "stage")
                return;
            busy = Assert.Throws<HostToolsException>(() => brief.ApplyAsync(second).GetAwaiter().GetResult());
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
            Task<ApplyResult> waiting = patient.ApplyAsync(second, token: stop.Token);
            isCancelled = Task.WaitAny([waiting], TimeSpan.FromSeconds(20)) == 0 && waiting.IsCanceled;
        });

        await first.ApplyAsync(await _box.PlanAsync(Sandbox.Text("/etc/a", "a")));

        Assert.Equal("Busy", busy?.Errors[0].Id);
        Assert.True(isCancelled);
        Assert.Equal("a", _box.Read("/etc/a"));
        Assert.False(_box.Exists("/etc/b"));
    }
}
