using System.Reflection;
using System.Runtime.CompilerServices;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation.Tests;

/// <summary>Failures that have no test of their own elsewhere, and the check that every failure has one somewhere.</summary>
public sealed class ErrorTests : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    private async Task<IReadOnlyList<string>> RefusedAsync(ActivationSession session, params Resource[] resources)
    {
        Plan plan = await _box.PlanAsync(resources);
        return [.. (await Assert.ThrowsAsync<HostToolsException>(() => session.ApplyAsync(plan))).Errors.Select(static error => error.Id)];
    }

    private ActivationSession At(string point, Action act) => _box.NewSession(reached =>
    {
        if (reached.StartsWith(point, StringComparison.Ordinal))
            act();
    });

    [Fact]
    public async Task A_change_in_the_last_instant_stops_the_write()
    {
        _box.Write("/etc/a", "theirs");

        Assert.Equal(["ChangedMeanwhile", "Undone"], await RefusedAsync(
            At("capture:write-file:0", () => _box.Write("/etc/a", "just now")), Sandbox.Text("/etc/a", "ours") with { Collision = CollisionPolicy.Force }));
        Assert.Equal("just now", _box.Read("/etc/a"));
    }

    [Fact]
    public async Task What_is_not_as_written_undoes_all()
    {
        _box.Write("/etc/a", "theirs");

        Assert.Equal(["NotAsWritten", "Undone"], await RefusedAsync(
            At("verify:write-file", () => _box.Write("/etc/a", "overwritten")), Sandbox.Text("/etc/a", "ours") with { Collision = CollisionPolicy.Force }));
        Assert.Equal("theirs", _box.Read("/etc/a"));
    }

    [Fact]
    public async Task Content_that_was_not_ours_to_change_is_not_invented()
    {
        _box.Write("/etc/a", "same", 0x180);
        ActivationSession session = At("verify:set-metadata", () => _box.Write("/etc/a", "somebody's"));

        Assert.Equal(["NotAsWritten", "UndoFailed"], await RefusedAsync(session, Sandbox.Text("/etc/a", "same") with { Mode = 0x1A4 }));
        Assert.Equal("somebody's", _box.Read("/etc/a"));
        HostError error = (await Assert.ThrowsAsync<HostToolsException>(() => _box.Session.RepairAsync(RepairDirection.Back))).Errors[0];
        Assert.Equal("ContentGone", Assert.IsType<HostToolsException>(error.Cause).Errors[0].Id);
        _box.Write("/etc/a", "same");
        await _box.Session.RepairAsync(RepairDirection.Back);
        Assert.Equal(0x180, _box.ModeOf("/etc/a"));
    }

    [Fact]
    public async Task A_directory_with_foreign_things_does_not_give_way_to_a_file()
    {
        await _box.ApplyAsync(new DirectoryResource("/srv/x"));
        _box.Write("/srv/x/mine", "mine");

        Assert.Equal("DirectoryNotEmpty", Assert.Single((await _box.PlanAsync(Sandbox.Text("/srv/x", "file"))).Errors).Id);
    }

    [Fact]
    public async Task A_path_that_goes_round_in_circles_cannot_be_looked_at()
    {
        Directory.CreateDirectory(_box.PathOf("/etc"));
        File.CreateSymbolicLink(_box.PathOf("/etc/loop"), "loop");

        Assert.Contains((await _box.PlanAsync(Sandbox.Text("/etc/loop/x", "x"))).Errors, static error => error.Id == "Unobservable");
    }

    [Fact]
    public async Task State_that_cannot_be_used_is_named()
    {
        _box.Write(Target.StatePath, "a file");
        Plan plan = await _box.PlanAsync(Sandbox.Text("/etc/a", "a"));
        Assert.Equal("StateNotWritable", (await Assert.ThrowsAsync<HostToolsException>(() => _box.Session.ApplyAsync(plan))).Errors[0].Id);

        File.Delete(_box.PathOf(Target.StatePath));
        File.CreateSymbolicLink(_box.PathOf(Target.StatePath), "hosttools");
        Assert.Equal("TargetFailed", Assert.Throws<HostToolsException>(() => _box.Session.Generations.List()).Errors[0].Id);

        File.Delete(_box.PathOf(Target.StatePath));
        Directory.CreateDirectory(_box.PathOf(Target.StatePath + "/journal/x.journal"));
        Assert.Equal("JournalUnreadable", Assert.Throws<HostToolsException>(() => _box.Session.OpenTransaction).Errors[0].Id);
    }

    [Fact]
    public async Task A_plan_that_cannot_be_saved_says_where()
    {
        Plan plan = await _box.PlanAsync(Sandbox.Text("/etc/a", "a"));

        HostError error = (await Assert.ThrowsAsync<HostToolsException>(() => plan.SaveAsync(Path.Join(_box.Base, "none", "plan.json")))).Errors[0];

        Assert.Equal("PlanNotSaved", error.Id);
        Assert.Contains("none/plan.json", error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Every_failure_has_a_case()
    {
        string folder = Path.GetDirectoryName(ThisFile())!;
        Skip.IfNot(Directory.Exists(folder), "needs the sources");
        string tests = string.Concat(Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Where(static file => !file.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText));
        IEnumerable<string> factories = typeof(ActivationErrors).GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
            .Where(static method => method.ReturnType == typeof(HostError) && method.Name != "At")
            .Select(static method => method.Name);

        Assert.DoesNotContain(factories, name => !tests.Contains($"\"{name}\"", StringComparison.Ordinal));
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
