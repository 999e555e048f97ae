using HostTools.Activation;
using HostTools.Commands.Framework;

namespace HostTools.Commands.Tests;

/// <summary>Machine and homes from which HostTools is removed.</summary>
public sealed class RemovalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hosttools-removal-").FullName;
    private RecordingConsole _console = new();

    public RemovalTests()
    {
        Write("hosttools.yaml", "{}\n");
        WriteHost("[ann, bob]");
        Write("users/ann/default.yaml", "config:\n  users.users.ann.isNormalUser: true\n");
        Write("users/bob/default.yaml", "config:\n  users.users.bob.isNormalUser: true\n");
        Write("users/ann/home.yaml", "config:\n  home.file: { \".rc\": { text: ann } }\n");
        Write("users/bob/home.yaml", "config:\n  home.file: { \".rc\": { text: bob } }\n");
        Write("out/etc/passwd", "root:x:0:0::/root:/bin/sh\n");
        Write("out/etc/group", "root:x:0:\n");
        Write("out/etc/motd", "theirs\n");
    }

    private string Root => Path.Combine(_folder, "out");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Machine_and_homes_are_as_before_after_one_question()
    {
        IReadOnlyList<string> before = Tree();
        Apply();
        Assert.True(File.Exists(Path.Combine(Root, "home/ann/.rc")));

        Run(new RemoveHostState { Root = Root, PassThru = true });

        Assert.Empty(_console.Errors);
        Assert.Equal(before, Tree());
        ProposedChange asked = Assert.Single(_console.Asked);
        Assert.Contains(asked.Lines, static line => line.Contains("/home/ann/.rc", StringComparison.Ordinal));
        Assert.Contains(asked.Lines, static line => line.StartsWith("- remove ", StringComparison.Ordinal) && line.EndsWith("var/lib/hosttools with 1 generation, and the directories that came into being with it", StringComparison.Ordinal));
        Assert.Equal(["ann", "bob", null], _console.Written.Cast<StateRemoval>().Select(static removal => removal.User));
    }

    [Fact]
    public void A_home_whose_account_went_is_found_where_the_generations_know_it()
    {
        Write("users/ann/default.yaml", "config:\n  users.users.ann: { isNormalUser: true, home: /srv/ann }\n");
        Apply();
        WriteHost("[bob]");
        Apply();
        Assert.DoesNotContain("ann", File.ReadAllText(Path.Combine(Root, "etc/passwd")), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Root, "srv/ann/.rc")));

        Run(new RemoveHostState { Root = Root });

        Assert.Empty(_console.Errors);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(Root, "srv/ann")));
    }

    [Fact]
    public void No_answer_removes_nothing_and_where_nothing_is_nobody_is_asked()
    {
        Run(new RemoveHostState { Root = Root });
        Assert.Empty(_console.Asked);
        Assert.Contains(_console.Said, static said => said.StartsWith("Note Nothing to remove", StringComparison.Ordinal));
        Apply();
        IReadOnlyList<string> applied = Tree();

        _console = new RecordingConsole { OnConfirm = static _ => false };
        CommandRunner.Run(new RemoveHostState { Root = Root }, _console, new CommandEnvironment { CurrentDirectory = _folder }, CancellationToken.None);

        Assert.Single(_console.Asked);
        Assert.Equal(applied, Tree());
    }

    [Fact]
    public void The_home_of_a_user_who_was_taken_out_is_named_and_cleaned_up()
    {
        Apply();
        WriteHost("[bob]");

        Run(new GetHostPlan { Name = "den", Root = Root });
        Plan plan = _console.Written.Cast<Plan>().First();
        PlanWarning warning = Assert.Single(plan.Warnings, static warning => warning.Message.Contains("no user 'ann' any more", StringComparison.Ordinal));
        Assert.Contains($"hosttools uninstall --user ann --root {Root}", warning.Message, StringComparison.Ordinal);

        Run(new RemoveHostState { Root = Root, User = "ann" });
        Assert.Empty(_console.Errors);
        Assert.False(Directory.Exists(Path.Combine(Root, "home/ann/.local")) || File.Exists(Path.Combine(Root, "home/ann/.rc")));
        Assert.True(File.Exists(Path.Combine(Root, "home/bob/.rc")) && File.Exists(Path.Combine(Root, "etc/motd")));
        Run(new GetHostPlan { Name = "den", Root = Root });
        Assert.DoesNotContain(_console.Written.Cast<Plan>().First().Warnings, static warning => warning.Message.Contains("ann", StringComparison.Ordinal));
    }

    [Fact]
    public void A_home_whose_account_is_gone_can_still_be_cleaned_up()
    {
        Apply();
        WriteHost("[bob]");
        Apply();
        Assert.DoesNotContain("ann", File.ReadAllText(Path.Combine(Root, "etc/passwd")), StringComparison.Ordinal);

        Run(new RemoveHostState { Root = Root, User = "ann" });

        Assert.Empty(_console.Errors);
        Assert.False(File.Exists(Path.Combine(Root, "home/ann/.rc")));
    }

    [Fact]
    public void The_machine_alone_leaves_homes_as_they_are()
    {
        Apply();
        Run(new RemoveHostState { Root = Root, MachineOnly = true });
        Assert.Empty(_console.Errors);
        Assert.Equal("theirs\n", File.ReadAllText(Path.Combine(Root, "etc/motd")));
        Assert.True(File.Exists(Path.Combine(Root, "home/ann/.rc")));
        Assert.False(Directory.Exists(Path.Combine(Root, "var")));
        Run(new RemoveHostState { Root = Root, MachineOnly = true, User = "ann" });
        Assert.Equal("UserAndMachine", Assert.Single(_console.Errors).Id);
    }

    private void WriteHost(string users) =>
        Write("hosts/den/default.yaml", $"users: {users}\nconfig:\n  environment.etc.motd: {{ text: hello, collision: backup }}\n");

    private void Apply()
    {
        Run(new InvokeHostPlan { Name = "den", Root = Root });
        Assert.Empty(_console.Errors);
    }

    private string[] Tree() =>
    [
        .. Directory.EnumerateFileSystemEntries(Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(static path => $"{path} {File.GetUnixFileMode(path)} {(File.Exists(path) ? File.ReadAllText(path) : "directory")}"),
    ];

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
