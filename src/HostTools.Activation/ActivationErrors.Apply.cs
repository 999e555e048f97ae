using HostTools.Platform;

namespace HostTools.Activation;

public static partial class ActivationErrors
{
    /// <summary>Something changed in the instant before it was written; it was left alone.</summary>
    /// <remarks>Plan again.</remarks>
    /// <example><code lang="text">A package manager writes /etc/motd while a plan that writes it too is applied.</code></example>
    public static HostError ChangedMeanwhile(string path) =>
        new(nameof(ChangedMeanwhile), ErrorKind.Stale, $"'{path}' was changed by somebody else while the plan was applied. Plan again.", path);

    /// <summary>What was written a moment ago is not there any more: another program manages the same path.</summary>
    /// <remarks>Find that program, and let one of the two manage the path.</remarks>
    /// <example><code lang="text">A service rewrites its own file each time it is changed.</code></example>
    public static HostError NotAsWritten(string path, string found) =>
        new(nameof(NotAsWritten), ErrorKind.Failed,
            $"'{path}' is not as it was written a moment ago: {found} stands there. Look for another program that manages it.", path);

    /// <summary>A file of which only mode and owner were managed was replaced, so its old mode cannot be put back.</summary>
    /// <remarks>Look at the file by hand.</remarks>
    /// <example><code lang="text">/etc/app.conf had its mode set, was then deleted and made anew by somebody, and is now undone.</code></example>
    public static HostError ContentGone(string path) =>
        new(nameof(ContentGone), ErrorKind.Failed,
            $"'{path}' cannot be put back: only its mode was changed, and since then somebody replaced its content. Check it by hand.", path);

    /// <summary>A command that follows from changes, such as a reload, failed; the plan is undone.</summary>
    /// <remarks>Run the command by hand to see more, and put its cause right.</remarks>
    /// <example><code lang="text">systemctl daemon-reload fails, as a unit is broken.</code></example>
    public static HostError TriggerFailed(string name, IReadOnlyList<string> command, ProcessResult result) =>
        new(nameof(TriggerFailed), ErrorKind.Failed,
            $"The command '{string.Join(' ', command)}' of trigger '{name}' failed with exit code {result.ExitCode}: {TriggerUndo.LastLine(result)} " +
            "Run it by hand to see more.", name);

    /// <summary>Another process is applying to, restoring or repairing the same target.</summary>
    /// <remarks>Wait until it has ended.</remarks>
    /// <example><code lang="sh">hosttools apply toaster --root ./out --yes &amp; hosttools apply toaster --root ./out --yes</code></example>
    internal static HostError Busy(string target, LockOwner? owner) =>
        new(nameof(Busy), ErrorKind.Busy, owner is null
            ? $"'{target}' is being worked on by another process. Wait until it has ended."
            : $"'{target}' is being worked on: process {owner.ProcessId} of '{owner.User}' is {owner.Purpose}. Wait until it has ended.", target);

    /// <summary>The folder that holds generations and journal cannot be written by this user.</summary>
    /// <remarks>Run the command as the owner of the target, or name another folder with -State (--state).</remarks>
    /// <example><code lang="sh">hosttools apply toaster --root /srv/owned-by-root --yes</code></example>
    public static HostError StateNotWritable(string directory, Exception cause) =>
        new(nameof(StateNotWritable), ErrorKind.PermissionDenied,
            $"The state directory '{directory}' cannot be written: {cause.Message} Run the command as the owner of the target, or name another state directory.",
            directory)
        { Cause = cause };

    /// <summary>What a plan was made on has changed since: the generation, or a path that it changes.</summary>
    /// <remarks>Plan again, and look at the new plan.</remarks>
    /// <example><code lang="sh">hosttools plan toaster --root ./out --out-file p.json; echo x &gt; out/etc/hostname; hosttools apply --path p.json --yes</code></example>
    public static HostError PlanStale(string target, IReadOnlyList<string> changes) =>
        new(nameof(PlanStale), ErrorKind.Stale,
            $"The plan for '{target}' is stale: {string.Join("; ", changes.Take(10))}{(changes.Count > 10 ? $"; and {changes.Count - 10} more" : string.Empty)}. Plan again.",
            target);

    /// <summary>A plan was made for another folder or another machine.</summary>
    /// <remarks>Apply it where it was made for, or plan again here.</remarks>
    /// <example><code lang="text">A saved plan for /srv/a is applied to /srv/b.</code></example>
    public static HostError WrongTarget(TargetIdentity plan, TargetIdentity target) =>
        new(nameof(WrongTarget), ErrorKind.InvalidInput,
            plan.Root != target.Root
                ? $"The plan is for '{plan.Root}', not for '{target.Root}'. Apply it to the target it was made for."
                : $"The plan is for '{plan.Root}' on another machine. Plan again on this one.", plan.Root);

    /// <summary>A step of an apply failed; the message names the step and its cause. All steps before it are undone.</summary>
    /// <remarks>Put the cause right, and apply again.</remarks>
    /// <example><code lang="text">The disk becomes full while files are written.</code></example>
    public static HostError StepFailed(string target, int step, int total, string description, Exception cause) =>
        new(nameof(StepFailed), ErrorKind.Failed, $"Step {step} of {total} on '{target}', {description}, failed: {Why(cause)}", target)
        { Cause = cause };

    /// <summary>After a failed step everything is as it was before. It follows on the error that tells why, and says what did not run again as it did.</summary>
    /// <remarks>Look at the error before it.</remarks>
    /// <example><code lang="text">See StepFailed.</code></example>
    public static HostError Undone(string target, int generation, IEnumerable<string> notes) =>
        new(nameof(Undone), ErrorKind.Failed, string.Join(' ',
            [generation == 0 ? $"All steps are undone; '{target}' is as it was." : $"All steps are undone; '{target}' is at generation {generation} as before.", .. notes]), target);

    /// <summary>A step could not be undone, so the target is between two generations. Its journal is kept.</summary>
    /// <remarks>Put the cause right, then run Repair-HostState (hosttools repair).</remarks>
    /// <example><code lang="text">The disk was taken away during an apply.</code></example>
    public static HostError UndoFailed(string what, Exception cause) =>
        new(nameof(UndoFailed), ErrorKind.Failed,
            $"Undoing {what} failed: {Why(cause)} Put the cause right, then repair the target.", what)
        { Cause = cause };

    /// <summary>An interrupted apply was to be finished, but what it needs is gone.</summary>
    /// <remarks>Repair it backwards: Repair-HostState (hosttools repair) without its switch for going forward.</remarks>
    /// <example><code lang="text">A file that the plan copies was deleted after the interruption.</code></example>
    public static HostError CannotGoForward(string target, string why) =>
        new(nameof(CannotGoForward), ErrorKind.NotSupported, $"The interrupted apply to '{target}' cannot be finished: {why}. Repair it backwards.", target);

    /// <summary>An apply of a machine with its homes was interrupted, and whether it stays cannot be found out.</summary>
    /// <remarks>Repair the machine as who applied it: Repair-HostState (hosttools repair) without a user.</remarks>
    /// <example><code lang="text">root's apply was killed, and a user who may not read the machine's state plans for his home.</code></example>
    public static HostError GroupUndecided(string path, string why, bool isDenied) =>
        new(nameof(GroupUndecided), isDenied ? ErrorKind.PermissionDenied : ErrorKind.Failed,
            $"A machine and its homes were being applied together, and whether that stays is written in '{path}', which cannot be read: {why} Repair the machine as who applied it.", path);

    /// <summary>All members of an apply are done and stay, but not all could say so yet.</summary>
    /// <remarks>Put the cause right, then run Repair-HostState (hosttools repair) for the machine; it finishes the apply.</remarks>
    /// <example><code lang="text">The disk is full when the last home switches to its new generation.</code></example>
    public static HostError GroupUnfinished(string target, Exception cause) =>
        new(nameof(GroupUnfinished), ErrorKind.Failed,
            $"The apply is done and stays, but '{target}' could not be switched to it yet: {cause.Message} Put the cause right and repair the machine, which finishes it.", target);

    /// <summary>An apply was interrupted, and the target is between two generations.</summary>
    /// <remarks>Run Repair-HostState (hosttools repair) first.</remarks>
    /// <example><code lang="text">The machine lost power during an apply, and another one is started.</code></example>
    public static HostError OpenJournal(string target) =>
        new(nameof(OpenJournal), ErrorKind.Busy, $"An apply to '{target}' was interrupted. Repair the target first.", target);

    /// <summary>The target or its state cannot be read or written.</summary>
    /// <remarks>Put the cause that the message names right, and try again.</remarks>
    /// <example><code lang="text">The folder lies on a disk that is mounted read-only.</code></example>
    public static HostError TargetFailed(string target, Exception cause) =>
        new(nameof(TargetFailed), cause is UnauthorizedAccessException or RootIOException { Reason: RootFailure.AccessDenied } ? ErrorKind.PermissionDenied : ErrorKind.Failed,
            $"'{target}' cannot be worked on: {Why(cause)} Put the cause right and try again.", target)
        { Cause = cause };

    /// <summary>The target, or the record of what was applied to it, is somebody else's, and this user may not look at it or work on it.</summary>
    /// <remarks>Run the command as the user whom the message names, as root with sudo.</remarks>
    /// <example><code lang="text">root applied to a folder that only root may read, and another user asks for its status.</code></example>
    public static HostError TargetForbidden(string target, string? owner, Exception cause) =>
        new(nameof(TargetForbidden), ErrorKind.PermissionDenied,
            $"'{target}' may not be looked at or worked on by this user: {Why(cause)} Run the command as {owner switch { null => "its owner", "root" => "root, with sudo", _ => $"'{owner}', or as root with sudo" }}.", target)
        { Cause = cause };

    private static string Why(Exception cause) => cause.Message.EndsWith('.') ? cause.Message : cause.Message + ".";
}
