using System.Text.Json;
using HostTools.Activation.Resources;

namespace HostTools.Activation;

/// <summary>
/// One step of a transaction. Capture, then prepare, do and verify; capturing tells all that undoing needs. Doing is idempotent, and
/// harmless when the process is killed inside.
/// </summary>
public abstract class Operation
{
    /// <summary>Kind of operation, written to the journal and looked up among <see cref="IUndo"/> when it is undone.</summary>
    public abstract string Kind { get; }

    /// <summary>The resource it works for.</summary>
    public abstract ResourceId Resource { get; }

    /// <summary>What it does, for people, such as <c>Writing '/etc/hosts'</c>.</summary>
    public abstract string Description { get; }

    /// <summary>When it runs; null for the phase of its kind. So one resource can have a step before the files and one after the commands.</summary>
    public virtual Phase? Phase => null;

    /// <summary>How well it can be undone.</summary>
    public virtual UndoQuality Undo => UndoQuality.Exact;

    /// <summary>The journal has to tell that it began, because trying twice is not the same as never.</summary>
    public virtual bool AnnouncesStart => false;

    /// <summary>Records the state that undoing brings back; the record is on the disk before <see cref="DoAsync"/> begins.</summary>
    /// <returns>The members of the record, for an undo of the same kind to read.</returns>
    public abstract Task<Action<Utf8JsonWriter>> CaptureAsync(OperationContext context, CancellationToken token);

    /// <summary>Does what can be done without being seen, such as writing a file under another name; synced before <see cref="DoAsync"/>.</summary>
    public virtual Task PrepareAsync(OperationContext context, CancellationToken token) => Task.CompletedTask;

    /// <summary>Brings the new state about.</summary>
    public abstract Task DoAsync(OperationContext context, CancellationToken token);

    /// <summary>Looks whether the new state is there.</summary>
    /// <exception cref="HostTools.Platform.HostToolsException">It is not.</exception>
    public abstract Task VerifyAsync(OperationContext context, CancellationToken token);
}

/// <summary>Undoes operations of one kind from their records: no tree, no modules, in any later version.</summary>
public interface IUndo
{
    /// <summary>Kind of operations.</summary>
    string Kind { get; }

    /// <summary>
    /// After all others are undone, instead of in reverse order: for commands that work on what the others brought back. Only operations that
    /// announced their start are undone so.
    /// </summary>
    bool IsLast { get; }

    /// <summary>Among those that are last: lower ones first, those of one rank in the order they were done.</summary>
    int Rank => 0;

    /// <summary>Brings the recorded state back. Idempotent, and harmless when killed inside.</summary>
    Task UndoAsync(JsonElement record, OperationContext context, CancellationToken token);
}
