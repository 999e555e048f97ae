using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using HostTools.Platform;

namespace HostTools.Commands.Framework;

/// <summary>Runs commands: the work on the thread pool, everything said and asked on the calling thread, in order.</summary>
public static class CommandRunner
{
    /// <summary>Runs a command to its end. Returns only after the command has cleaned up, whatever happened.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled and the command ended because of it.</exception>
    /// <remarks>An exception of the console is thrown on unchanged, after the command was cancelled and has ended.</remarks>
    public static CommandOutcome Run<T>(ICommand<T> command, ICommandConsole console, CommandEnvironment environment, CancellationToken token)
        where T : notnull
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        Channel<ConsoleCall> calls = Channel.CreateUnbounded<ConsoleCall>(new UnboundedChannelOptions { SingleReader = true });
        var context = new CommandContext(environment, calls.Writer);
        Task<bool> work = Task.Run(() => WorkAsync(command, context, calls.Writer, stop.Token), CancellationToken.None);

        ExceptionDispatchInfo? broken = Drain(calls.Reader, console, stop);
        bool ended = work.GetAwaiter().GetResult();
        broken?.Throw();
        if (context.ProgressShown)
            console.Progress(null);
        return ended ? new CommandOutcome(context.ErrorCount, context.ExitCode) : throw new OperationCanceledException(token);
    }

    private static ExceptionDispatchInfo? Drain(ChannelReader<ConsoleCall> calls, ICommandConsole console, CancellationTokenSource stop)
    {
        ExceptionDispatchInfo? broken = null;
        while (calls.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (calls.TryRead(out ConsoleCall? call))
            {
                if (broken is null && TryCall(call, console) is { } failure)
                {
                    broken = failure;
                    stop.Cancel();
                }

                if (broken is null)
                    call.Done?.TrySetResult();
                else
                    call.Done?.TrySetCanceled();
            }
        }

        return broken;
    }

    private static ExceptionDispatchInfo? TryCall(ConsoleCall call, ICommandConsole console)
    {
        try
        {
            call.Call(console);
            return null;
        }
        catch (HostToolsException refusal) when (call.Done is not null)
        {
            // The face could not answer, for example because nobody is there to ask: that is the command's failure, not the face's.
            call.Done.TrySetException(refusal);
            return null;
        }
        catch (Exception failure)
        {
            return ExceptionDispatchInfo.Capture(failure);
        }
    }

    private static async Task<bool> WorkAsync<T>(ICommand<T> command, CommandContext context, ChannelWriter<ConsoleCall> calls, CancellationToken token)
        where T : notnull
    {
        try
        {
            await foreach (T item in command.RunAsync(context, token).ConfigureAwait(false))
                await context.WriteAsync(item).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception failure)
        {
            foreach (HostError error in CommandErrors.From(failure))
                context.Error(error);
            return true;
        }
        finally
        {
            calls.Complete();
        }
    }
}

/// <summary>How a command ended.</summary>
/// <param name="ErrorCount">Failures it reported.</param>
/// <param name="ExitCode">What the executable exits with when there were none.</param>
public readonly record struct CommandOutcome(int ErrorCount, int ExitCode);
