using HostTools.Platform;

namespace HostTools.Activation;

public static partial class ActivationErrors
{
    /// <summary>Something changed in the instant before it was written.</summary>
    public static HostError ChangedMeanwhile(string path) =>
        new(nameof(ChangedMeanwhile), ErrorKind.Stale, $"'{path}' was changed by somebody else while the plan was applied. Plan again.", path);

    /// <summary>What was written is not there.</summary>
    public static HostError NotAsWritten(string path, string found) =>
        new(nameof(NotAsWritten), ErrorKind.Failed,
            $"'{path}' is not as it was written a moment ago: {found} stands there. Look for another program that manages it.", path);

    /// <summary>A file vanished of which only mode and owner had been recorded.</summary>
    public static HostError ContentGone(string path) =>
        new(nameof(ContentGone), ErrorKind.Failed,
            $"'{path}' cannot be put back: only its mode was changed, and since then somebody replaced its content. Check it by hand.", path);

    /// <summary>A command that follows from changes failed.</summary>
    public static HostError TriggerFailed(string name, IReadOnlyList<string> command, ProcessResult result) =>
        new(nameof(TriggerFailed), ErrorKind.Failed,
            $"The command '{string.Join(' ', command)}' of trigger '{name}' failed with exit code {result.ExitCode}: {TriggerUndo.LastLine(result)} " +
            "Run it by hand to see more.", name);

    /// <summary>Somebody else works on the target.</summary>
    internal static HostError Busy(string target, LockOwner? owner) =>
        new(nameof(Busy), ErrorKind.Busy, owner is null
            ? $"'{target}' is being worked on by another process. Wait until it has ended."
            : $"'{target}' is being worked on: process {owner.ProcessId} of '{owner.User}' is {owner.Purpose}. Wait until it has ended.", target);

    /// <summary>The state directory cannot be used.</summary>
    public static HostError StateNotWritable(string directory, Exception cause) =>
        new(nameof(StateNotWritable), ErrorKind.PermissionDenied,
            $"The state directory '{directory}' cannot be written: {cause.Message} Run the command as the owner of the target, or name another state directory.",
            directory)
        { Cause = cause };

    /// <summary>What a plan was made on has changed.</summary>
    public static HostError PlanStale(string target, IReadOnlyList<string> changes) =>
        new(nameof(PlanStale), ErrorKind.Stale,
            $"The plan for '{target}' is stale: {string.Join("; ", changes.Take(10))}{(changes.Count > 10 ? $"; and {changes.Count - 10} more" : string.Empty)}. Plan again.",
            target);

    /// <summary>A plan was made for another target.</summary>
    public static HostError WrongTarget(TargetIdentity plan, TargetIdentity target) =>
        new(nameof(WrongTarget), ErrorKind.InvalidInput,
            plan.Root != target.Root
                ? $"The plan is for '{plan.Root}', not for '{target.Root}'. Apply it to the target it was made for."
                : $"The plan is for '{plan.Root}' on another machine. Plan again on this one.", plan.Root);

    /// <summary>A step failed; the rest of the message tells why.</summary>
    public static HostError StepFailed(string target, int step, int total, string description, Exception cause) =>
        new(nameof(StepFailed), ErrorKind.Failed, $"Step {step} of {total} on '{target}', {description}, failed: {Why(cause)}", target)
        { Cause = cause };

    /// <summary>All is as before.</summary>
    public static HostError Undone(string target, int generation) =>
        new(nameof(Undone), ErrorKind.Failed,
            generation == 0 ? $"All steps are undone; '{target}' is as it was." : $"All steps are undone; '{target}' is at generation {generation} as before.", target);

    /// <summary>A step could not be undone.</summary>
    public static HostError UndoFailed(string what, Exception cause) =>
        new(nameof(UndoFailed), ErrorKind.Failed,
            $"Undoing {what} failed: {Why(cause)} Put the cause right, then repair the target.", what)
        { Cause = cause };

    /// <summary>An interrupted apply cannot be finished.</summary>
    public static HostError CannotGoForward(string target, string why) =>
        new(nameof(CannotGoForward), ErrorKind.NotSupported, $"The interrupted apply to '{target}' cannot be finished: {why}. Repair it backwards.", target);

    /// <summary>An interrupted apply has to be put right first.</summary>
    public static HostError OpenJournal(string target) =>
        new(nameof(OpenJournal), ErrorKind.Busy, $"An apply to '{target}' was interrupted. Repair the target first.", target);

    /// <summary>The target or its state could not be read or written.</summary>
    public static HostError TargetFailed(string target, Exception cause) =>
        new(nameof(TargetFailed), cause is UnauthorizedAccessException or RootIOException { Reason: RootFailure.AccessDenied } ? ErrorKind.PermissionDenied : ErrorKind.Failed,
            $"'{target}' cannot be worked on: {Why(cause)} Put the cause right and try again.", target)
        { Cause = cause };

    private static string Why(Exception cause) => cause.Message.EndsWith('.') ? cause.Message : cause.Message + ".";
}
