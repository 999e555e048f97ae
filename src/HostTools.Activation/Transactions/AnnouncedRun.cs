using System.Diagnostics;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Does what is not the same once and twice. The journal tells that it began, now and then that it still goes on, and how it ended: a repair after a kill decides by that.</summary>
internal sealed class AnnouncedRun(JournalWriter journal, int number, TimeSpan beat)
{
    public async Task DoAsync(Func<Task> run)
    {
        Tell(0);
        journal.Sync();
        try
        {
            await BeatAsync(run()).ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is not OperationCanceledException)
        {
            TryEnd(IsTimeout(cause) ? JournalStory.TooLate : JournalStory.Badly);
            throw;
        }

        End(JournalStory.Well);
    }

    private async Task BeatAsync(Task running)
    {
        for (var watch = Stopwatch.StartNew(); await Task.WhenAny(running, Task.Delay(beat)).ConfigureAwait(false) != running;)
            Tell((int)watch.Elapsed.TotalSeconds);
        await running.ConfigureAwait(false);
    }

    private static bool IsTimeout(Exception cause) => cause is HostToolsException known && known.Errors.Any(static error => error.Id == nameof(PlatformErrors.ProgramTimedOut));

    private void Tell(int seconds) => journal.Append(JournalRecordKind.Trigger, writer =>
    {
        writer.WriteNumber("operation", number);
        if (seconds > 0)
            writer.WriteNumber("seconds", seconds);
    });

    private void End(string how) => journal.Append(JournalRecordKind.Ended, writer =>
    {
        writer.WriteNumber("operation", number);
        writer.WriteString("how", how);
    });

    /// <summary>What went wrong counts more than a disk that takes no more entries.</summary>
    private void TryEnd(string how)
    {
        try
        {
            End(how);
        }
        catch (IOException)
        {
            // Then it is undone as if it had been interrupted.
        }
    }
}
