using System.Text.RegularExpressions;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation.Tests;

/// <summary>Files with secrets: written whole, compared without being known, shown nowhere.</summary>
public sealed partial class SecretTests : IDisposable
{
    private readonly Sandbox _box = new();
    private readonly TestSecrets _secrets = new();

    public void Dispose() => _box.Dispose();

    private string State => _box.PathOf(Target.StatePath);

    [Fact]
    public async Task It_is_written_for_its_owner_alone_and_nothing_else_shows_it()
    {
        ApplyResult result = await ApplyAsync(TestSecrets.File("/etc/app.conf", "password=", "db"), Runtime("/run/secrets/db", "db"));

        Assert.Equal("password=" + Canary.Of("db"), _box.Read("/etc/app.conf"));
        Assert.Equal((0x100, 0x1C0), (_box.ModeOf("/etc/app.conf"), _box.ModeOf("/run/secrets")));
        Assert.Equal(0x1ED, _box.ModeOf("/run"));
        Assert.Empty(Canary.In(State));
        Assert.DoesNotContain(result.Changes, static change => Canary.IsIn($"{change.Summary}{change.Diff}{change.ObservedHash}"));
        Assert.Equal((0x1C0, 0x180), (_box.ModeOf(Target.StatePath + "/secrets"), _box.ModeOf(Target.StatePath + "/secrets/key")));
    }

    [Fact]
    public async Task A_plan_tells_change_from_no_change_without_the_value()
    {
        SecretResource file = TestSecrets.File("/etc/app.conf", "password=", "db");
        await ApplyAsync(file);

        Assert.False((await PlanAsync(file)).HasChanges);
        _secrets.Values["db"] = Canary.Of("other");
        Plan plan = await PlanAsync(file);
        PlanChange change = Assert.Single(plan.Changes);
        Assert.Equal(("~ change secret /etc/app.conf (differs)", null), (change.Summary, change.Diff));
        await Session().ApplyAsync(plan);
        Assert.Equal("password=" + Canary.Of("other"), _box.Read("/etc/app.conf"));
        Assert.Empty(Canary.In(State));
    }

    [Fact]
    public async Task A_hash_says_nothing_without_the_key_of_the_target()
    {
        SecretResource file = TestSecrets.File("/etc/app.conf", "", "db");
        await ApplyAsync(file);
        using var other = new Sandbox();
        await other.NewSessionWith(_secrets).ApplyAsync(await other.NewSessionWith(_secrets).PlanAsync(Sandbox.Set(file), Sandbox.Context));

        string[] hashes = [.. new[] { _box, other }.Select(static box => Keyed().Match(box.Read($"{Target.StatePath}/generations/1/manifest.json")).Groups[1].Value)];
        Assert.All(hashes, static hash => Assert.Equal(64, hash.Length));
        Assert.NotEqual(hashes[0], hashes[1]);
        string plain = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Canary.Of("db"))));
        Assert.DoesNotContain(Directory.EnumerateFiles(State, "*", SearchOption.AllDirectories), file => File.ReadAllText(file).Contains(plain, StringComparison.Ordinal) || file.EndsWith(plain, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0x1A4)]
    [InlineData(0x1A0)]
    public async Task A_key_that_others_may_read_is_made_anew(int mode)
    {
        SecretResource file = TestSecrets.File("/etc/app.conf", "password=", "db");
        string key = Path.Join(State, "secrets/key");
        Directory.CreateDirectory(Path.GetDirectoryName(key)!);
        byte[] planted = new byte[32];
        File.WriteAllBytes(key, planted);
        File.SetUnixFileMode(key, (UnixFileMode)mode);

        await ApplyAsync(file);

        Assert.NotEqual(planted, File.ReadAllBytes(key));
        Assert.Equal(0x180, _box.ModeOf(Target.StatePath + "/secrets/key"));
        Assert.False((await PlanAsync(file)).HasChanges);
    }

    [Fact]
    public async Task A_saved_plan_shows_nothing_and_gets_the_secret_again()
    {
        string saved = Path.Join(_box.Base, "plan.json");
        await (await PlanAsync(TestSecrets.File("/etc/app.conf", "password=", "db"))).SaveAsync(saved);
        Assert.False(Canary.IsIn(File.ReadAllBytes(saved)));
        Assert.Empty(Canary.In(State));

        Plan plan = await LoadAsync(saved);
        await new ActivationSession(plan.Target, _box.Clock, _box.Processes, [SecretFiles.Provider(plan.Target, _secrets)]).ApplyAsync(plan);
        Assert.Equal("password=" + Canary.Of("db"), _box.Read("/etc/app.conf"));
    }

    [Fact]
    public async Task A_saved_plan_is_stale_when_the_secret_is_another_one()
    {
        string saved = Path.Join(_box.Base, "plan.json");
        await (await PlanAsync(TestSecrets.File("/etc/app.conf", "password=", "db"))).SaveAsync(saved);
        _secrets.Values["db"] = "rotated meanwhile";
        Plan plan = await LoadAsync(saved);

        HostError error = Assert.Single((await Assert.ThrowsAsync<HostToolsException>(() => Session().ApplyAsync(plan))).Errors);
        Assert.Equal("PlanStale", error.Id);
        Assert.Contains("a secret of '/etc/app.conf' is another one now", error.Message, StringComparison.Ordinal);
        Assert.False(_box.Exists("/etc/app.conf"));
    }

    [Fact]
    public async Task All_that_is_missing_is_told_before_anything_is_written()
    {
        _secrets.Missing.UnionWith(["one", "two"]);
        Plan plan = await PlanAsync(
            TestSecrets.File("/etc/a", "", "one"), TestSecrets.File("/etc/b", "", "one"), TestSecrets.File("/etc/c", "", "two"), Sandbox.Text("/etc/d", "plain"));

        Assert.Equal(["There is no 'one'.", "There is no 'two'."], plan.Errors.Select(static error => error.Message));
        await Assert.ThrowsAsync<HostToolsException>(() => Session().ApplyAsync(plan));
        Assert.Empty(_box.Tree());
    }

    [Fact]
    public async Task A_folder_only_records_what_is_not_to_stay_in_it()
    {
        SecretResource file = TestSecrets.File("/etc/app.conf", "", "db") with { IsPersistent = false };
        _secrets.Missing.Add("db");
        _box.Write("/etc/app.conf", "theirs");

        Plan plan = await PlanAsync(file);
        Assert.Empty(plan.Errors);
        Assert.Contains("say secrets.db.persistent: true", Assert.Single(plan.Warnings).Message, StringComparison.Ordinal);
        await Session().ApplyAsync(plan);
        Assert.Equal("theirs", _box.Read("/etc/app.conf"));
        Assert.False((await PlanAsync(file)).HasChanges);
        Assert.Empty(await Session().DriftAsync());

        // What stood there is treated like anything of somebody else's once the file is really written.
        _secrets.Missing.Clear();
        Assert.Equal("PathTaken", Assert.Single((await PlanAsync(file with { IsPersistent = true })).Errors).Id);
        await ApplyAsync(file with { IsPersistent = true, Collision = CollisionPolicy.Backup });
        Assert.Equal(Canary.Of("db"), _box.Read("/etc/app.conf"));
        await ApplyAsync(file);
        Assert.Equal("theirs", _box.Read("/etc/app.conf"));
    }

    [Fact]
    public async Task The_running_machine_writes_what_a_folder_only_records()
    {
        var session = new ActivationSession(Target.MachineAt(_box.Root, null), _box.Clock, _box.Processes, [SecretFiles.Provider(Target.MachineAt(_box.Root, null), _secrets)]);
        SecretResource file = Runtime("/run/secrets/db", "db") with { IsPersistent = false, Triggers = ["restart app.service"] };
        ResourceSet wanted = Sandbox.Set(file, new TriggerResource("restart app.service") { Command = ["systemctl", "try-restart", "app.service"] });

        await session.ApplyAsync(await session.PlanAsync(wanted, Sandbox.Context));
        Assert.Equal(Canary.Of("db"), _box.Read("/run/secrets/db"));
        Assert.Equal(["systemctl try-restart app.service"], _box.Processes.Ran);
        Assert.False((await session.PlanAsync(wanted, Sandbox.Context)).HasChanges);

        // A start of the machine empties /run.
        Directory.Delete(_box.PathOf("/run"), recursive: true);
        Assert.Contains(await session.DriftAsync(), drift => drift.Id == file.Id && drift.Difference is DriftKind.Missing);
        await session.ApplyAsync(await session.PlanAsync(wanted, Sandbox.Context));
        Assert.Equal((Canary.Of("db"), 0x1C0), (_box.Read("/run/secrets/db"), _box.ModeOf("/run/secrets")));
        Assert.Empty(Canary.In(State));
    }

    [Fact]
    public async Task What_lay_in_memory_is_written_again_without_a_plan()
    {
        ActivationSession At(Target target) => new(target, _box.Clock, _box.Processes, [SecretFiles.Provider(target, _secrets)]);
        ActivationSession session = At(Target.MachineAt(_box.Root, null));
        SecretResource Of(string name) => Runtime($"/run/secrets/{name}", name) with { IsPersistent = false, Triggers = ["restart app.service"] };
        ResourceSet wanted = Sandbox.Set(Of("db"), Of("mail"), TestSecrets.File("/etc/app.conf", "", "db"), Sandbox.Text("/run/other", "text"), new TriggerResource("restart app.service") { Command = ["systemctl", "try-restart", "app.service"] });
        await session.ApplyAsync(await session.PlanAsync(wanted, Sandbox.Context));
        Assert.Empty(session.MissingSecrets);
        Assert.Empty(await session.WriteMissingSecretsAsync("root"));

        Directory.Delete(_box.PathOf("/run"), recursive: true);
        File.Delete(_box.PathOf("/etc/app.conf"));
        _secrets.Values["db"] = Canary.Of("newer");
        Assert.Equal(["/run/secrets/db", "/run/secrets/mail"], session.MissingSecrets);
        Assert.Empty(At(Target.Folder(_box.Root)).MissingSecrets);
        _secrets.Missing.Add("mail");
        Assert.Equal("There is no 'mail'.", Assert.Single((await Assert.ThrowsAsync<HostToolsException>(() => session.WriteMissingSecretsAsync("root"))).Errors).Message);
        Assert.Equal(["/run/secrets/mail"], session.MissingSecrets);
        _secrets.Missing.Clear();
        Assert.Equal(["/run/secrets/mail"], await session.WriteMissingSecretsAsync("root"));

        Assert.Equal((Canary.Of("newer"), Canary.Of("mail"), 0x1C0, 0x100), (_box.Read("/run/secrets/db"), _box.Read("/run/secrets/mail"), _box.ModeOf("/run/secrets"), _box.ModeOf("/run/secrets/db")));
        Assert.False(File.Exists(_box.PathOf("/etc/app.conf")));
        Assert.False(File.Exists(_box.PathOf("/run/other")));
        Assert.Equal(1, session.Generations.Current?.Number);
        Assert.Single(_box.Processes.Ran);
        Assert.Equal(["/etc/app.conf", "/run/other", "/run/secrets/db"], (await session.DriftAsync()).Select(static drift => drift.Path));
        Assert.Empty(Canary.In(State));
    }

    [Fact]
    public async Task What_it_replaced_comes_back_and_is_for_nobody_else_to_see_meanwhile()
    {
        _box.Write("/etc/app.conf", "password=" + Canary.Of("theirs"), 0x1A0);
        await ApplyAsync(TestSecrets.File("/etc/app.conf", "password=", "ours") with { Collision = CollisionPolicy.Backup });
        Assert.Equal([_box.PathOf($"{Target.StatePath}/secrets/kept")], Canary.In(State).Select(static file => Path.GetDirectoryName(file)!));
        Assert.Equal(0x1C0, _box.ModeOf($"{Target.StatePath}/secrets/kept"));

        await ApplyAsync();
        Assert.Equal("password=" + Canary.Of("theirs"), _box.Read("/etc/app.conf"));
        Assert.Equal(0x1A0, _box.ModeOf("/etc/app.conf"));
    }

    [Fact]
    public async Task Somebody_elses_file_is_not_taken_over()
    {
        _box.Write("/etc/app.conf", "theirs");

        Assert.Equal("PathTaken", Assert.Single((await PlanAsync(TestSecrets.File("/etc/app.conf", "", "db"))).Errors).Id);
    }

    [Fact]
    public async Task A_generation_comes_back_with_the_secret_as_it_is_now()
    {
        await ApplyAsync(TestSecrets.File("/etc/app.conf", "password=", "db"));
        await ApplyAsync();
        _secrets.Values["db"] = "newer";

        await Session().ApplyAsync(await Session().PlanRestoreAsync(1, "draxel"));
        Assert.Equal("password=newer", _box.Read("/etc/app.conf"));
        _secrets.Missing.Add("db");
        await ApplyAsync();
        Assert.Equal("There is no 'db'.", Assert.Single((await Session().PlanRestoreAsync(1, "draxel")).Errors).Message);
    }

    [Fact]
    public async Task A_generation_of_another_machine_reads_no_secrets_of_this_one()
    {
        await ApplyAsync(TestSecrets.File("/etc/app.conf", "", "db"));
        await ApplyAsync();
        string manifest = _box.PathOf($"{Target.StatePath}/generations/1/manifest.json");
        File.WriteAllText(manifest, MachineIdText().Replace(File.ReadAllText(manifest), "\"machineId\":\"" + new string('0', 32) + '"'));

        HostError error = Assert.Single((await Assert.ThrowsAsync<HostToolsException>(() => Session().PlanRestoreAsync(1, "draxel"))).Errors);
        Assert.Equal("SecretNotTrusted", error.Id);
    }

    [Fact]
    public async Task A_change_by_hand_is_drift_without_its_text_and_not_kept()
    {
        SecretResource file = TestSecrets.File("/etc/app.conf", "", "db");
        await ApplyAsync(file);
        File.SetUnixFileMode(_box.PathOf("/etc/app.conf"), (UnixFileMode)0x180);
        File.AppendAllText(_box.PathOf("/etc/app.conf"), " and by hand");

        Drift drift = Assert.Single(await Session().DriftAsync());
        Assert.Equal((DriftKind.Content, "content was changed", null), (drift.Difference, drift.Detail, drift.Diff));
        Plan plan = await PlanAsync(file);
        Assert.Contains("may hold the secret and is not kept", Assert.Single(plan.Changes).Summary, StringComparison.Ordinal);
        await Session().ApplyAsync(plan);
        Assert.Equal(Canary.Of("db"), _box.Read("/etc/app.conf"));
        Assert.Empty(Canary.In(State));
    }

    [Fact]
    public async Task A_file_that_held_a_secret_shows_it_in_no_diff()
    {
        await ApplyAsync(TestSecrets.File("/etc/app.conf", "password=", "db"));

        PlanChange change = Assert.Single((await PlanAsync(Sandbox.Text("/etc/app.conf", "no more\n"))).Changes);
        Assert.Equal("It held a secret, and is not shown.", change.Diff);
        FileResource block = Sandbox.Text("/etc/app.conf", "no more\n") with { Ownership = FileOwnership.Block };
        Assert.Equal("SecretFileShared", Assert.Single((await PlanAsync(block)).Errors).Id);
        await ApplyAsync(Sandbox.Text("/etc/app.conf", "no more\n"));
        Assert.Equal("no more\n", _box.Read("/etc/app.conf"));
        Assert.Empty(Canary.In(State));
    }

    [Fact]
    public async Task An_encrypted_file_that_is_not_there_is_told_with_its_place()
    {
        SecretResource file = TestSecrets.File("/etc/app.conf", "", "db");
        SecretSource source = file.Content.Sources[0] with { Encrypted = FileContent.FromFile("/no/such.age"), Origin = new Origin("hosts/den/default.yaml", 3, 5) };

        HostError error = Assert.Single((await PlanAsync(file with { Content = file.Content with { Sources = [source] } })).Errors);
        Assert.Equal(("SecretFileUnreadable", "hosts/den/default.yaml:3:5"), (error.Id, error.Origin.ToString()));
    }

    [Fact]
    public async Task A_failure_leaves_neither_the_secret_nor_what_undoing_it_needed()
    {
        await ApplyAsync(TestSecrets.File("/etc/a", "", "old"));
        Plan plan = await PlanAsync(TestSecrets.File("/etc/a", "", "new"), TestSecrets.File("/etc/b", "", "new"));

        HostToolsException failure = await Assert.ThrowsAsync<HostToolsException>(() => _box.NewSessionWith(_secrets, static point =>
        {
            if (point.StartsWith("verify", StringComparison.Ordinal))
                throw new IOException("full");
        }).ApplyAsync(plan));
        Assert.DoesNotContain(failure.Errors, static error => Canary.IsIn(error.ToString()));
        Assert.Equal(Canary.Of("old"), _box.Read("/etc/a"));
        Assert.False(_box.Exists("/etc/b"));
        Assert.Empty(Canary.In(State));
    }

    [Fact]
    public async Task A_killed_apply_shows_the_old_secret_to_nobody_else()
    {
        await ApplyAsync(TestSecrets.File("/etc/a", "", "old"));
        Plan plan = await PlanAsync(TestSecrets.File("/etc/a", "", "new"));
        string open = Path.Join(_box.Base, "killed");
        await _box.NewSessionWith(_secrets, point =>
        {
            if (point.StartsWith("did:", StringComparison.Ordinal))
                System.Diagnostics.Process.Start("cp", ["-a", _box.Root, open]).WaitForExit();
        }).ApplyAsync(plan);

        Assert.Equal([Path.Join(open, Target.StatePath, "secrets/kept")], Canary.In(open + Target.StatePath).Select(static file => Path.GetDirectoryName(file)!).Distinct());
        var target = Target.Folder(open);
        await new ActivationSession(target, _box.Clock, _box.Processes, [SecretFiles.Provider(target, new TestSecrets())]).RepairAsync(RepairDirection.Back);
        Assert.Equal(Canary.Of("old"), File.ReadAllText(Path.Join(open, "etc/a")));
        Assert.Empty(Canary.In(open + Target.StatePath));
    }

    private static SecretResource Runtime(string path, string secret) => TestSecrets.File(path, string.Empty, secret) with { Folder = RootPath.ParentOf(path) };

    private ActivationSession Session() => _box.NewSessionWith(_secrets);

    private Task<Plan> PlanAsync(params Resource[] resources) => Session().PlanAsync(Sandbox.Set(resources), Sandbox.Context);

    private async Task<ApplyResult> ApplyAsync(params Resource[] resources) => await Session().ApplyAsync(await PlanAsync(resources));

    private Task<Plan> LoadAsync(string path) => Plan.LoadAsync(path, target => [SecretFiles.Provider(target, _secrets)]);

    [GeneratedRegex("\"keyed\":\\s*\"([0-9a-f]{64})\"")]
    private static partial Regex Keyed();

    [GeneratedRegex("\"machineId\":\\s*\"[^\"]*\"")]
    private static partial Regex MachineIdText();
}
