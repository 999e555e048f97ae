using System.Diagnostics;
using System.Threading.Channels;
using HostTools.Platform;

namespace HostTools.Commands.Framework;

/// <summary>What a running command says and asks. Thread-safe; everything arrives at the face in the order it was said.</summary>
public sealed class CommandContext
{
    private static readonly TimeSpan s_progressInterval = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan s_slow = TimeSpan.FromSeconds(1);

    private readonly ChannelWriter<ConsoleCall> _calls;
    private long _lastProgress;

    internal CommandContext(CommandEnvironment environment, ChannelWriter<ConsoleCall> calls) => (Environment, _calls) = (environment, calls);

    /// <summary>The process around the command.</summary>
    public CommandEnvironment Environment { get; }

    /// <summary>Exit code of the executable when there was no error; cmdlets have none.</summary>
    public int ExitCode { get; set; }

    internal int ErrorCount { get; private set; }

    internal bool ProgressShown { get; private set; }

    /// <summary>Reports a failure that does not stop the rest.</summary>
    public void Error(HostError error)
    {
        lock (_calls)
            ErrorCount++;
        Post(console => console.Error(error));
    }

    /// <summary>Warns: something works, but perhaps not as meant.</summary>
    public void Warning(string text) => Post(console => console.Warning(text));

    /// <summary>Says what was done; shown to people at a terminal, kept out of pipelines.</summary>
    public void Note(string text) => Post(console => console.Note(text));

    /// <summary>Says a detail, shown on request only.</summary>
    public void Verbose(string text) => Post(console => console.Verbose(text));

    /// <summary>Says how far long work has come; more than five a second are dropped.</summary>
    public void Progress(ProgressReport report)
    {
        lock (_calls)
        {
            if (ProgressShown && Stopwatch.GetElapsedTime(_lastProgress) < s_progressInterval)
                return;
            (ProgressShown, _lastProgress) = (true, Stopwatch.GetTimestamp());
        }

        Post(console => console.Progress(report));
    }

    /// <summary>Says what is being done once it takes longer than a second; until it is disposed.</summary>
    public IDisposable WhenSlow(string activity, string status) =>
        new Timer(_ => Progress(new ProgressReport(activity, status)), null, s_slow, Timeout.InfiniteTimeSpan);

    /// <summary>Asks once whether to make a change; false means: do nothing, and that is no error.</summary>
    public async Task<bool> ConfirmAsync(ProposedChange change)
    {
        bool answer = false;
        await PostAndWaitAsync(console => answer = console.Confirm(change)).ConfigureAwait(false);
        return answer;
    }

    internal Task WriteAsync(object value) => PostAndWaitAsync(console => console.Write(value));

    private void Post(Action<ICommandConsole> call) => _calls.TryWrite(new ConsoleCall(call, null));

    private Task PostAndWaitAsync(Action<ICommandConsole> call)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_calls.TryWrite(new ConsoleCall(call, done)))
            done.SetCanceled();
        return done.Task;
    }
}

/// <summary>Something to do on the face's thread, and who waits for it.</summary>
internal sealed record ConsoleCall(Action<ICommandConsole> Call, TaskCompletionSource? Done);
