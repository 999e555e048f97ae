using HostTools.Activation;
using HostTools.Commands.Framework;

namespace HostTools.Commands.Tests;

/// <summary>What commands do with the homes of a host's users.</summary>
public sealed class HomeCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hosttools-homes-").FullName;
    private RecordingConsole _console = new();

    public HomeCommandTests()
    {
        Write("hosttools.yaml", "{}\n");
        Write("hosts/den/default.yaml", "users: [ann, bob, eve]\nconfig:\n  environment.etc.motd.text: hello\n");
        Write("users/ann/home.yaml", "config:\n  home.file: { \".rc\": { text: ann }, \".profile\": { text: \"x\" } }\n");
        Write("users/bob/home.yaml", "config:\n  home.sessionVariables.EDITOR: nvim\n");
    }

    private string Root => Path.Combine(_folder, "out");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_host_is_planned_with_every_home_that_has_something()
    {
        Run(new GetHostPlan { Name = "den", Root = Root });
        Assert.Equal([null, "ann", "bob"], Plans.Select(static plan => plan.Target.Identity.User));
        Assert.Contains(Plans[1].Changes, static change => change.Path == "/home/ann/.rc");
        Assert.DoesNotContain(Plans[0].Changes, static change => change.Path.StartsWith("/home", StringComparison.Ordinal));
        Assert.False(Directory.Exists(Root));
    }

    [Fact]
    public void One_question_applies_them_all_and_again_there_is_nothing_to_do()
    {
        Run(new InvokeHostPlan { Name = "den", Root = Root, PassThru = true });
        ProposedChange asked = Assert.Single(_console.Asked);
        Assert.Contains(asked.Lines, static line => line.Contains("/home/ann/.rc", StringComparison.Ordinal));
        Assert.Equal([1, 1, 1], _console.Written.Cast<ApplyResult>().Select(static result => result.Generation!.Number));
        Assert.Equal("ann\n", Read("home/ann/.rc"));
        Assert.Contains("EDITOR", Read("home/bob/.config/environment.d/60-hosttools.conf"), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Root, "var/lib/hosttools/group")));

        Run(new InvokeHostPlan { Name = "den", Root = Root, PassThru = true });
        Assert.All(_console.Written.Cast<ApplyResult>(), static result => Assert.True(result.NothingToDo));
    }

    [Fact]
    public void A_home_that_has_nothing_any_more_is_taken_back()
    {
        Run(new InvokeHostPlan { Name = "den", Root = Root });
        File.Delete(Path.Combine(_folder, "users/ann/home.yaml"));
        Run(new InvokeHostPlan { Name = "den", Root = Root });
        Assert.False(File.Exists(Path.Combine(Root, "home/ann/.rc")));
    }

    [Fact]
    public void One_home_or_only_the_machine_can_be_asked_for()
    {
        Run(new InvokeHostPlan { Name = "den", Root = Root, User = "ann" });
        Assert.True(File.Exists(Path.Combine(Root, "home/ann/.rc")));
        Assert.False(File.Exists(Path.Combine(Root, "etc/motd")) || Directory.Exists(Path.Combine(Root, "home/bob")));
        Run(new InvokeHostPlan { Name = "den", Root = Root, MachineOnly = true });
        Assert.True(File.Exists(Path.Combine(Root, "etc/motd")));
        Assert.False(Directory.Exists(Path.Combine(Root, "home/bob")));
    }

    [Fact]
    public void A_home_has_status_generations_and_a_way_back_of_its_own()
    {
        Run(new InvokeHostPlan { Name = "den", Root = Root });
        Write("users/ann/home.yaml", "config:\n  home.file: { \".rc\": { text: changed } }\n");
        Run(new InvokeHostPlan { Name = "den", Root = Root });
        Run(new GetHostGeneration { Root = Root, User = "ann" });
        Assert.Equal([1, 2], _console.Written.Cast<Generation>().Select(static generation => generation.Number));
        Run(new GetHostGeneration { Root = Root });
        Assert.Single(_console.Written);
        Run(new CompareHostGeneration { Root = Root, User = "ann" });
        Assert.Contains(_console.Written.Cast<GenerationDifference>(), static difference => difference.Path == "/home/ann/.rc");
        Run(new RestoreHostGeneration { Root = Root, User = "ann" });
        Assert.Equal("ann\n", Read("home/ann/.rc"));
        File.WriteAllText(Path.Combine(Root, "home/ann/.rc"), "by hand");
        Run(new TestHostState { Root = Root, User = "ann" });
        Assert.Equal("/home/ann/.rc", Assert.IsType<Drift>(Assert.Single(_console.Written)).Path);
    }

    [Fact]
    public void Saved_plans_are_applied_together()
    {
        string file = Path.Combine(_folder, "plans.json");
        Run(new GetHostPlan { Name = "den", Root = Root, OutFile = file });
        Assert.False(Directory.Exists(Path.Combine(Root, "home")));
        Run(new InvokeHostPlan { Path = file });
        Assert.Empty(_console.Errors);
        Assert.Single(_console.Asked);
        Assert.Equal("ann\n", Read("home/ann/.rc"));
        Assert.Equal("hello\n", Read("etc/motd"));
        CommandOutcome stale = Run(new InvokeHostPlan { Path = file });
        Assert.Equal(["PlanStale"], _console.Errors.Select(static error => error.Id));
        Assert.NotEqual(0, stale.ErrorCount);
    }

    [Fact]
    public void What_stands_in_the_way_of_one_home_keeps_all_back()
    {
        Directory.CreateDirectory(Path.Combine(Root, "home/ann"));
        File.WriteAllText(Path.Combine(Root, "home/ann/.rc"), "her own");
        Run(new InvokeHostPlan { Name = "den", Root = Root });
        Assert.Equal("PathTaken", Assert.Single(_console.Errors).Id);
        Assert.False(File.Exists(Path.Combine(Root, "etc/motd")));
    }

    [Theory]
    [InlineData("anne", "UserUnknown", "Did you mean 'ann'?")]
    [InlineData("../../etc", "UserUnknown", "Its users are ann, bob, eve")]
    public void A_user_the_host_does_not_have_is_named(string user, string id, string words)
    {
        Run(new GetHostPlan { Name = "den", Root = Root, User = user });
        Assert.Equal(id, Assert.Single(_console.Errors).Id);
        Assert.Contains(words, _console.Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_never_leads_out_of_the_folder()
    {
        Run(new TestHostState { Root = Root, User = "../../etc" });
        Assert.Equal("HomeUserInvalid", Assert.Single(_console.Errors).Id);
    }

    [Fact]
    public void A_user_without_an_account_is_named_with_the_hosts_line()
    {
        Directory.CreateDirectory(Path.Combine(Root, "etc"));
        File.WriteAllText(Path.Combine(Root, "etc/passwd"), "root:x:0:0::/root:/bin/sh\n");
        Run(new GetHostPlan { Name = "den", Root = Root });
        Assert.Equal(("AccountMissing", "hosts/den/default.yaml:1:8"), (_console.Errors[0].Id, _console.Errors[0].Origin?.ToString()));
    }

    [Fact]
    public void An_account_with_another_home_is_named()
    {
        Directory.CreateDirectory(Path.Combine(Root, "etc"));
        File.WriteAllText(Path.Combine(Root, "etc/passwd"), "ann:x:0:0::/srv/ann:/bin/sh\n");
        Run(new GetHostPlan { Name = "den", Root = Root, User = "ann" });
        Assert.Equal("HomeElsewhere", Assert.Single(_console.Errors).Id);
    }

    [Fact]
    public void A_file_of_a_home_tells_where_it_comes_from()
    {
        Run(new GetHostFileOrigin { Name = "den", File = ["/home/ann/.rc"] });
        Assert.Contains(_console.Written.Cast<FileOrigin>(), static origin => origin.Option.StartsWith("home.ann.home.file", StringComparison.Ordinal) && origin.Origin.File == "users/ann/home.yaml");
    }

    [Fact]
    public void Users_are_proposed()
    {
        var request = new CompletionRequest("", new CommandEnvironment { CurrentDirectory = _folder }, new Dictionary<string, string>());
        Assert.Equal(["ann", "bob"], new HomeCompleter().Complete(request).Select(static completion => completion.Value));
    }

    [Fact]
    public void The_root_of_the_file_system_is_no_home()
    {
        Write("hosts/den/default.yaml", "users: [ann, bob]\nconfig:\n  users.users.ann: { isSystemUser: true, home: / }\n");
        Run(new GetHostPlan { Name = "den", Root = Root });
        Platform.HostError error = Assert.Single(_console.Errors);
        Assert.Equal("HomeIsRoot", error.Id);
        Assert.Equal(("hosts/den/default.yaml", 3), (error.Origin!.Value.File, error.Origin.Value.Line));
        Run(new InvokeHostPlan { Name = "den", Root = Root, User = "ann" });
        Assert.Equal("HomeIsRoot", Assert.Single(_console.Errors).Id);
        Run(new GetHostPlan { Name = "den", Root = Root, User = "bob" });
        Assert.Empty(_console.Errors);
        File.Delete(Path.Combine(_folder, "users/ann/home.yaml"));
        Run(new GetHostPlan { Name = "den", Root = Root });
        Assert.Empty(_console.Errors);
    }

    [Fact]
    public void Two_users_cannot_share_a_home_that_has_something_of_both()
    {
        Write("hosts/den/default.yaml", "users: [ann, bob, eve]\nconfig:\n  users.users.ann: { isSystemUser: true, home: /srv/both }\n  users.users.bob: { isSystemUser: true, home: /srv/both }\n  users.users.eve: { isSystemUser: true, home: /srv/both }\n");
        foreach (string? user in (string?[])[null, "ann", "bob"])
        {
            Run(new GetHostPlan { Name = "den", Root = Root, User = user });
            Platform.HostError error = Assert.Single(_console.Errors);
            Assert.Equal("HomeShared", error.Id);
            Assert.Contains("ann and bob:", error.Message, StringComparison.Ordinal);
            Assert.Equal("hosts/den/default.yaml", error.Origin!.Value.File);
        }

        Run(new GetHostPlan { Name = "den", Root = Root, MachineOnly = true });
        Assert.Empty(_console.Errors);
        File.Delete(Path.Combine(_folder, "users/bob/home.yaml"));
        Run(new InvokeHostPlan { Name = "den", Root = Root });
        Assert.Empty(_console.Errors);
        Assert.Equal("ann\n", Read("srv/both/.rc"));
    }

    [Fact]
    public void Root_has_a_home_of_his_own()
    {
        Write("hosts/den/default.yaml", "users: [root, ann]\n");
        Write("users/root/home.yaml", "config:\n  home.file.\".rc\": { text: root }\n");
        Directory.CreateDirectory(Path.Combine(Root, "etc"));
        File.WriteAllText(Path.Combine(Root, "etc/passwd"), "root:x:0:0:root:/root:/bin/sh\nann:x:0:0::/home/ann:/bin/sh\n");
        Run(new InvokeHostPlan { Name = "den", Root = Root });
        Assert.Empty(_console.Errors);
        Assert.Equal("root\n", Read("root/.rc"));
        Run(new GetHostGeneration { User = "root", Root = Root });
        Assert.Single(_console.Written);
        Write("users/root/home.yaml", "{}\n");
        Run(new InvokeHostPlan { Name = "den", Root = Root });
        Assert.False(File.Exists(Path.Combine(Root, "root/.rc")));
    }

    [Theory]
    [InlineData("../etc")]
    [InlineData("/etc")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("")]
    public void A_name_that_is_a_path_is_no_user(string name)
    {
        Run(new GetHostPlan { Name = "den", Root = Root, User = name });
        Assert.Equal("UserUnknown", Assert.Single(_console.Errors).Id);
        foreach (ICommand<object> command in (ICommand<object>[])[new GetHostGeneration { User = name, Root = Root }, new RestoreHostGeneration { User = name, Root = Root }, new TestHostState { User = name, Root = Root }])
        {
            Run(command);
            Assert.Equal("HomeUserInvalid", Assert.Single(_console.Errors).Id);
        }

        Write("hosts/den/default.yaml", $"users: ['{name}']\n");
        Run(new GetHostPlan { Name = "den", Root = Root });
        Platform.HostError error = Assert.Single(_console.Errors);
        Assert.Equal(("BadUser", "hosts/den/default.yaml", 1), (error.Id, error.Origin!.Value.File, error.Origin.Value.Line));
        Assert.False(Directory.Exists(Root));
    }

    [Fact]
    public void A_short_plan_names_what_is_new_and_keeps_what_touches_something()
    {
        Directory.CreateDirectory(Path.Combine(Root, "etc"));
        File.WriteAllText(Path.Combine(Root, "etc/motd"), "old\n");
        Write("hosts/den/default.yaml", "users: [ann]\nconfig:\n  environment.etc.motd: { text: hello, collision: backup }\n" +
            string.Concat(Enumerable.Range(1, 9).Select(static number => $"  environment.etc.\"many/{number}\".text: {number}\n")));
        Run(new GetHostPlan { Name = "den", Root = Root, Short = true });
        Plan machine = Plans[0];
        Assert.Contains("  + create 9 in /etc/many: 1, 2, 3, 4, 5, 6 and 3 more", machine.ToLines());
        Assert.Contains(machine.ToLines(), static line => line.StartsWith("  ! replace file /etc/motd", StringComparison.Ordinal) && line.EndsWith("+1 -1", StringComparison.Ordinal));
        Assert.DoesNotContain(machine.ToLines(), static line => line.Contains("directory", StringComparison.Ordinal));
        string[] whole = [.. machine.ToLines()];
        Run(new GetHostPlan { Name = "den", Root = Root });
        Assert.Equal(Plans[0].Changes.Select(static change => change.Summary), machine.Changes.Select(static change => change.Summary));
        Assert.True(whole.Length < Plans[0].ToLines().Count);
        Assert.Equal(Plans[0].ToLines()[^1], whole[^1]);

        Run(new InvokeHostPlan { Name = "den", Root = Root, Short = true });
        Assert.Contains("  + create 9 in /etc/many: 1, 2, 3, 4, 5, 6 and 3 more", Assert.Single(_console.Asked).Lines);
        Assert.Equal("hello\n", Read("etc/motd"));
    }

    [Theory]
    [InlineData("users: [bob]", "bob")]
    [InlineData("users:\n  - 'bob' # who else\n  - carl\nconfig: {}", "bob")]
    [InlineData("users: [\n  ann,\n  bob ]\nbroken: [", "ann bob")]
    [InlineData("users:\n- ann\nimports: [bob]", "ann")]
    [InlineData("config: {}", "")]
    public void Users_of_the_host_are_proposed_where_one_is_named(string header, string expected)
    {
        Write("hosts/other/default.yaml", header + "\n");
        var request = new CompletionRequest("", new CommandEnvironment { CurrentDirectory = _folder }, new Dictionary<string, string> { ["Name"] = "other" });
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), new HomeCompleter().Complete(request).Select(static completion => completion.Value));
    }

    [Fact]
    public void Files_of_the_target_are_proposed()
    {
        Write("hosts/other/default.yaml", "users: [ann]\nconfig:\n  environment.etc.\"motd\": { text: hello }\n  environment.etc.\"${{ name }}\".text: x\n");
        Write("hosts/third/default.yaml", "config:\n  environment.etc.\"third.conf\": { text: hello }\n");
        Write("users/ann/home.yaml", "config: { home.file.\".rc\": { text: a }, xdg.configFile.\"app/app.conf\": { text: b } }\n");
        var request = new CompletionRequest("", new CommandEnvironment { CurrentDirectory = _folder }, new Dictionary<string, string> { ["Name"] = "other" });
        string[] proposed = [.. new TargetFileCompleter().Complete(request).Select(static completion => completion.Value)];
        Assert.Superset(new HashSet<string> { "/etc/motd", "/home/ann/.rc", "/home/ann/.config/app/app.conf", "/etc/default/keyboard" }, proposed.ToHashSet());
        Assert.DoesNotContain("/etc/third.conf", proposed);
        Assert.DoesNotContain(proposed, static file => file.Contains('$') || file.StartsWith("/home/bob", StringComparison.Ordinal));
    }

    private IReadOnlyList<Plan> Plans => [.. _console.Written.Cast<Plan>()];

    private string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private void Write(string path, string text)
    {
        string file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!); // It has a folder.
        File.WriteAllText(file, text);
    }

    private CommandOutcome Run<T>(ICommand<T> command)
        where T : notnull
    {
        _console = new RecordingConsole();
        return CommandRunner.Run(command, _console, new CommandEnvironment { CurrentDirectory = _folder }, CancellationToken.None);
    }
}
