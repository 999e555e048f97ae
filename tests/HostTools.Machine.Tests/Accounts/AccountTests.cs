using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Machine.Tests.Peers;
using HostTools.Platform;

namespace HostTools.Machine.Tests.Accounts;

/// <summary>Users, groups and memberships in the account files of a root file system.</summary>
public sealed class AccountTests : IDisposable
{
    private const string Draxel = """
        config:
          users.users.draxel: { isNormalUser: true, description: Draxel, extraGroups: [audio], shell: /usr/bin/zsh }
        """;

    private readonly AccountFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task A_person_is_made_with_group_membership_and_home_and_a_locked_password()
    {
        await _root.ApplyAsync(Draxel);
        Assert.Equal(AccountFolder.Passwd + "draxel:x:1001:1001:Draxel:/home/draxel:/usr/bin/zsh\n", _root.Read("passwd"));
        Assert.Equal(AccountFolder.Group.Replace("pulse", "pulse,draxel", StringComparison.Ordinal) + "draxel:x:1001:\n", _root.Read("group"));
        Assert.Equal(AccountFolder.Shadow + "draxel:!:::::::\n", _root.Read("shadow"));
        Assert.Equal(AccountFolder.GroupShadow.Replace("pulse", "pulse,draxel", StringComparison.Ordinal) + "draxel:!::\n", _root.Read("gshadow"));
        Assert.True(Directory.Exists(Path.Join(_root.Root, "home/draxel")));
        Assert.False((await _root.PlanAsync(Draxel)).HasChanges);
    }

    [Fact]
    public async Task What_is_no_longer_declared_leaves_the_files_as_they_were()
    {
        string before = _root.All();
        await _root.ApplyAsync(Draxel);
        await _root.ApplyAsync("config: {}");
        Assert.Equal(before, _root.All());
    }

    [Fact]
    public async Task Files_keep_their_modes()
    {
        if (OperatingSystem.IsWindows())
            return;
        UnixFileMode before = File.GetUnixFileMode(_root.PathOf("shadow"));
        await _root.ApplyAsync(Draxel);
        Assert.Equal(before, File.GetUnixFileMode(_root.PathOf("shadow")));
    }

    [Fact]
    public async Task An_account_that_exists_keeps_its_number_and_password_and_gets_its_old_line_back()
    {
        const string ann = "config: { users.users.ann: { isNormalUser: true, shell: /usr/bin/fish, group: users } }";
        await _root.ApplyAsync(ann);
        Assert.Contains("ann:x:1000:100:Ann,,,:/home/ann:/usr/bin/fish\n", _root.Read("passwd"), StringComparison.Ordinal);
        Assert.Equal(AccountFolder.Shadow, _root.Read("shadow"));
        await _root.ApplyAsync("config: {}");
        Assert.Equal(AccountFolder.Passwd, _root.Read("passwd"));
    }

    [Fact]
    public async Task What_a_person_changed_meanwhile_stays_when_it_is_no_longer_declared()
    {
        await _root.ApplyAsync(Draxel);
        _root.Write("passwd", _root.Read("passwd").Replace("/usr/bin/zsh", "/usr/bin/fish", StringComparison.Ordinal));
        Drift drift = Assert.Single(await _root.Session.DriftAsync());
        Assert.Equal("user:draxel", drift.Id.ToString());
        Plan plan = await _root.PlanAsync("config: {}");
        Assert.Contains(plan.Changes, static change => change.Summary.Contains("user draxel (is no longer declared; it was changed by hand and stays)", StringComparison.Ordinal));
        await _root.Session.ApplyAsync(plan);
        Assert.Contains("draxel:x:1001:1001:Draxel:/home/draxel:/usr/bin/fish\n", _root.Read("passwd"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Members_that_others_added_stay()
    {
        await _root.ApplyAsync(Draxel);
        _root.Write("group", _root.Read("group").Replace("pulse,draxel", "pulse,draxel,ann", StringComparison.Ordinal));
        await _root.ApplyAsync("config: {}");
        Assert.Contains("audio:x:29:pulse,ann\n", _root.Read("group"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_afterwards_undoes_all_of_it_passwords_included()
    {
        await _root.ApplyAsync(Draxel);
        _root.Write("shadow", _root.Read("shadow").Replace("draxel:!", "draxel:$y$given", StringComparison.Ordinal));
        string before = _root.All();
        var failing = new TriggerResource("fail") { OfflineCommand = ["/bin/false"] };
        var file = new FileResource("/etc/x") { Content = FileContent.FromText("x"), Triggers = ["fail"] };
        await Assert.ThrowsAsync<HostToolsException>(() => _root.ApplyAsync("config: { users.users.new: { isSystemUser: true, extraGroups: [audio] } }", failing, file));
        Assert.Equal(before, _root.All());
    }

    [Fact]
    public async Task Neighbours_that_went_together_come_back_in_their_order()
    {
        await _root.ApplyAsync("config: { users.users: { one: { isNormalUser: true }, three: { isNormalUser: true }, two: { isNormalUser: true } } }");
        _root.Write("passwd", _root.Read("passwd") + "zoe:x:1900:1900::/home/zoe:/bin/sh\n");
        _root.Write("group", _root.Read("group") + "zoe:x:1900:\n");
        string before = _root.All();
        var failing = new TriggerResource("fail") { OfflineCommand = ["/bin/false"] };
        var file = new FileResource("/etc/x") { Content = FileContent.FromText("x"), Triggers = ["fail"] };
        await Assert.ThrowsAsync<HostToolsException>(() => _root.ApplyAsync("config: {}", failing, file));
        Assert.Equal(before, _root.All());
    }

    [Fact]
    public async Task A_password_hash_is_in_no_file_of_the_state_afterwards()
    {
        await _root.ApplyAsync(Draxel);
        _root.Write("shadow", _root.Read("shadow").Replace("draxel:!", "draxel:$y$given", StringComparison.Ordinal));
        await _root.ApplyAsync("config: {}");
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Path.Join(_root.Root, "var"), "*", SearchOption.AllDirectories),
            static file => File.ReadAllText(file).Contains("$y$", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_earlier_generation_brings_a_user_back_with_the_same_number()
    {
        await _root.ApplyAsync(Draxel);
        await _root.ApplyAsync("config: { users.users.other: { isNormalUser: true } }");
        await _root.Session.ApplyAsync(await _root.Session.PlanRestoreAsync(1, "ann"));
        Assert.Contains("draxel:x:1001:1001:", _root.Read("passwd"), StringComparison.Ordinal);
        Assert.DoesNotContain("other:", _root.Read("passwd"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Services_get_numbers_below_1000_and_files_may_belong_to_them_at_once()
    {
        const string yaml = "config: { users.users.web: { isSystemUser: true } }";
        var file = new FileResource("/srv/web.conf") { Content = FileContent.FromText("x"), Owner = "web", Group = "web" };
        Plan plan = await _root.PlanAsync(yaml, file);
        Assert.True(plan.CanApply, string.Join('\n', plan.Errors));
        await _root.Session.ApplyAsync(plan);
        Assert.Contains("web:x:999:999::/nonexistent:/usr/sbin/nologin\n", _root.Read("passwd"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_that_comes_later_is_joined_then()
    {
        const string yaml = "config: { users.users.ann: { isNormalUser: true, extraGroups: [docker] } }";
        Plan plan = await _root.PlanAsync(yaml);
        Assert.Contains(plan.Warnings, static warning => warning.Message.Contains("there is no group 'docker' yet", StringComparison.Ordinal));
        await _root.Session.ApplyAsync(plan);
        Assert.False((await _root.PlanAsync(yaml)).HasChanges);
        _root.Write("group", _root.Read("group") + "docker:x:998:\n");
        await _root.ApplyAsync(yaml);
        Assert.Contains("docker:x:998:ann\n", _root.Read("group"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("users.users.new: { isNormalUser: true, uid: 1000 }", "NumberTaken", "'ann' has it")]
    [InlineData("users.users.ann: { isNormalUser: true, uid: 1234 }", "NumberDiffers", "has the number 1000 on the target, not 1234")]
    [InlineData("users.users.games: { isSystemUser: true, group: nobody-knows }", "GroupMissing", "users.groups.nobody-knows: {}")]
    public async Task What_cannot_be_is_refused_with_its_place_before_anything_is_written(string config, string id, string says)
    {
        string before = _root.All();
        Plan plan = await _root.PlanAsync($"config: {{ {config} }}");
        HostError error = Assert.Single(plan.Errors);
        Assert.Equal(id, error.Id);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal("hosts/den/default.yaml", error.Origin?.File);
        await Assert.ThrowsAsync<HostToolsException>(() => _root.Session.ApplyAsync(plan));
        Assert.Equal(before, _root.All());
    }

    [Theory]
    [InlineData("\"a:b\": { isNormalUser: true }", "is no name of a user or group")]
    [InlineData("x: { isNormalUser: true, shell: \"/bin/sh:x\" }", "shell")]
    [InlineData("x: { isNormalUser: true, isSystemUser: true }", "Set exactly one of isNormalUser and isSystemUser.")]
    public void What_account_files_cannot_hold_is_an_error(string user, string says) =>
        Assert.Contains(says, Trees.Errors($"config: {{ users.users: {{ {user} }} }}"), StringComparison.Ordinal);

    [Fact]
    public async Task A_folder_without_account_files_only_records_them()
    {
        _root.RemoveAll();
        Plan plan = await _root.PlanAsync("config: { users.users.web: { isSystemUser: true } }");
        Assert.Contains(plan.Warnings, static warning => warning.Message.Contains("is only recorded", StringComparison.Ordinal));
        await _root.Session.ApplyAsync(plan);
        Assert.False(File.Exists(_root.PathOf("passwd")));
        Assert.Empty(await _root.Session.DriftAsync());
    }

    [Fact]
    public async Task A_link_in_place_of_passwd_is_not_written_through()
    {
        File.Delete(_root.PathOf("passwd"));
        _root.Write("elsewhere", AccountFolder.Passwd);
        File.CreateSymbolicLink(_root.PathOf("passwd"), "elsewhere");
        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(() => _root.ApplyAsync(Draxel));
        Assert.Equal("AccountFileUnusual", refused.Errors[0].Id);
        Assert.Equal(AccountFolder.Passwd, _root.Read("elsewhere"));
        Assert.Equal(AccountFolder.Group, _root.Read("group"));
    }

    [Fact]
    public async Task Packages_are_recorded()
    {
        Plan plan = await _root.PlanAsync("config: { environment.systemPackages: [git, tmux, git] }");
        Assert.Equal(["package:git", "package:tmux"], plan.Changes.Select(static change => change.Id.ToString()));
        await _root.Session.ApplyAsync(plan);
        Assert.False((await _root.PlanAsync("config: { environment.systemPackages: [git, tmux] }")).HasChanges);
    }

    [SkippableFact]
    public async Task PwckFindsNothingWrong()
    {
        string pwck = Peer.Require("pwck");
        await _root.ApplyAsync(Draxel);
        Directory.CreateDirectory(Path.Join(_root.Root, "usr/games"));
        string said = Peer.Accept(pwck, ["-r", "-q", _root.PathOf("passwd"), _root.PathOf("shadow")]);
        Assert.DoesNotContain("draxel", said, StringComparison.Ordinal);
        // It looks members up among the accounts of the machine that runs it, not of the folder.
        string groups = Peer.Run(Peer.Require("grpck"), "-r", _root.PathOf("group"), _root.PathOf("gshadow")).StandardOutput;
        Assert.All(
            groups.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            static line => Assert.True(line.Contains("no user", StringComparison.Ordinal) || line.Contains("delete member", StringComparison.Ordinal) || line == "grpck: no changes", line));
    }
}
