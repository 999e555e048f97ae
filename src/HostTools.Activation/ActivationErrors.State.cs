using HostTools.Platform;

namespace HostTools.Activation;

public static partial class ActivationErrors
{
    /// <summary>The store lost content that is needed.</summary>
    public static HostError ContentMissing(string hash, string path) =>
        new(nameof(ContentMissing), ErrorKind.NotFound,
            $"The content store has lost '{path}'. Put the file back from a backup, or plan from the configuration again.", hash);

    /// <summary>A file of the configuration tree changed between plan and apply.</summary>
    public static HostError SourceChanged(string source) =>
        new(nameof(SourceChanged), ErrorKind.Stale, $"'{source}' changed after the plan was made. Plan again.", source);

    /// <summary>The journal was written by a newer version.</summary>
    public static HostError JournalVersionUnknown(string path) =>
        new(nameof(JournalVersionUnknown), ErrorKind.NotSupported,
            $"The journal '{path}' of an interrupted apply was written by another version of HostTools. Repair with the version that wrote it.", path);

    /// <summary>The journal is damaged where it was relied upon.</summary>
    public static HostError JournalDamaged(string path) =>
        new(nameof(JournalDamaged), ErrorKind.Failed,
            $"The journal '{path}' of an interrupted apply is damaged in the middle, so what it did cannot be undone by itself. " +
            "Look for disk errors, compare the target with its generation, put right what differs, and then remove the file.", path);

    /// <summary>The journal cannot be read.</summary>
    public static HostError JournalUnreadable(string path, Exception cause) =>
        new(nameof(JournalUnreadable), ErrorKind.PermissionDenied,
            $"The journal '{path}' of an interrupted apply cannot be read: {cause.Message} Run the command as the user who applied.", path)
        { Cause = cause };

    /// <summary>A manifest cannot be read.</summary>
    public static HostError ManifestDamaged(int generation, string path, string why) =>
        new(nameof(ManifestDamaged), ErrorKind.Failed,
            $"Generation {generation} is damaged: '{path}' {why}. Restore another generation, or apply the configuration again.", generation);

    /// <summary>A manifest was written by a newer version.</summary>
    public static HostError ManifestVersionUnknown(int generation, string path, int version) =>
        new(nameof(ManifestVersionUnknown), ErrorKind.NotSupported,
            $"Generation {generation} was written by a newer HostTools: '{path}' has version {version}, this one knows up to 1. Update HostTools.", generation);

    /// <summary>The file that names the current generation cannot be understood.</summary>
    public static HostError CurrentDamaged(string path) =>
        new(nameof(CurrentDamaged), ErrorKind.Failed,
            $"'{path}' does not hold the number of a generation. Write the number of the generation the target is at into it.", path);

    /// <summary>No generation has that number.</summary>
    public static HostError GenerationNotFound(int number, IReadOnlyList<Generation> known) =>
        new(nameof(GenerationNotFound), ErrorKind.NotFound,
            known.Count == 0
                ? $"There is no generation {number}: nothing was applied to this target yet."
                : $"There is no generation {number}. Kept are {string.Join(", ", known.Select(static g => g.IsCurrent ? $"{g.Number} (current)" : $"{g.Number}"))}.",
            number);
}
