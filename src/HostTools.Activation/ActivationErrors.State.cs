using HostTools.Platform;

namespace HostTools.Activation;

public static partial class ActivationErrors
{
    /// <summary>The store has lost content that a generation or an original needs.</summary>
    /// <remarks>Put the file back from a backup, or plan from the configuration again.</remarks>
    /// <example><code lang="text">A file below 'store/sha256' was deleted by hand.</code></example>
    public static HostError ContentMissing(string hash, string path) =>
        new(nameof(ContentMissing), ErrorKind.NotFound,
            $"The content store has lost '{path}'. Put the file back from a backup, or plan from the configuration again.", hash);

    /// <summary>A file of the configuration changed between plan and apply, so what was looked at is not what would be written.</summary>
    /// <remarks>Plan again.</remarks>
    /// <example><code lang="text">files/motd is edited while a question waits for its answer.</code></example>
    public static HostError SourceChanged(string source) =>
        new(nameof(SourceChanged), ErrorKind.Stale, $"'{source}' changed after the plan was made. Plan again.", source);

    /// <summary>An interrupted apply was begun by another version of HostTools.</summary>
    /// <remarks>Repair with the version that began it.</remarks>
    /// <example><code lang="text">HostTools was downgraded after an interruption.</code></example>
    public static HostError JournalVersionUnknown(string path) =>
        new(nameof(JournalVersionUnknown), ErrorKind.NotSupported,
            $"The journal '{path}' of an interrupted apply was written by another version of HostTools. Repair with the version that wrote it.", path);

    /// <summary>The journal of an interrupted apply is damaged where it was complete before; most often a disk fails.</summary>
    /// <remarks>Look for disk errors, compare the target with its generation, put right what differs, then remove the file.</remarks>
    /// <example><code lang="text">A block of the disk can be read no more.</code></example>
    public static HostError JournalDamaged(string path) =>
        new(nameof(JournalDamaged), ErrorKind.Failed,
            $"The journal '{path}' of an interrupted apply is damaged in the middle, so what it did cannot be undone by itself. " +
            "Look for disk errors, compare the target with its generation, put right what differs, and then remove the file.", path);

    /// <summary>The journal of an interrupted apply belongs to another user.</summary>
    /// <remarks>Run the command as the user who applied.</remarks>
    /// <example><code lang="text">root applied, was interrupted, and another user repairs.</code></example>
    public static HostError JournalUnreadable(string path, Exception cause) =>
        new(nameof(JournalUnreadable), ErrorKind.PermissionDenied,
            $"The journal '{path}' of an interrupted apply cannot be read: {cause.Message} Run the command as the user who applied.", path)
        { Cause = cause };

    /// <summary>A generation's record cannot be read.</summary>
    /// <remarks>Put the file back from a backup, or run Repair-HostState (hosttools repair): it keeps the damaged record aside, goes on with what the
    /// other files and the generation before it say, and names what is not known any more. Where nothing readable is left, move the state
    /// directory away and apply again: what is there as wanted is adopted.</remarks>
    /// <example><code lang="text">generations/3/manifest.json was edited by hand.</code></example>
    public static HostError ManifestDamaged(int generation, string path, string why) =>
        new(nameof(ManifestDamaged), ErrorKind.Failed,
            $"Generation {generation} is damaged: '{path}' {why}. Put the file back from a backup, or let Repair-HostState (hosttools repair) keep it aside and go on with what can be read; where nothing can, move the state directory away and apply again.", generation);

    /// <summary>A generation was written by another version of HostTools, so it is neither used nor repaired.</summary>
    /// <remarks>Use the HostTools that wrote it, or a newer one.</remarks>
    /// <example><code lang="text">HostTools was downgraded.</code></example>
    public static HostError ManifestVersionUnknown(int generation, string path, int version) =>
        new(nameof(ManifestVersionUnknown), ErrorKind.NotSupported,
            $"Generation {generation} was written by another HostTools: '{path}' has version {version}, this one knows version 1. Use the HostTools that wrote it, or a newer one.", generation);

    /// <summary>The file that names the current generation holds no number.</summary>
    /// <remarks>Write the number of the generation that the target is at into it.</remarks>
    /// <example><code lang="text">The file 'current' was emptied.</code></example>
    public static HostError CurrentDamaged(string path) =>
        new(nameof(CurrentDamaged), ErrorKind.Failed,
            $"'{path}' does not hold the number of a generation. Repair-HostState (hosttools repair) takes the newest generation that can be read for the current one; where you know better, write its number into the file.", path);

    /// <summary>No generation of that number is kept for this target.</summary>
    /// <remarks>Take one of those the message lists.</remarks>
    /// <example><code lang="sh">hosttools rollback 99 --root ./out</code></example>
    public static HostError GenerationNotFound(int number, IReadOnlyList<Generation> known) =>
        new(nameof(GenerationNotFound), ErrorKind.NotFound,
            known.Count == 0
                ? $"There is no generation {number}: nothing was applied to this target yet."
                : $"There is no generation {number}. Kept are {string.Join(", ", known.Select(static g => g.IsCurrent ? $"{g.Number} (current)" : $"{g.Number}"))}.",
            number);
}
