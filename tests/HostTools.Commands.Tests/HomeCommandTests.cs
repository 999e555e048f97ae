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
