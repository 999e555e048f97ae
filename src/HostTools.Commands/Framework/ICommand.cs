namespace HostTools.Commands.Framework;

/// <summary>A command. An instance runs once: its properties are filled, it streams its output, it is thrown away.</summary>
/// <typeparam name="T">What it emits: one kind of object.</typeparam>
public interface ICommand<out T>
{
    /// <summary>Does the work away from the caller's thread; output that is yielded is taken before the next is made.</summary>
    /// <remarks>
    /// After <paramref name="token"/> is cancelled the command cleans up and ends; the face waits for that. What cannot be done at all
    /// is thrown as <see cref="Platform.HostToolsException"/>; what fails for one of several items goes to <see cref="CommandContext.Error"/>.
    /// </remarks>
    IAsyncEnumerable<T> RunAsync(CommandContext context, CancellationToken token);
}

/// <summary>A command whose pipeline records belong together: it runs once, at the end of the pipeline, with all of them.</summary>
public interface ICollectingCommand
{
    /// <summary>Takes over a later record of the same pipeline.</summary>
    /// <param name="later">A command of the same class, filled with that record; it does not run itself.</param>
    void Add(ICollectingCommand later);
}
