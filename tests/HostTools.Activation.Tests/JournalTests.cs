using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation.Tests;

public sealed class JournalTests : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    private string Folder => _box.PathOf(Target.StatePath + "/journal");

    private string JournalPath => Directory.EnumerateFiles(Folder).Single();

    /// <summary>Leaves the target as a process does that is killed after its only write.</summary>
    private async Task BreakAsync()
    {
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "old"));
        string copy = _box.Root + "-copy";
        ActivationSession session = _box.NewSession(point =>
        {
            if (point.StartsWith("did:write-file", StringComparison.Ordinal))
                System.Diagnostics.Process.Start("cp", ["-a", _box.Root, copy]).WaitForExit();
        });
        await session.ApplyAsync(await _box.PlanAsync(Sandbox.Text("/etc/a", "new")));
        Directory.Delete(_box.Root, recursive: true);
        Directory.Move(copy, _box.Root);
        Assert.Equal("new", _box.Read("/etc/a"));
    }

    [Fact]
    public async Task A_step_and_an_undo_that_fail_are_both_reported_and_a_repair_ends_it()
    {
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "old"));
        ActivationSession session = _box.NewSession(static point =>
        {
            if (point.StartsWith("did:write-file", StringComparison.Ordinal) || point.StartsWith("undo:write-file", StringComparison.Ordinal))
                throw new IOException("injected");
        });
        Plan plan = await _box.PlanAsync(Sandbox.Text("/etc/a", "new"));

        HostToolsException failed = await Assert.ThrowsAsync<HostToolsException>(() => session.ApplyAsync(plan));

        Assert.Equal(["StepFailed", "UndoFailed"], failed.Errors.Select(static error => error.Id));
        Assert.Contains("Step 1 of 1 on", failed.Errors[0].Message, StringComparison.Ordinal);
        Assert.Contains("writing '/etc/a', failed: injected.", failed.Errors[0].Message, StringComparison.Ordinal);
        Assert.False(_box.Session.OpenTransaction?.CanGoForward);
        await _box.Session.RepairAsync(RepairDirection.Back);
        Assert.Equal("old", _box.Read("/etc/a"));
    }

    [Fact]
    public async Task An_open_journal_is_shown_and_planning_warns()
    {
        await BreakAsync();

        OpenTransaction? open = _box.Session.OpenTransaction;
        Assert.Equal(("draxel", 1, 2, 1, true), (open?.User, open?.BaseGeneration, open?.NewGeneration, open?.Operations, open?.CanGoForward));
        Plan plan = await _box.PlanAsync(Sandbox.Text("/etc/a", "new"));
        Assert.Contains("interrupted", Assert.Single(plan.Warnings).Message, StringComparison.Ordinal);
        Assert.Equal("OpenJournal", (await Assert.ThrowsAsync<HostToolsException>(() => _box.Session.Generations.PruneAsync(1, null))).Errors[0].Id);
    }

    [Theory]
    [InlineData(RepairDirection.Back, "old", 1)]
    [InlineData(RepairDirection.Forward, "new", 2)]
    public async Task A_repair_takes_it_where_it_is_told(RepairDirection direction, string content, int generation)
    {
        await BreakAsync();

        RepairResult? result = await _box.Session.RepairAsync(direction);

        Assert.Equal((direction, generation), (result!.Direction, result.Generation));
        Assert.Equal(content, _box.Read("/etc/a"));
        Assert.Null(_box.Session.OpenTransaction);
        Assert.Null(await _box.Session.RepairAsync(direction));
        Assert.Empty(await _box.Session.DriftAsync());
    }

    [Fact]
    public async Task The_next_apply_repairs_first()
    {
        await BreakAsync();
        File.WriteAllText(_box.PathOf("/etc/a"), "old");
        Plan plan = await _box.PlanAsync(Sandbox.Text("/etc/a", "third"));
        File.WriteAllText(_box.PathOf("/etc/a"), "new");

        ApplyResult result = await _box.Session.ApplyAsync(plan);

        Assert.Equal(RepairDirection.Back, result.Repaired?.Direction);
        Assert.Equal(2, result.Generation?.Number);
        Assert.Equal("third", _box.Read("/etc/a"));
    }

    [Fact]
    public async Task A_torn_tail_is_ignored_at_every_length()
    {
        await BreakAsync();
        byte[] whole = File.ReadAllBytes(JournalPath);
        byte[] tail = JournalFormat.Write(99, 0, JournalRecordKind.Captured, static writer => writer.WriteString("x", "y"));
        for (int length = 0; length < tail.Length; length += 7)
        {
            File.WriteAllBytes(JournalPath, [.. whole, .. tail[..length]]);
            Assert.Equal(1, _box.Session.OpenTransaction?.Operations);
        }

        await _box.Session.RepairAsync(RepairDirection.Back);
        Assert.Equal("old", _box.Read("/etc/a"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(40)]
    [InlineData(400)]
    public async Task A_journal_whose_first_entry_never_reached_the_disk_is_nothing_begun(int length)
    {
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "old"));
        void Begin() => File.WriteAllBytes(Path.Join(Folder, new string('a', 32) + ".journal"), JournalFormat.Write(
            0, 0, JournalRecordKind.Begin, static writer => writer.WriteString("plan", new string('x', 500)))[..length]);
        Begin();

        Assert.Null(_box.Session.OpenTransaction);
        Assert.Empty((await _box.PlanAsync(Sandbox.Text("/etc/a", "new"))).Warnings);
        Assert.Single(Directory.EnumerateFiles(Folder));
        Assert.Null(await _box.Session.RepairAsync(RepairDirection.Forward));
        Assert.Empty(Directory.EnumerateFiles(Folder));

        Begin();
        ApplyResult nothing = await _box.ApplyAsync(Sandbox.Text("/etc/a", "old"));
        Assert.Equal((true, null, 1), (nothing.NothingToDo, nothing.Repaired, nothing.Generation?.Number));
        Assert.Empty(Directory.EnumerateFiles(Folder));

        Begin();
        ApplyResult result = await _box.ApplyAsync(Sandbox.Text("/etc/a", "new"));
        Assert.Equal((null, 2), (result.Repaired, result.Generation?.Number));
        Assert.Empty(Directory.EnumerateFiles(Folder));
    }

    [Fact]
    public async Task A_journal_that_only_began_goes_back_but_not_forward()
    {
        await BreakAsync();
        byte[] bytes = File.ReadAllBytes(JournalPath);
        File.WriteAllBytes(JournalPath, bytes[..(Array.IndexOf(bytes, (byte)'\n') + 1)]);

        Assert.False(_box.Session.OpenTransaction?.CanGoForward);
        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(() => _box.Session.RepairAsync(RepairDirection.Forward));
        Assert.Equal("CannotGoForward", refused.Errors[0].Id);
        Assert.Equal(1, (await _box.Session.RepairAsync(RepairDirection.Back))?.Generation);
        Assert.Null(_box.Session.OpenTransaction);
    }

    [Fact]
    public async Task A_journal_that_began_nothing_does_not_hide_one_that_did()
    {
        await BreakAsync();
        File.WriteAllText(Path.Join(Folder, new string('0', 32) + ".journal"), string.Empty);

        Assert.Equal(2, _box.Session.OpenTransaction?.NewGeneration);
        await _box.Session.RepairAsync(RepairDirection.Back);

        Assert.Equal("old", _box.Read("/etc/a"));
        Assert.Empty(Directory.EnumerateFiles(Folder));
    }

    [Fact]
    public async Task Damage_where_the_journal_was_relied_upon_is_refused()
    {
        await BreakAsync();
        byte[] bytes = File.ReadAllBytes(JournalPath);
        bytes[200] ^= 1;
        File.WriteAllBytes(JournalPath, bytes);

        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(() => _box.Session.RepairAsync(RepairDirection.Back));

        Assert.Equal("JournalDamaged", refused.Errors[0].Id);
        Assert.Equal("new", _box.Read("/etc/a"));
        Assert.True(File.Exists(JournalPath));
    }

    [Theory]
    [InlineData("HTJ1 ", "HTJ2 ")]
    [InlineData("\"version\":1,\"newGeneration\"", "\"version\":9,\"newGeneration\"")]
    [InlineData("\"record\":\"Begin\"", "\"record\":\"Other\"")]
    public async Task A_journal_of_another_version_is_refused(string good, string bad)
    {
        await BreakAsync();
        string text = File.ReadAllText(JournalPath).Replace(good, bad, StringComparison.Ordinal);
        string first = text[(text.IndexOf('{', StringComparison.Ordinal))..text.IndexOf('\n', StringComparison.Ordinal)];
        // A whole and well-formed line: only its version is strange.
        if (good != "HTJ1 ")
            text = $"HTJ1 0 0 {System.Text.Encoding.UTF8.GetByteCount(first)} {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(first)).AsSpan(0, 8))} {first}\n";
        File.WriteAllText(JournalPath, text);

        Assert.Equal("JournalVersionUnknown", Assert.Throws<HostToolsException>(() => _box.Session.OpenTransaction).Errors[0].Id);
        Plan? plan = null;
        await Assert.ThrowsAsync<HostToolsException>(async () => plan = await _box.PlanAsync());
        Assert.Null(plan);
    }

    [Fact]
    public async Task Random_damage_to_a_journal_never_ends_in_anything_but_an_error_or_one_of_the_two_states()
    {
        await BreakAsync();
        byte[] good = File.ReadAllBytes(JournalPath);
        string name = JournalPath;
        var random = new Random(Depth.Seed);
        int refused = 0;
        for (int i = 0; i < (Depth.IsFull ? 2000 : 150); i++)
        {
            byte[] bad = [.. good];
            bad[random.Next(bad.Length)] ^= (byte)random.Next(1, 256);
            if (random.Next(5) == 0)
                random.NextBytes(bad.AsSpan(random.Next(bad.Length)));
            File.WriteAllBytes(name, bad);
            try
            {
                await _box.Session.RepairAsync(RepairDirection.Back);
            }
            catch (HostToolsException)
            {
                refused++;
            }

            Assert.True(_box.Read("/etc/a") is "old" or "new");
            File.WriteAllText(_box.PathOf("/etc/a"), "new");
        }

        Assert.True(refused > 0);
    }
}
