using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Platform;

namespace HostTools.Commands.Tests;

/// <summary>Applies that last until the machine starts again, and applies that wait for that.</summary>
public sealed class ApplyModeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hosttools-modes-").FullName;
    private readonly Starts _starts = new();
    private RecordingConsole _console = new();

    private string Root => Path.Combine(_folder, "out");

    public ApplyModeTests()
    {
        Write("hosttools.yaml", "{}\n");
        Write("users/ann/home.yaml", "config: {}\n");
        Declare("old");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_test_lasts_until_the_next_start()
    {
        Apply();
        Declare("new");
        Apply(ApplyMode.Test);
        Assert.Equal(("new", "new"), Now());
        Assert.True(Current().IsTest);
        Run(new TestHostState { Root = Root });
        Assert.Contains(_console.Said, static said => said.Contains("is a test", StringComparison.Ordinal));
        Run(new RepairHostState { Root = Root });
        Assert.Equal(("new", "new"), Now());

        Start();

        Assert.Equal(("old", "old"), Now());
        Assert.False(Current().IsTest);
        Assert.Equal(Array.Empty<Target>(), _starts.Asked);
    }

    [Fact]
    public void A_test_of_the_first_apply_takes_everything_back()
    {
        Apply(ApplyMode.Test);
        Start();
        Assert.Equal((null, null), Now());
    }

    [Fact]
    public void What_is_confirmed_or_applied_to_stay_outlives_the_start()
    {
        Apply();
        Declare("new");
        Apply(ApplyMode.Test);
        Run(new ConfirmHostGeneration { Root = Root });
        Start();
        Assert.Equal(("new", "new"), Now());

        Declare("newer");
        Apply(ApplyMode.Test);
        Apply(); // Nothing has to be changed for it.
        Assert.False(Current().IsTest);
        Start();
        Assert.Equal(("newer", "newer"), Now());

        Declare("newest");
        Apply(ApplyMode.Test);
        Declare("last");
        Apply();
        Start();
        Assert.Equal(("last", "last"), Now());
    }

    [Fact]
    public void A_second_test_goes_back_to_what_was_there_before_the_first()
    {
        Apply();
        Declare("new");
        Apply(ApplyMode.Test);
        Declare("newer", home: "new");
        Apply(ApplyMode.Test); // Of the machine alone.
        Assert.Equal(("newer", "new"), Now());
        Start();
        Assert.Equal(("old", "old"), Now());
    }

    [Fact]
    public void A_machine_that_is_applied_to_stay_leaves_the_test_of_a_home()
    {
        Apply();
        Declare("new");
        Apply(ApplyMode.Test);
        Run(new InvokeHostPlan { Name = "den", Root = Root, MachineOnly = true });
        Start();
        Assert.Equal(("new", "old"), Now());
    }

    [Fact]
    public void A_test_has_one_way_back()
    {
        Apply();
        Declare("new");
        Run(new InvokeHostPlan { Name = "den", Root = Root, Mode = ApplyMode.Test, ConfirmWithin = Duration.Parse("5min") });
        Assert.Equal("ArgumentInvalid", Assert.Single(_console.Errors).Id);
        Apply(ApplyMode.Test);
        Declare("newer");
        Run(new InvokeHostPlan { Name = "den", Root = Root, ConfirmWithin = Duration.Parse("5min") });
        Assert.Equal("ConfirmationPending", Assert.Single(_console.Errors).Id);
        Run(new RemoveHostGeneration { Root = Root, Keep = 1 });
        Assert.Equal("ConfirmationPending", Assert.Single(_console.Errors).Id);
        Run(new RestoreHostGeneration { Root = Root });
        Assert.Equal(("old", "old"), Now());
    }

    [Fact]
    public void What_is_left_to_a_start_changes_nothing_before_and_everything_then()
    {
        Apply();
        Declare("new", variant: "loud");
        Run(new InvokeHostPlan { Name = "den", Root = Root, Variant = "loud", Mode = ApplyMode.Boot, PassThru = true });
        Assert.Empty(_console.Errors);
        Assert.All(_console.Written.Cast<ApplyResult>(), static result => Assert.True(result.IsPending));
        Assert.Equal(("old", "old"), Now());
        Declare("lost"); // The tree is not needed any more.
        Run(new RepairHostState { Root = Root });
        Run(new TestHostState { Root = Root });
        Assert.Contains(_console.Said, static said => said.Contains("The next start of the machine applies den as loud", StringComparison.Ordinal));

        Start();

        Assert.Equal(("new", "new"), Now());
        Assert.Equal("loud", Current().Variant);
        Assert.False(File.Exists(Path.Combine(Root, "var/lib/hosttools/pending")));
        Assert.Empty(Directory.GetFiles(Path.Combine(Root, "var/lib/hosttools/leases")));
    }

    [Fact]
    public void It_is_applied_to_the_machine_as_it_is_by_then()
    {
        Apply();
        Declare("new");
        Apply(ApplyMode.Boot);
        File.WriteAllText(Path.Combine(Root, "etc/motd"), "by hand");
        Run(new RemoveHostGeneration { Root = Root, Keep = 1 });
        Start();
        Assert.Equal(("new", "new"), Now());
    }

    [Fact]
    public void An_apply_that_stays_takes_its_place_and_a_test_does_not()
    {
        Apply();
        Declare("boot");
        Apply(ApplyMode.Boot);
        Declare("tried");
        Apply(ApplyMode.Test);
        Start();
        Assert.Equal(("boot", "boot"), Now());

        Declare("tried");
        Apply(ApplyMode.Test);
        Apply(ApplyMode.Boot); // What is tried, and found good.
        Start();
        Assert.Equal(("tried", "tried"), Now());

        Declare("boot");
        Apply(ApplyMode.Boot);
        Declare("switched");
        Apply();
        Assert.Contains(_console.Said, static said => said.Contains("does not apply den any more", StringComparison.Ordinal));
        Start();
        Assert.Equal(("switched", "switched"), Now());
    }

    [Fact]
    public void What_a_start_cannot_apply_is_told_and_not_tried_again()
    {
        Apply();
        Write("hosts/den/default.yaml", "users: [ann]\nconfig: { environment.etc.motd.text: old, environment.etc.other.text: mine }\n");
        Apply(ApplyMode.Boot);
        File.WriteAllText(Path.Combine(Root, "etc/other"), "somebody else's");
        _starts.Id = "later";
        Run(new RepairHostState { Root = Root });
        Assert.NotEmpty(_console.Errors);
        Assert.Equal("somebody else's", File.ReadAllText(Path.Combine(Root, "etc/other")));
        Run(new RepairHostState { Root = Root });
        Assert.Empty(_console.Errors);
        Run(new TestHostState { Root = Root });
        Assert.Contains(_console.Said, static said => said.Contains("was to be applied", StringComparison.Ordinal) && said.Contains("/etc/other", StringComparison.Ordinal));
    }

    [Fact]
    public void A_home_alone_has_no_start_and_a_removal_leaves_nothing()
    {
        Apply();
        Run(new InvokeHostPlan { Name = "den", Root = Root, User = "ann", Mode = ApplyMode.Boot });
        Assert.Equal("ModeNeedsMachine", Assert.Single(_console.Errors).Id);
        Declare("new");
        Apply(ApplyMode.Boot);
        Run(new RemoveHostState { Root = Root });
        Assert.Empty(_console.Errors);
        Assert.False(Directory.Exists(Root));
    }

    [Fact]
    public void What_waits_for_a_start_is_said_once_and_by_a_repair_too()
    {
        Apply();
        Declare("new");
        Apply(ApplyMode.Boot);
        Run(new RepairHostState { Root = Root });
        Assert.StartsWith($"Note No apply to '{Root}' was interrupted. The next start of the machine applies den to '{Root}'", Assert.Single(_console.Said), StringComparison.Ordinal);
        Apply();
        Assert.Single(_console.Said, static said => said.Contains("The next start of the machine applies", StringComparison.Ordinal));
        Run(new RepairHostState { Root = Root });
        Assert.Contains(_console.Said, static said => said.StartsWith("Note Nothing to repair", StringComparison.Ordinal));
    }

    [Fact]
    public void A_damaged_record_is_told()
    {
        Apply();
        File.WriteAllText(Path.Combine(Root, "var/lib/hosttools/pending"), "{}");
        Run(new TestHostState { Root = Root });
        Assert.Equal("PendingDamaged", Assert.Single(_console.Errors).Id);
    }

    private void Apply(ApplyMode mode = ApplyMode.Switch)
    {
        Run(new InvokeHostPlan { Name = "den", Root = Root, Mode = mode });
        Assert.Empty(_console.Errors);
    }

    private void Start()
    {
        _starts.Id += "+";
        Run(new RepairHostState { Root = Root });
        Assert.Empty(_console.Errors);
        Run(new TestHostState { Root = Root });
        Assert.Empty(_console.Written);
        Assert.DoesNotContain(_console.Said, static said => said.StartsWith("Warning", StringComparison.Ordinal));
    }

    private (string? Motd, string? Home) Now() => (Read("etc/motd"), Read("home/ann/.rc"));

    private string? Read(string path) => File.Exists(Path.Combine(Root, path)) ? File.ReadAllText(Path.Combine(Root, path)).TrimEnd() : null;

    private Generation Current()
    {
        Run(new GetHostGeneration { Root = Root });
        return _console.Written.Cast<Generation>().Single(static generation => generation.IsCurrent);
    }

    private void Declare(string text, string? home = null, string? variant = null)
    {
        string config = $"environment.etc.motd.text: !force {text}, home.ann.home.file.\".rc\".text: !force {home ?? text}";
        Write("hosts/den/default.yaml", variant is null ? $"users: [ann]\nconfig: {{ {config} }}\n" : $"users: [ann]\nvariants: {{ {variant}: {{ config: {{ {config} }} }} }}\n");
    }

    private void Write(string path, string text)
    {
        string file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!); // It has a folder.
        File.WriteAllText(file, text);
    }

    private void Run<T>(ICommand<T> command)
        where T : notnull
    {
        _console = new RecordingConsole();
        CommandRunner.Run(command, _console, new CommandEnvironment { CurrentDirectory = _folder, StartId = () => _starts.Id, Watcher = _starts }, CancellationToken.None);
    }

    /// <summary>A machine that starts when it is told to, and knows what its next start was asked to look at.</summary>
    private sealed class Starts : IConfirmationWatcher
    {
        public string Id { get; set; } = "first";

        public List<Target> Asked { get; } = [];

        public Task<string?> PrepareAsync(Target target, CancellationToken token) => Task.FromResult<string?>(null);

        public Task<string?> StartAsync(Target target, DateTimeOffset until, CancellationToken token) => Task.FromResult<string?>(null);

        public Task<string?> AtStartAsync(Target target, CancellationToken token)
        {
            Asked.Add(target);
            return Task.FromResult<string?>(null);
        }

        public Task EndAsync(Target target, CancellationToken token)
        {
            Asked.RemoveAll(asked => asked.Identity == target.Identity);
            return Task.CompletedTask;
        }
    }
}
