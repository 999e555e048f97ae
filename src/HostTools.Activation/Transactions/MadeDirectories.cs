using System.Text.Json;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>The directories that came into being with the state of a target. A file in the state names them, so that a first apply that is taken back, and a removal of the state, leave none of them.</summary>
internal static class MadeDirectories
{
    private const string FilePath = "/made";
    private const int Version = 1;
    private const long MaximumSize = 1 << 20;

    // Of the state's own, and empty unless something is kept.
    private static readonly string[] s_own = ["/journal", "/generations", "/leases", "/store"];

    /// <summary>Makes the state's directory and what leads to it, which is noted already.</summary>
    public static void Make(Target target, Action<string>? faults)
    {
        faults?.Invoke("make state");
        try
        {
            _ = target.MakeState();
        }
        catch
        {
            TakeBack(target);
            throw;
        }

        faults?.Invoke("made state");
    }

    private static void TakeBack(Target target)
    {
        try
        {
            foreach (string directory in MakingNote.Read(target).Reverse())
                RemoveMade(target, directory);
            MakingNote.Remove(target);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or HostToolsException)
        {
            // The note stays, and the next start tries again.
        }
    }

    /// <summary>Notes what was made, beside what was noted before. The caller holds the lock.</summary>
    public static void Note(Target target, IReadOnlyList<string> made)
    {
        if (made.Count == 0)
            return;
        string[] all = [.. Read(target).Concat(made).Distinct()];
        StateFile.Write(target.State, FilePath, writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", Version);
            ActivationJson.WriteTexts(writer, "directories", all);
            writer.WriteEndObject();
        });
    }

    /// <summary>Something is noted, and nothing stands or waits: a first apply was taken back, or killed before it began.</summary>
    public static bool IsLeft(Target target) =>
        (target.State.Stat(FilePath) is not null || MakingNote.IsAny(target)) && new GenerationFiles(target).CurrentNumber() == 0 && !Journal.IsAny(target.State) && !GroupFile.IsAny(target);

    /// <summary>Takes away what is left, exactly what was made and only while it is empty. The caller holds the lock.</summary>
    public static void Sweep(Target target)
    {
        try
        {
            if (IsLeft(target))
                Remove(target);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or HostToolsException)
        {
            // Empty directories do no harm, and the next apply or repair tries again.
        }
    }

    private static void Remove(Target target)
    {
        foreach (string own in s_own)
            RemoveEmpty(target.State, own);
        // A saved plan, a home's state or anything of somebody else's keeps the rest.
        if (target.State.List("/").Any(static name => name is not ("made" or "lock")))
            return;
        IReadOnlyList<string> made = Read(target);
        target.State.RemoveFile(FilePath);
        target.State.RemoveFile(StateLock.LockPath);
        foreach (string directory in made.Reverse())
            RemoveMade(target, directory);
    }

    private static void RemoveEmpty(Root state, string directory)
    {
        if (state.Stat(directory) is not { Type: FileEntryType.Directory })
            return;
        foreach (string name in state.List(directory))
            RemoveEmpty(state, RootPath.Join(directory, name));
        if (state.List(directory).Count == 0)
            state.RemoveDirectory(directory);
    }

    /// <summary>With the rights it was made with.</summary>
    private static void RemoveMade(Target target, string directory)
    {
        (Root root, string path) = MakingNote.PlaceOf(target, directory);
        if (path == "/")
            Directory.Delete(directory, recursive: false); // The root itself, or outside of it.
        else if (root.Stat(path) is not null)
            root.RemoveDirectory(path);
    }

    private static IReadOnlyList<string> Read(Target target)
    {
        try
        {
            if (target.State.Stat(FilePath) is null)
                return [];
            using var json = JsonDocument.Parse(target.State.ReadAllBytes(FilePath, MaximumSize));
            // The state may have come with the folder: only what leads to it can have been made with it.
            return json.RootElement.Number("version") == Version ? [.. json.RootElement.Texts("directories").Where(path => LeadsTo(target.StateDirectory, path) || LeadsTo(target.Root.Directory, path))] : [];
        }
        catch (Exception cause) when (cause is JsonException or FormatException or InvalidOperationException)
        {
            return [];
        }
    }

    private static bool LeadsTo(string place, string path) =>
        Path.IsPathRooted(path) && Path.GetFullPath(path) == path && (place == path || place.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal));
}
