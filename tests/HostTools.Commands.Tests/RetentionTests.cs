using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Platform;

namespace HostTools.Commands.Tests;

/// <summary>Applies that remove the older generations by a rule of the configuration.</summary>
public sealed class RetentionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hosttools-retention-").FullName;
    private readonly Clock _clock = new();
    private RecordingConsole _console = new();

    private string Root => Path.Combine(_folder, "out");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_newest_stay_on_the_machine_and_in_homes_as_their_own_rule_says()
    {
        Write("users/ann/home.yaml", "config:\n  hosttools.generations.keep: 3\n");
        for (int number = 1; number <= 5; number++)
            Apply("keep: 2", number);
        Assert.Equal([4, 5], Numbers(null));
        Assert.Equal([3, 4, 5], Numbers("ann"));
    }

    [Fact]
    public void With_an_age_the_young_stay_as_well()
    {
        for (int number = 1; number <= 4; number++)
        {
            Apply("{ keep: 1, maxAge: 36h }", number);
            _clock.UtcNow += TimeSpan.FromDays(1);
        }

        // At the last apply the third was a day old, and the second two.
        Assert.Equal([3, 4], Numbers(null));
    }

    [Fact]
    public void Without_a_rule_all_stay_and_what_waits_to_be_confirmed_keeps_the_way_back()
    {
        Apply("keep: null", 1);
        Apply("keep: null", 2);
        Assert.Equal([1, 2], Numbers(null));
        WriteHost("keep: 1", 3);
        Run(new InvokeHostPlan { Name = "den", Root = Root, ConfirmWithin = Duration.Parse("5min") });
        Assert.Equal([1, 2, 3], Numbers(null));
        Run(new ConfirmHostGeneration { Root = Root });
        Apply("keep: 1", 4);
        Assert.Equal([4], Numbers(null));
    }

    [Fact]
    public void A_saved_plan_keeps_its_rule()
    {
        Apply("keep: null", 1);
        WriteHost("keep: 1", 2);
        string file = Path.Combine(_folder, "plan.json");
        Run(new GetHostPlan { Name = "den", Root = Root, OutFile = file });
        Run(new InvokeHostPlan { Path = file });
        Assert.Equal([2], Numbers(null));
    }

    private void Apply(string rule, int number)
    {
        WriteHost(rule, number);
        Run(new InvokeHostPlan { Name = "den", Root = Root });
        Assert.Empty(_console.Errors);
    }

    private int[] Numbers(string? user)
    {
        Run(new GetHostGeneration { Root = Root, User = user });
        return [.. _console.Written.Cast<Generation>().Select(static generation => generation.Number)];
    }

    private void WriteHost(string rule, int number)
    {
        Write("hosttools.yaml", "{}\n");
        string[] lines = ["users: [ann]", "config:", $"  hosttools.generations: {(rule.StartsWith('{') ? rule : $"{{ {rule} }}")}", $"  environment.etc.motd.text: \"{number}\"", "  home.ann.home.file.\".rc\".text: \"" + number + "\""];
        Write("hosts/den/default.yaml", string.Join('\n', lines) + "\n");
    }

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
        return CommandRunner.Run(command, _console, new CommandEnvironment { CurrentDirectory = _folder, Clock = _clock, Watcher = new NoWatcher() }, CancellationToken.None);
    }

    private sealed class Clock : IClock
    {
        public DateTimeOffset UtcNow { get; set; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    }

    private sealed class NoWatcher : IConfirmationWatcher
    {
        public Task<string?> PrepareAsync(Target target, CancellationToken token) => Task.FromResult<string?>(null);

        public Task<string?> AtStartAsync(Target target, CancellationToken token) => Task.FromResult<string?>("this is a test");

        public Task EndAsync(Target target, CancellationToken token) => Task.CompletedTask;

        public Task<string?> StartAsync(Target target, DateTimeOffset until, CancellationToken token) => Task.FromResult<string?>("this is a test");
    }
}
