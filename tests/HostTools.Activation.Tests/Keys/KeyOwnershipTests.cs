using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation.Tests.Keys;

public sealed class KeyOwnershipTests : IDisposable
{
    private const string Theirs = "# theirs\nport = 80 # plain\n\n[log]\nlevel = \"info\"\n";
    private const string Path = "/etc/app.toml";

    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    private static FileResource Keys(string json, string path = Path, KeyFormat format = KeyFormat.Toml) =>
        Sandbox.Text(path, json) with { Ownership = FileOwnership.Keys, Format = format };

    [Fact]
    public async Task A_plan_names_the_keys_and_shows_the_lines_and_undeclaring_leaves_no_trace()
    {
        _box.Write(Path, Theirs, 0x180);
        FileResource keys = Keys("""{"port":81,"log":{"level":null,"file":"/x"}}""");

        Plan plan = await _box.PlanAsync(keys);
        PlanChange change = Assert.Single(plan.Changes);
        Assert.Equal(ChangeAction.Update, change.Action);
        Assert.Equal("sets port, log.level, log.file", change.Reason);
        Assert.Contains("-port = 80 # plain\n+port = 81 # plain", change.Diff, StringComparison.Ordinal);
        await _box.Session.ApplyAsync(plan);

        Assert.Equal("# theirs\nport = 81 # plain\n\n[log]\nfile = \"/x\"\n", _box.Read(Path));
        Assert.Empty((await _box.PlanAsync(keys)).Changes);
        Assert.Empty(await _box.Session.DriftAsync());
        Assert.Equal(0x180, _box.ModeOf(Path));
        await _box.ApplyAsync();
        Assert.Equal(Theirs, _box.Read(Path));
        Assert.Equal(0x180, _box.ModeOf(Path));
    }

    [Fact]
    public async Task What_others_write_around_our_keys_stays()
    {
        _box.Write(Path, Theirs);
        await _box.ApplyAsync(Keys("""{"port":81,"log":{"file":"/x"},"new":{"k":1}}"""));
        File.WriteAllText(_box.PathOf(Path), "first = 1\n" + _box.Read(Path).Replace("info", "debug", StringComparison.Ordinal) + "\n[theirs]\nz = 1\n");

        Assert.Empty(await _box.Session.DriftAsync());
        Assert.Empty((await _box.PlanAsync(Keys("""{"port":81,"log":{"file":"/x"},"new":{"k":1}}"""))).Changes);
        await _box.ApplyAsync(Keys("""{"log":{"file":"/y"}}"""));
        Assert.Equal("first = 1\n" + Theirs.Replace("info\"", "debug\"\nfile = \"/y\"", StringComparison.Ordinal) + "\n[theirs]\nz = 1\n", _box.Read(Path));
        await _box.ApplyAsync();
        Assert.Equal("first = 1\n" + Theirs.Replace("info", "debug", StringComparison.Ordinal) + "\n[theirs]\nz = 1\n", _box.Read(Path));
    }

    [Fact]
    public async Task A_key_changed_by_hand_is_drift_that_names_it_and_that_version_is_kept()
    {
        _box.Write(Path, Theirs);
        await _box.ApplyAsync(Keys("""{"port":81,"log":{"level":"warn"}}"""));
        File.WriteAllText(_box.PathOf(Path), _box.Read(Path).Replace("81", "99", StringComparison.Ordinal));

        Drift drift = Assert.Single(await _box.Session.DriftAsync());
        Assert.Equal((DriftKind.Content, "port is 99, should be 81"), (drift.Difference, drift.Detail));
        Assert.Contains("+port = 99", drift.Diff, StringComparison.Ordinal);
        Plan plan = await _box.PlanAsync(Keys("""{"port":81,"log":{"level":"warn"}}"""));
        Assert.Equal("sets port; port changed by hand, and that version is kept", Assert.Single(plan.Changes).Reason);
        Assert.Contains(" as /var/lib/hosttools/store/sha256/", Assert.Single(plan.Changes).Summary, StringComparison.Ordinal);

        Plan back = await _box.PlanAsync();
        Assert.Contains("port changed by hand, and that version is kept", Assert.Single(back.Changes).Reason, StringComparison.Ordinal);
        await _box.Session.ApplyAsync(back);
        Assert.Equal(Theirs, _box.Read(Path));
    }

    [Fact]
    public async Task A_key_that_was_as_declared_before_us_is_its_owners_also_when_it_changes_later()
    {
        _box.Write(Path, Theirs);
        ApplyResult first = await _box.ApplyAsync(Keys("""{"port":80}"""));
        Assert.Equal(ChangeAction.Adopt, Assert.Single(first.Changes).Action);
        File.WriteAllText(_box.PathOf(Path), Theirs.Replace("80", "99", StringComparison.Ordinal));

        await _box.ApplyAsync();

        Assert.Equal(Theirs.Replace("80", "99", StringComparison.Ordinal), _box.Read(Path));
    }

    [Theory]
    [InlineData(KeyFormat.Json, "{\n  \"a\": {\n    \"b\": 1\n  }\n}\n")]
    [InlineData(KeyFormat.Yaml, "a:\n  b: 1\n")]
    [InlineData(KeyFormat.Toml, "[a]\nb = 1\n")]
    [InlineData(KeyFormat.Ini, "[a]\nb=1\n")]
    public async Task A_file_made_for_keys_goes_with_them_unless_somebody_added_to_it(KeyFormat format, string text)
    {
        await _box.ApplyAsync(Keys("""{"a":{"b":1}}""", "/etc/new/file", format) with { Mode = 0x180 });
        Assert.Equal(text, _box.Read("/etc/new/file"));
        Assert.Equal(0x180, _box.ModeOf("/etc/new/file"));

        File.AppendAllText(_box.PathOf("/etc/new/file"), format is KeyFormat.Json ? "// theirs\n" : "# theirs\n");
        await _box.ApplyAsync();
        Assert.Contains("theirs", _box.Read("/etc/new/file"), StringComparison.Ordinal);
        Assert.DoesNotContain("b", _box.Read("/etc/new/file"), StringComparison.Ordinal);

        File.Delete(_box.PathOf("/etc/new/file"));
        Directory.Delete(_box.PathOf("/etc/new"));
        await _box.ApplyAsync(Keys("""{"a":{"b":1}}""", "/etc/new/file", format));
        await _box.ApplyAsync();
        Assert.Equal([$"/etc/ 755 {TreeOf.OwnerOf(_box.Root)}"], _box.Tree());
    }

    [Fact]
    public async Task Generations_bring_keys_back_and_leave_the_rest()
    {
        _box.Write(Path, Theirs);
        await _box.ApplyAsync(Keys("""{"port":1,"a":"x"}"""));
        string first = _box.Read(Path);
        await _box.ApplyAsync(Keys("""{"port":2,"log":{"level":"warn"}}"""));

        await _box.RestoreAsync(1);
        Assert.Equal(first, _box.Read(Path));
        File.AppendAllText(_box.PathOf(Path), "# more\n");
        await _box.RestoreAsync(2);
        Assert.Equal(Theirs.Replace("80", "2", StringComparison.Ordinal).Replace("info", "warn", StringComparison.Ordinal) + "# more\n", _box.Read(Path));
        await _box.ApplyAsync();
        Assert.Equal(Theirs + "# more\n", _box.Read(Path));
    }

    [Fact]
    public async Task A_saved_plan_holds_all_it_needs_and_pruning_keeps_what_was_there_before()
    {
        _box.Write(Path, Theirs);
        string file = System.IO.Path.Join(_box.Base, "plan.json");
        await (await _box.PlanAsync(Keys("""{"port":1}"""))).SaveAsync(file);
        await _box.NewSession().ApplyAsync(await Plan.LoadAsync(file));
        await _box.ApplyAsync(Keys("""{"port":2}"""));
        await _box.Session.Generations.PruneAsync(keep: 1, olderThan: null);

        await _box.ApplyAsync();

        Assert.Equal(Theirs, _box.Read(Path));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_stops_the_plan_with_its_place()
    {
        _box.Write(Path, "a = 1\nb = = 2\n");
        Plan plan = await _box.PlanAsync(Keys("""{"a":2}"""), Sandbox.Text("/etc/other", "x"));

        HostError error = Assert.Single(plan.Errors);
        Assert.Equal("KeysNotPossible", error.Id);
        Assert.Contains($"{_box.PathOf(Path)}:2:5: a value is expected", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<HostToolsException>(() => _box.Session.ApplyAsync(plan));
        Assert.False(_box.Exists("/etc/other"));
    }

    [Fact]
    public async Task A_file_that_came_to_be_unreadable_is_drift_and_stops_taking_back()
    {
        _box.Write(Path, Theirs);
        await _box.ApplyAsync(Keys("""{"port":81}"""));
        File.AppendAllText(_box.PathOf(Path), "broken");

        Assert.Contains(":6:7: '=' is missing after the key", Assert.Single(await _box.Session.DriftAsync()).Detail, StringComparison.Ordinal);
        Assert.Equal("KeysNotPossible", Assert.Single((await _box.PlanAsync()).Errors).Id);
    }

    [Fact]
    public async Task Links_folders_and_files_too_large_are_refused()
    {
        _box.Write("/etc/real", "a = 1\n");
        File.CreateSymbolicLink(_box.PathOf(Path), "real");
        Assert.Equal("PathTaken", Assert.Single((await _box.PlanAsync(Keys("""{"a":2}"""))).Errors).Id);

        Directory.CreateDirectory(_box.PathOf("/etc/folder"));
        Assert.Equal("PathTaken", Assert.Single((await _box.PlanAsync(Keys("""{"a":2}""", "/etc/folder"))).Errors).Id);

        _box.Write("/etc/large", new string('#', (1 << 20) + 1));
        Assert.Contains("it is larger than 1", Assert.Single((await _box.PlanAsync(Keys("""{"a":2}""", "/etc/large"))).Errors).Message, StringComparison.Ordinal);
        _box.Write("/etc/latin", "x");
        File.WriteAllBytes(_box.PathOf("/etc/latin"), [0x61, 0x3D, 0xFF]);
        Assert.Contains("no text in UTF-8", Assert.Single((await _box.PlanAsync(Keys("""{"a":2}""", "/etc/latin"))).Errors).Message, StringComparison.Ordinal);
        Assert.Contains("no map of keys", Assert.Single((await _box.PlanAsync(Keys("[1]", "/etc/real"))).Errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(KeyFormat.Json, "{\"a\":", "[", "", "deeper than 100")]
    [InlineData(KeyFormat.Json, "", "{\"a\":", "1", "deeper than 100")]
    [InlineData(KeyFormat.Toml, "a = ", "[", "", "deeper than 100")]
    [InlineData(KeyFormat.Toml, "", "a.", "a = 1", "deeper than 100")]
    [InlineData(KeyFormat.Toml, "a = ", "{ a = ", "1", "deeper than 100")]
    [InlineData(KeyFormat.Yaml, "a: ", "[", "", "deeper than 100")]
    [InlineData(KeyFormat.Yaml, "a:\n  ", "- ", "1", "deeper than 100")]
    [InlineData(KeyFormat.Yaml, "a: ", "&a ", "1", "deeper than 100")]
    [InlineData(KeyFormat.Yaml, "a: ", "!a ", "1", "deeper than 100")]
    [InlineData(KeyFormat.Yaml, "", "[", "", "deeper than 100")]
    [InlineData(KeyFormat.Yaml, "a: ", "x\n ", "", "")]
    [InlineData(KeyFormat.Ini, "[s]\na = x\n", "  y\n", "", "")]
    [InlineData(KeyFormat.Ini, "[s]\n", "a=1\n", "", "")]
    [InlineData(KeyFormat.Ini, "", "[s]\n", "", "")]
    [InlineData(KeyFormat.Toml, "", "[[s]]\n", "", "")]
    [InlineData(KeyFormat.Json, "{\"k\": [1", ",\n1", "]}", "")]
    public void Hostile_files_end_soon_and_in_words(KeyFormat format, string start, string repeated, string end, string problem)
    {
        int count = (KeyChangeLimit - start.Length - end.Length) / repeated.Length;
        var watch = System.Diagnostics.Stopwatch.StartNew();
        HostTools.Activation.Keys.KeyChange change = KeyTable.Declare(format, start + string.Concat(Enumerable.Repeat(repeated, count)) + end, """{"new":"value"}""");

        // A square of a million would take minutes.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
        if (problem.Length > 0 || change.Problem is not null)
            Assert.Contains(problem.Length > 0 ? problem : "deeper than 100", change.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(KeyFormat.Json)]
    [InlineData(KeyFormat.Yaml)]
    [InlineData(KeyFormat.Toml)]
    [InlineData(KeyFormat.Ini)]
    public void Many_keys_of_a_large_file_change_soon(KeyFormat format)
    {
        string[] pairs = [.. Enumerable.Range(0, 20000).Select(number => format switch
        {
            KeyFormat.Json => $"  \"key{number}\": \"value {number}\"",
            KeyFormat.Yaml => $"key{number}: \"value {number}\"",
            KeyFormat.Toml => $"key{number} = \"value {number}\"",
            _ => $"key{number} = value {number}",
        })];
        string file = format is KeyFormat.Json ? "{\n" + string.Join(",\n", pairs) + "\n}\n" : string.Join('\n', pairs) + "\n";
        var watch = System.Diagnostics.Stopwatch.StartNew();

        HostTools.Activation.Keys.KeyChange change = KeyTable.Declare(format, file, "{" + string.Join(',', Enumerable.Range(0, 20).Select(number => $"\"key{number * 7}\":\"new\"")) + "}");

        Assert.Null(change.Problem);
        Assert.Equal(20, change.Changed.Count);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"{watch.Elapsed}");
    }

    private const int KeyChangeLimit = 1 << 20;

    [Fact]
    public async Task Keys_of_a_file_that_was_removed_by_hand_are_written_anew()
    {
        _box.Write(Path, Theirs);
        await _box.ApplyAsync(Keys("""{"port":81}"""));
        File.Delete(_box.PathOf(Path));

        Assert.Equal(DriftKind.Missing, Assert.Single(await _box.Session.DriftAsync()).Difference);
        await _box.ApplyAsync(Keys("""{"port":81}"""));
        Assert.Equal("port = 81\n", _box.Read(Path));
        await _box.ApplyAsync();
        Assert.False(_box.Exists(Path));
    }

    [Fact]
    public async Task A_file_owned_exactly_before_keeps_the_rest_as_its_own()
    {
        await _box.ApplyAsync(Sandbox.Text(Path, "a = 1\nb = 2\n"));
        await _box.ApplyAsync(Keys("""{"a":3}"""));
        Assert.Equal("a = 3\nb = 2\n", _box.Read(Path));
        await _box.ApplyAsync();
        Assert.Equal("a = 1\nb = 2\n", _box.Read(Path));
    }
}
