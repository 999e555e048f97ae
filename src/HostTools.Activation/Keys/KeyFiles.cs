using System.Text.Json;
using HostTools.Activation.Resources;

namespace HostTools.Activation.Keys;

/// <summary>Looks at files of which keys are ours.</summary>
internal sealed class KeyFiles(Target target)
{
    private readonly ContentStore _store = new(target.State);

    /// <summary>Keys of the file are recorded as ours.</summary>
    public static bool IsOurs(Recorded? recorded) => recorded?.Resource is FileResource { Ownership: FileOwnership.Keys };

    /// <summary>Adds what the declared keys make of a file.</summary>
    public PathObservation Observe(PathObservation seen, FileResource? desired, Recorded? recorded)
    {
        bool isOurs = IsOurs(recorded);
        if (seen.Path.Type is not (PathType.File or PathType.Absent) || (desired is null && !isOurs))
            return seen;
        FileResource file = desired ?? (FileResource)recorded!.Resource; // One of the two is there.
        byte[]? now = seen.Path.Type is PathType.File ? Read(seen) : null;
        if (now is null && !seen.Path.IsAbsent)
            return seen with { Keys = KeyChange.Refused($"it is larger than {new Platform.ByteSize(KeyChange.MaximumSize)}, or may not be read") };
        if (isOurs && desired is not null && desired.Format != ((FileResource)recorded!.Resource).Format)
            return seen with { Keys = KeyChange.Refused("its format is declared as another one than it was; remove the declaration first") };
        try
        {
            KeyMap? declared = desired is null ? null : Declared(desired);
            KeyRecord? record = isOurs ? Record(recorded!, seen) : null;
            return seen with { Content = now, Keys = KeyChange.Of(file.Format, declared, now, record, target.Root.Describe(file.Path)) };
        }
        catch (JsonException)
        {
            return seen with { Keys = KeyChange.Refused("what is declared for it is no map of keys") };
        }
    }

    /// <summary>What differs from the keys as they were applied; null when nothing does.</summary>
    public Drift? Drift(FileResource file, PathObservation observed)
    {
        string path = target.Root.Describe(file.Path);
        byte[]? content = target.Root.TryReadAllBytes(file.Path, KeyChange.MaximumSize);
        if (content is null)
            return new Drift(observed.Id, DriftKind.Unobservable, "cannot be read");
        KeyChange change = KeyChange.Of(file.Format, Declared(file), content, recorded: null, path);
        if (change.Problem is { } problem)
            return new Drift(observed.Id, DriftKind.Content, problem);
        if (change.Details.Count > 0)
        {
            return new Drift(observed.Id, DriftKind.Content, KeyDiff.Some(change.Details, "; "))
            {
                Diff = TextDiff.Between(change.After, content, file.Path, change.After!.Length, content.Length), // Declared keys leave a file.
            };
        }

        return file.Mode is { } mode && mode != observed.Path.Mode
            ? new Drift(observed.Id, DriftKind.Metadata, PathWords.MetadataDifference(observed.Path, observed.Path with { Mode = mode }, file))
            : null;
    }

    private byte[]? Read(PathObservation seen) =>
        seen.Path.Size <= KeyChange.MaximumSize ? target.Root.TryReadAllBytes(seen.Id.Key, KeyChange.MaximumSize) : null;

    private KeyRecord Record(Recorded recorded, PathObservation seen)
    {
        var applied = (PathState)recorded.Applied;
        return new KeyRecord(
            Declared((FileResource)recorded.Resource), applied.HasContentOf(seen.Path),
            applied.BaseHash is { } hash ? Stored(hash) : null);
    }

    private KeyMap Declared(FileResource file) => KeyData.Declared(file.Content.Bytes is { } bytes ? bytes.Span : Stored(file.Content.Hash));

    private byte[] Stored(string hash) => _store.TryRead(hash, KeyChange.MaximumSize) ??
        throw new Platform.HostToolsException(ActivationErrors.ContentMissing(hash, target.State.Describe(ContentStore.PathOf(hash))));
}
