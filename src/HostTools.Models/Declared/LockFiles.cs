using HostTools.Activation;
using HostTools.Machine;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Writes what was resolved beside the configuration. Whoever the tree belongs to keeps it.</summary>
public static class LockFiles
{
    /// <summary>There is one, or could be; no for null.</summary>
    internal static bool CanWrite(string? file) => file is not null && Root.At(Path.GetDirectoryName(Path.GetFullPath(file))!).IsWritable("/"); // A file has a directory.

    /// <summary>Adds a model, and says so when that is not possible: the model itself is in place.</summary>
    internal static void Write(string file, string key, ModelSnapshot snapshot, OperationContext context)
    {
        try
        {
            Write(file, key, snapshot);
        }
        catch (HostToolsException failed)
        {
            context.Note(failed.Errors[0].Message);
        }
    }

    /// <summary>Adds a model; nothing is written where it says so already.</summary>
    /// <exception cref="HostToolsException">LockUnreadable, LockVersionUnknown or LockNotWritten.</exception>
    public static void Write(string file, string key, ModelSnapshot snapshot)
    {
        ModelLocks locks = ModelLocks.Read(file);
        LockedModel now = LockedModel.Of(snapshot);
        if (locks.Models.GetValueOrDefault(key) is { } known && known.Source == now.Source && known.Version == now.Version && known.Files.SequenceEqual(now.Files))
            return;
        locks.With(key, now).ToDocument().Write();
        KeepOwner(file);
    }

    // Applied with root rights, it still is a file of the person whose tree it is.
    private static void KeepOwner(string file)
    {
        var folder = Root.At(Path.GetDirectoryName(Path.GetFullPath(file))!); // A file has a directory.
        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && folder.Stat("/") is { } owner)
            folder.SetOwner("/" + Path.GetFileName(file), owner.UserId, owner.GroupId);
    }
}
