using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Configuration;

namespace HostTools.Commands.Tests;

/// <summary>The commands on a small tree, without either face.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hosttools-commands-").FullName;
    private readonly RecordingConsole _console = new();

    public CommandTests()
    {
        WriteHost("den", "environment.etc.\"motd\".text: hello");
        Directory.CreateDirectory(Path.Combine(_folder, "elsewhere"));
    }

    private string Root => Path.Combine(_folder, "out");

    private string Motd => Path.Combine(Root, "etc/motd");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_tree_is_found_from_a_folder_inside_it()
    {
        Run(new GetHostConfig(), Path.Combine(_folder, "hosts/den"));
        Assert.Equal("den", Assert.IsType<HostConfig>(Assert.Single(_console.Written)).Name);
    }

    [Fact]
    public void One_bad_host_does_not_keep_the_others_back()
    {
        WriteHost("attic", "networking.hostNam: x");
        Run(new GetHostConfig { Name = ["attic", "den", "d*"] });
        Assert.Equal("den", Assert.IsType<HostConfig>(Assert.Single(_console.Written)).Name);
        Assert.Equal("hosts/attic/default.yaml", Assert.Single(_console.Errors).Origin?.File);
    }

    [Fact]
    public void A_check_reports_errors_as_output_and_in_the_exit_code()
    {
        WriteHost("attic", "networking.hostNam: x");
        CommandOutcome outcome = Run(new TestHostConfig());
        Assert.Equal((0, 1), (outcome.ErrorCount, outcome.ExitCode));
        HostConfigDiagnostic diagnostic = Assert.IsType<HostConfigDiagnostic>(Assert.Single(_console.Written));
        Assert.Equal(("attic", DiagnosticSeverity.Error), (diagnostic.HostName, diagnostic.Severity));
        Assert.StartsWith("hosts/attic/default.yaml:", diagnostic.ToString(), StringComparison.Ordinal);
        Assert.Contains("\n    networking.hostNam: x\n", diagnostic.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_is_explained_and_an_unknown_one_suggests()
    {
        Run(new GetHostErrorHelp { Id = ["unknownOption,HostTools.PowerShell.GetHostConfigCmdlet", "NoVlaue"] });
        ErrorHelp help = Assert.IsType<ErrorHelp>(Assert.Single(_console.Written));
        Assert.Equal(("UnknownOption", "Configuration"), (help.Id, help.Area));
        Assert.Contains("\n    web.prot: 8080\n", help.ToString(), StringComparison.Ordinal);
        Assert.Equal("There is no error 'NoVlaue'. Did you mean 'NoValue'?", Assert.Single(_console.Errors).Message);
        Assert.Contains(new ErrorIdCompleter().Complete(new CompletionRequest("", new CommandEnvironment { CurrentDirectory = _folder }, new Dictionary<string, string>())), static c => c.Value == "Cycle");
    }

    [Fact]
    public void An_option_tells_who_won()
    {
        Run(new GetHostOption { Name = "den", Option = ["networking.hostName"] });
        OptionInfo option = Assert.IsType<OptionInfo>(Assert.Single(_console.Written));
        Assert.Equal("den", option.Value);
        Assert.True(Assert.Single(option.Definitions).Won);
    }

    [Fact]
    public void A_misspelt_option_is_answered_with_the_right_one()
    {
        Run(new GetHostOption { Name = "den", Option = ["networking.hostNames", "nothing.*"] });
        Assert.Contains("Did you mean 'networking.hostName'?", Assert.Single(_console.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Declined_means_that_nothing_was_written()
    {
        var console = new RecordingConsole { OnConfirm = static _ => false };
        Run(new InvokeHostPlan { Name = "den", Root = Root, PassThru = true }, console: console);
        Assert.False(Directory.Exists(Root));
        Assert.Empty(console.Written);
        Assert.Empty(console.Errors);
        ProposedChange asked = Assert.Single(console.Asked);
        Assert.Equal(Assert.IsType<Plan>(asked.Subject).ToLines(), asked.Lines);
    }

    [Fact]
    public void A_host_is_applied_once_and_asked_about_once()
    {
        Run(new InvokeHostPlan { Name = "den", Root = Root });
        Assert.Equal("hello\n", File.ReadAllText(Motd));
        Assert.Equal(Impact.High, Assert.Single(_console.Asked).Impact);
        Assert.Empty(_console.Written);
        Run(new InvokeHostPlan { Name = "den", Root = Root, PassThru = true });
        Assert.True(Assert.IsType<ApplyResult>(Assert.Single(_console.Written)).NothingToDo);
        Assert.Equal(Impact.Low, _console.Asked[^1].Impact);
    }

    [Fact]
    public void Drift_is_seen_and_the_generation_before_comes_back()
    {
        Run(new InvokeHostPlan { Name = "den", Root = Root });
        WriteHost("den", "environment.etc.\"motd\".text: changed");
        Run(new InvokeHostPlan { Name = "den", Root = Root });
        File.WriteAllText(Motd, "by hand");
        CommandOutcome status = Run(new TestHostState { Root = Root, ExitCode = true });
        Assert.Equal("/etc/motd", Assert.IsType<Drift>(Assert.Single(_console.Written)).Path);
        Assert.Equal(2, status.ExitCode);
        Run(new RestoreHostGeneration { Root = Root });
        Assert.Equal("hello\n", File.ReadAllText(Motd));
    }

    [Fact]
    public void Generations_are_shown_as_they_will_go_and_then_go()
    {
        for (int i = 0; i < 4; i++)
        {
            WriteHost("den", $"environment.etc.\"motd\".text: number {i}");
            Run(new InvokeHostPlan { Name = "den", Root = Root });
        }

        Run(new RemoveHostGeneration { Root = Root, Keep = 2, PassThru = true });
        PruneResult result = Assert.IsType<PruneResult>(Assert.Single(_console.Written));
        Assert.Equal([1, 2], result.Generations.Select(static generation => generation.Number));
        Assert.Equal(2, _console.Asked[^1].Lines.Count);
        Run(new GetHostGeneration { Root = Root, Number = [1, 4] });
        Assert.Equal(4, Assert.IsType<Generation>(_console.Written[^1]).Number);
        Assert.Equal("GenerationNotFound", Assert.Single(_console.Errors).Id);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_a_target()
    {
        Run(new GetHostPlan { Name = "den", Root = Path.Combine(_folder, "absent/parent") });
        Assert.Empty(_console.Errors);
        Assert.IsType<Plan>(Assert.Single(_console.Written));
    }

    [Theory]
    [InlineData("den", "den")]
    [InlineData("den.example.org", "den")]
    [InlineData("DEN", "den")]
    [InlineData("attic", null)]
    [InlineData("den-2", null)]
    public void Without_a_name_the_host_called_like_the_machine_is_meant(string machine, string? host)
    {
        string proc = Path.Combine(_folder, "machine/proc/sys/kernel");
        Directory.CreateDirectory(proc);
        File.WriteAllText(Path.Combine(proc, "hostname"), machine + "\n");
        var environment = new CommandEnvironment { CurrentDirectory = _folder, Machine = Platform.Root.At(Path.Combine(_folder, "machine")) };
        CommandRunner.Run(new GetHostPlan { Root = Root }, _console, environment, CancellationToken.None);
        CommandRunner.Run(new InvokeHostPlan { Root = Root, PassThru = true }, _console, environment, CancellationToken.None);
        if (host is null)
        {
            Assert.Equal(["MachineHasNoHost", "MachineHasNoHost"], _console.Errors.Select(static error => error.Id));
            Assert.Contains("den", _console.Errors[0].Message, StringComparison.Ordinal);
            Assert.False(Directory.Exists(Root));
        }
        else
        {
            Assert.Equal(host, Assert.IsType<Plan>(_console.Written[0]).Context.HostName);
            Assert.Equal(1, Assert.IsType<ApplyResult>(_console.Written[1]).Generation!.Number);
        }
    }

    [Fact]
    public void A_plan_stays_with_its_folder()
    {
        Run(new GetHostPlan { Name = "den", Root = Root });
        Plan plan = Assert.IsType<Plan>(Assert.Single(_console.Written));
        Run(new InvokeHostPlan { Plan = plan, Root = Path.Combine(_folder, "elsewhere") });
        Assert.Equal("RootOfPlan", Assert.Single(_console.Errors).Id);
        Assert.False(Directory.Exists(Root));
    }

    [Fact]
    public void There_may_be_nothing_to_repair()
    {
        Run(new InvokeHostPlan { Name = "den", Root = Root });
        Run(new RepairHostState { Root = Root, PassThru = true });
        Assert.Empty(_console.Written);
        Assert.Contains(_console.Said, static said => said.StartsWith("Note Nothing to repair", StringComparison.Ordinal));
    }

    private CommandOutcome Run<T>(ICommand<T> command, string? directory = null, RecordingConsole? console = null)
        where T : notnull =>
        CommandRunner.Run(command, console ?? _console, new CommandEnvironment { CurrentDirectory = directory ?? _folder }, CancellationToken.None);

    private void WriteHost(string name, string setting)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "hosts", name));
        File.WriteAllText(Path.Combine(_folder, "hosttools.yaml"), "description: A small tree.\n");
        File.WriteAllText(
            Path.Combine(_folder, "hosts", name, "default.yaml"),
            $"description: A host.\nsystem: x86_64-linux\nstateVersion: \"1\"\nconfig:\n  {setting}\n");
    }
}
