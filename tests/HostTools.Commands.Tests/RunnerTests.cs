using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Platform;

namespace HostTools.Commands.Tests;

public sealed class RunnerTests
{
    private static readonly CommandEnvironment s_environment = new() { CurrentDirectory = "/" };

    [Fact]
    public void Output_waits_until_it_is_taken()
    {
        List<string> story = [];
        var console = new RecordingConsole { OnWrite = value => story.Add($"taken {value}") };
        CommandRunner.Run(new Work(Produce), console, s_environment, CancellationToken.None);
        Assert.Equal(["made 1", "taken 1", "made 2", "taken 2"], story);

        async IAsyncEnumerable<string> Produce(CommandContext context, [EnumeratorCancellation] CancellationToken token)
        {
            foreach (string item in (string[])["1", "2"])
            {
                await Task.Yield();
                story.Add($"made {item}");
                yield return item;
            }
        }
    }

    [Fact]
    public void The_face_is_called_on_the_callers_thread_only()
    {
        var console = new RecordingConsole();
        CommandRunner.Run(
            Work.Doing(static async (context, _) =>
            {
                await Parallel.ForAsync(0, 100, (i, _) =>
                {
                    context.Verbose(i.ToString());
                    return ValueTask.CompletedTask;
                });
                await context.ConfirmAsync(new ProposedChange("Go", []));
            }),
            console, s_environment, CancellationToken.None);
        Assert.Equal(101, console.Threads.Count);
        Assert.All(console.Threads, static thread => Assert.Equal(Environment.CurrentManagedThreadId, thread));
    }

    [Fact]
    public void Cancelling_waits_for_the_clean_up_and_what_it_says_is_heard()
    {
        using var stop = new CancellationTokenSource();
        var console = new RecordingConsole();
        Assert.Throws<OperationCanceledException>(() => CommandRunner.Run(
            Work.Doing(async (context, token) =>
            {
                try
                {
                    stop.CancelAfter(20);
                    await Task.Delay(Timeout.Infinite, token);
                }
                finally
                {
                    await Task.Delay(50, CancellationToken.None);
                    context.Warning("undone");
                }
            }),
            console, s_environment, stop.Token));
        Assert.Equal(["Warning undone"], console.Said);
    }

    [Fact]
    public void A_face_that_fails_stops_the_work_and_its_exception_is_thrown_on()
    {
        var console = new RecordingConsole { OnWrite = static _ => throw new InvalidTimeZoneException("mine") };
        bool cleaned = false;
        Assert.Throws<InvalidTimeZoneException>(() => CommandRunner.Run(new Work(Produce), console, s_environment, CancellationToken.None));
        Assert.True(cleaned);

        async IAsyncEnumerable<string> Produce(CommandContext context, [EnumeratorCancellation] CancellationToken token)
        {
            try
            {
                yield return "1";
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                cleaned = true;
            }
        }
    }

    [Fact]
    public void A_question_nobody_can_answer_is_the_commands_failure()
    {
        var console = new RecordingConsole { OnConfirm = static change => throw new HostToolsException(CommandErrors.ConfirmationRequired(change.Summary)) };
        CommandOutcome outcome = CommandRunner.Run(
            Work.Doing(static (context, _) => context.ConfirmAsync(new ProposedChange("Erase", []))), console, s_environment, CancellationToken.None);
        Assert.Equal(1, outcome.ErrorCount);
        Assert.Equal(ErrorKind.ConfirmationRequired, Assert.Single(console.Errors).Kind);
    }

    [Theory]
    [InlineData(typeof(UnauthorizedAccessException), "AccessDenied", ErrorKind.PermissionDenied)]
    [InlineData(typeof(DirectoryNotFoundException), "FileAccessFailed", ErrorKind.Failed)]
    [InlineData(typeof(InvalidCastException), "UnexpectedFailure", ErrorKind.Failed)]
    public void Exceptions_become_errors(Type exception, string id, ErrorKind kind)
    {
        var console = new RecordingConsole();
        CommandRunner.Run(Work.Doing((_, _) => throw (Exception)Activator.CreateInstance(exception)!), console, s_environment, CancellationToken.None);
        HostError error = Assert.Single(console.Errors);
        Assert.Equal((id, kind), (error.Id, error.Kind));
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_is_thinned_and_closed()
    {
        var console = new RecordingConsole();
        CommandRunner.Run(
            Work.Doing(static (context, _) =>
            {
                for (int i = 0; i < 1000; i++)
                    context.Progress(new ProgressReport("Counting", i.ToString()));
                return Task.CompletedTask;
            }),
            console, s_environment, CancellationToken.None);
        Assert.InRange(console.Said.Count, 2, 10);
        Assert.Equal("Progress end", console.Said[^1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Only_what_takes_longer_than_a_second_is_announced(bool isSlow)
    {
        var console = new RecordingConsole();
        CommandRunner.Run(
            Work.Doing(async (context, token) =>
            {
                using IDisposable slow = context.WhenSlow("Evaluating", "toaster");
                // It is slow until somebody says so; on a busy machine that takes its time.
                for (int turn = 0; isSlow && console.Said.Count == 0 && turn < 600; turn++)
                    await Task.Delay(100, token);
            }),
            console, s_environment, CancellationToken.None);
        int announced = isSlow ? 1 : 0;
        Assert.Equal(announced, console.Said.Count(static said => said == "Progress toaster"));
        Assert.Equal(announced, console.Said.Count(static said => said == "Progress end"));
    }

    private sealed class Work(Func<CommandContext, CancellationToken, IAsyncEnumerable<string>> work) : ICommand<string>
    {
        public static Work Doing(Func<CommandContext, CancellationToken, Task> work) => new((context, token) => Silent(context, work, token));

        public IAsyncEnumerable<string> RunAsync(CommandContext context, CancellationToken token) => work(context, token);

        private static async IAsyncEnumerable<string> Silent(
            CommandContext context, Func<CommandContext, CancellationToken, Task> work, [EnumeratorCancellation] CancellationToken token)
        {
            await work(context, token);
            yield break;
        }
    }
}
