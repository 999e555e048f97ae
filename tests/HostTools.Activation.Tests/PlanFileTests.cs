using System.Text;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation.Tests;

public sealed class PlanFileTests : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    private string PlanPath => Path.Join(_box.Base, "plan.json");

    [Theory]
    [InlineData(0x180, 0x180)]
    [InlineData(0x1A0, 0x180)]
    [InlineData(0x1A4, 0x1A4)]
    public async Task What_not_everybody_may_read_is_in_no_file_that_everybody_may(int mode, int saved)
    {
        await (await _box.PlanAsync(Sandbox.Text("/etc/a", "a") with { Mode = mode })).SaveAsync(PlanPath);

        Assert.Equal(saved, (int)File.GetUnixFileMode(PlanPath) & (saved | 0x24)); // Whatever the mask takes away.
    }

    [Fact]
    public async Task A_link_beside_a_saved_plan_is_not_followed()
    {
        string theirs = Path.Join(_box.Base, "theirs");
        File.WriteAllText(theirs, "theirs");
        File.CreateSymbolicLink(PlanPath + ".new", theirs);

        await (await _box.PlanAsync(Sandbox.Text("/etc/a", "a"))).SaveAsync(PlanPath);

        Assert.Equal("theirs", File.ReadAllText(theirs));
    }

    [Fact]
    public async Task A_saved_plan_is_applied_later_without_its_sources()
    {
        string source = Path.Join(_box.Base, "source");
        File.WriteAllText(source, "from a file");
        Plan plan = await _box.PlanAsync(
            new FileResource("/etc/source") { Content = FileContent.FromFile(source), Origins = [new Origin("hosts/a.yaml", 1, 2)] },
            Sandbox.Text("/etc/a", "a") with { Triggers = ["t"] }, new TriggerResource("t") { OfflineCommand = ["run"] });
        await plan.SaveAsync(PlanPath);
        File.Delete(source);
        _box.Clock.UtcNow += TimeSpan.FromDays(29);
        await _box.Session.Generations.PruneAsync(keep: 0, olderThan: null);

        Plan loaded = await Plan.LoadAsync(PlanPath);
        Assert.Equal(plan.ToLines(), loaded.ToLines());
        ApplyResult result = await new ActivationSession(loaded.Target, _box.Clock, _box.Processes).ApplyAsync(loaded);

        Assert.Equal("from a file", _box.Read("/etc/source"));
        Assert.Equal(["run"], _box.Processes.Ran);
        Assert.Equal("0123abcd", result.Generation?.GitCommit);
        Assert.Empty(Directory.EnumerateFiles(_box.PathOf(Target.StatePath + "/leases")));
    }

    [Fact]
    public async Task Content_of_plans_that_are_saved_while_others_prune_stays()
    {
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "first"));
        using var over = new CancellationTokenSource();
        ActivationSession other = _box.NewSession();
        other.Wait = new LockWait(TimeSpan.FromMinutes(1), static _ => { });
        int prunes = 0;
        var pruning = Task.Run(async () =>
        {
            for (; !over.IsCancellationRequested; prunes++)
                await other.Generations.PruneAsync(keep: 0, olderThan: null);
        });
        var plans = new List<string>();
        for (int number = 0; number < 15; number++)
        {
            Plan plan = await _box.PlanAsync(Sandbox.Text("/etc/a", $"text {number}"), Sandbox.Text("/etc/same", "same"));
            plans.Add($"{PlanPath}.{number}");
            while (!await TrySaveAsync(plan, plans[^1]))
                await Task.Delay(1);
        }

        await over.CancelAsync();
        await pruning;
        Assert.True(prunes > 0);
        await other.Generations.PruneAsync(keep: 0, olderThan: null);
        foreach (string path in plans)
            Assert.All((await Plan.LoadAsync(path)).Content(), content => Assert.True(new ContentStore(_box.Target.State).Has(content.Hash)));
        await _box.Session.ApplyAsync(await Plan.LoadAsync(plans[7]));
        Assert.Equal("text 7", _box.Read("/etc/a"));
    }

    private static async Task<bool> TrySaveAsync(Plan plan, string path)
    {
        try
        {
            await plan.SaveAsync(path);
            return true;
        }
        catch (HostToolsException busy) when (busy.Errors[0].Id == "Busy")
        {
            return false;
        }
    }

    [Fact]
    public async Task A_rule_for_generations_travels_with_the_plan()
    {
        var rule = new Retention(3, TimeSpan.FromDays(30));
        Plan plan = await _box.Session.PlanAsync(Sandbox.Set(Sandbox.Text("/etc/a", "a")), Sandbox.Context with { Retention = rule });
        await plan.SaveAsync(PlanPath);
        Assert.Equal(rule, (await Plan.LoadAsync(PlanPath)).Context.Retention);
        File.WriteAllText(PlanPath, File.ReadAllText(PlanPath).Replace("\"keepGenerations\": 3", "\"keepGenerations\": -3", StringComparison.Ordinal));
        Assert.Equal("PlanMalformed", (await Assert.ThrowsAsync<HostToolsException>(() => Plan.LoadAsync(PlanPath))).Errors[0].Id);
    }

    [Fact]
    public async Task A_lease_that_ran_out_gives_its_content_free_and_the_plan_says_so()
    {
        await (await _box.PlanAsync(Sandbox.Text("/etc/a", "a"))).SaveAsync(PlanPath);
        _box.Clock.UtcNow += TimeSpan.FromDays(31);

        PruneResult pruned = await _box.Session.Generations.PruneAsync(keep: null, olderThan: null);
        Assert.Equal(1, pruned.Blobs);
        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(async () => await _box.Session.ApplyAsync(await Plan.LoadAsync(PlanPath)));

        Assert.Equal(["ContentMissing", "Undone"], refused.Errors.Select(static error => error.Id));
        Assert.Empty(_box.Tree());
    }

    [Fact]
    public async Task A_plan_is_refused_when_what_it_saw_has_changed()
    {
        _box.Write("/etc/b", "theirs");
        Resource[] wanted = [Sandbox.Text("/etc/a", "a"), Sandbox.Text("/etc/b", "ours") with { Collision = CollisionPolicy.Backup }];
        await (await _box.PlanAsync(wanted)).SaveAsync(PlanPath);
        _box.Write("/etc/a", "came meanwhile");
        _box.Write("/etc/b", "changed meanwhile");

        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(async () => await _box.Session.ApplyAsync(await Plan.LoadAsync(PlanPath)));

        Assert.Equal(("PlanStale", ErrorKind.Stale), (refused.Errors[0].Id, refused.Errors[0].Kind));
        Assert.Equal($"The plan for '{_box.Root}' is stale: '/etc/a' was absent and is a file now; '/etc/b' has changed. Plan again.", refused.Message);
        Assert.Equal("came meanwhile", _box.Read("/etc/a"));
    }

    [Fact]
    public async Task A_plan_is_refused_after_another_apply()
    {
        Plan first = await _box.PlanAsync(Sandbox.Text("/etc/a", "a"));
        Plan second = await _box.PlanAsync(Sandbox.Text("/etc/b", "b"));
        await _box.Session.ApplyAsync(first);

        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(() => _box.Session.ApplyAsync(second));

        Assert.Contains("made before anything was applied, and the target is at generation 1 now", refused.Message, StringComparison.Ordinal);
        Assert.False(_box.Exists("/etc/b"));
    }

    [Fact]
    public async Task A_plan_for_another_target_is_refused()
    {
        using var other = new Sandbox();
        Plan plan = await _box.PlanAsync(Sandbox.Text("/etc/a", "a"));

        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(() => other.Session.ApplyAsync(plan));

        Assert.Equal("WrongTarget", refused.Errors[0].Id);
    }

    [Fact]
    public async Task A_plan_from_another_machine_is_refused()
    {
        await (await _box.PlanAsync(Sandbox.Text("/etc/a", "a"))).SaveAsync(PlanPath);
        string text = File.ReadAllText(PlanPath);
        int at = text.IndexOf("\"machineId\": \"", StringComparison.Ordinal) + 14;
        File.WriteAllText(PlanPath, text.Insert(at, "x"));

        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(async () => await _box.Session.ApplyAsync(await Plan.LoadAsync(PlanPath)));

        Assert.Contains("on another machine", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_changes_between_plan_and_apply_is_noticed()
    {
        string source = Path.Join(_box.Base, "source");
        File.WriteAllText(source, "planned");
        Plan plan = await _box.PlanAsync(new FileResource("/etc/a") { Content = FileContent.FromFile(source) });
        File.WriteAllText(source, "changed!");

        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(() => _box.Session.ApplyAsync(plan));

        Assert.Equal("SourceChanged", refused.Errors[0].Id);
        Assert.Empty(_box.Tree());
    }

    [Theory]
    [InlineData("", "PlanMalformed")]
    [InlineData("{", "PlanMalformed")]
    [InlineData("[]", "PlanMalformed")]
    [InlineData("{}", "PlanMalformed")]
    [InlineData("{\"format\":\"hosttools-plan\",\"version\":2}", "PlanVersionUnknown")]
    [InlineData("{\"format\":\"hosttools-plan\",\"version\":\"1\"}", "PlanMalformed")]
    [InlineData("{\"format\":7,\"version\":1}", "PlanMalformed")]
    public async Task A_file_that_is_no_plan_gives_one_clear_error(string text, string id)
    {
        File.WriteAllText(PlanPath, text);

        HostError error = Assert.Single((await Assert.ThrowsAsync<HostToolsException>(() => Plan.LoadAsync(PlanPath))).Errors);

        Assert.Equal(id, error.Id);
        Assert.Contains(PlanPath, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_or_oversized_plan_gives_a_clear_error()
    {
        Assert.Equal("PlanNotFound", (await Assert.ThrowsAsync<HostToolsException>(() => Plan.LoadAsync(PlanPath))).Errors[0].Id);
        using (FileStream file = File.Create(PlanPath))
            file.SetLength(65L << 20);
        Assert.Equal("PlanTooLarge", (await Assert.ThrowsAsync<HostToolsException>(() => Plan.LoadAsync(PlanPath))).Errors[0].Id);
    }

    [Fact]
    public async Task A_plan_with_obstacles_is_not_saved()
    {
        _box.Write("/etc/a", "theirs");
        Plan plan = await _box.PlanAsync(Sandbox.Text("/etc/a", "a"));

        Assert.Equal("PathTaken", (await Assert.ThrowsAsync<HostToolsException>(() => plan.SaveAsync(PlanPath))).Errors[0].Id);
        Assert.False(File.Exists(PlanPath));
    }

    [Fact]
    public async Task Any_damage_to_a_plan_ends_in_an_error_or_in_a_plan_that_stays_inside()
    {
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "a"), new LinkResource("/etc/l", "a"));
        await (await _box.PlanAsync(Sandbox.Text("/etc/a", "b"), Sandbox.Text("/etc/c", "c"), new DirectoryResource("/srv"))).SaveAsync(PlanPath);
        byte[] good = File.ReadAllBytes(PlanPath);
        IReadOnlyList<string> before = TreeOf.Folder(_box.Base, withoutState: false);
        var random = new Random(Depth.Seed);
        int refused = 0;
        for (int i = 0; i < (Depth.IsFull ? 3000 : 300); i++)
        {
            byte[] bad = [.. good];
            for (int change = random.Next(1, 4); change > 0; change--)
                bad[random.Next(bad.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : Encoding.ASCII.GetBytes("\"{}[],:0/.")[random.Next(10)];
            if (random.Next(4) == 0)
                bad = bad[..random.Next(bad.Length)];
            File.WriteAllBytes(PlanPath, bad);
            try
            {
                _ = (await Plan.LoadAsync(PlanPath)).ToLines();
            }
            catch (HostToolsException)
            {
                refused++;
            }
        }

        File.WriteAllBytes(PlanPath, good);
        Assert.True(refused > 100);
        Assert.Equal(before, TreeOf.Folder(_box.Base, withoutState: false));
    }

    [Theory]
    [InlineData("/etc/a", "/../../../etc/a")]
    [InlineData("/etc/a", "etc/a")]
    [InlineData("/etc/a", "/etc//a")]
    [InlineData("\"0644\"", "\"9999\"")]
    [InlineData("\"Create\"", "\"Explode\"")]
    [InlineData("\"file\"", "\"exploit\"")]
    public async Task A_hostile_plan_is_refused_whole(string good, string bad)
    {
        await (await _box.PlanAsync(Sandbox.Text("/etc/a", "a") with { Mode = 0x1A4 })).SaveAsync(PlanPath);
        File.WriteAllText(PlanPath, File.ReadAllText(PlanPath).Replace(good, bad, StringComparison.Ordinal));

        Assert.Equal("PlanMalformed", (await Assert.ThrowsAsync<HostToolsException>(() => Plan.LoadAsync(PlanPath))).Errors[0].Id);
    }
}
