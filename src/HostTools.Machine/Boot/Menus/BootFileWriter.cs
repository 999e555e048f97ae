using System.Security.Cryptography;
using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Machine.Boot;

/// <summary>Writes files of boot loaders: whole beside the old one, on the disk, then renamed. What somebody else wrote is kept in the state first.</summary>
internal sealed class BootFileWriter(Target target)
{
    private const string Temporary = ".hosttools-boot.tmp";
    private const string Kept = "boot";
    private const int MostKept = 20;

    public void Write(string path, byte[] bytes, bool keepsOld)
    {
        if (keepsOld && target.Root.Stat(path) is { Type: FileEntryType.File })
            Keep(path);
        target.Root.CreateDirectories(RootPath.ParentOf(path));
        Replace(target.Root, path, bytes);
    }

    /// <summary>Puts bytes in the place of a file, or makes it.</summary>
    public static void Replace(Root root, string path, byte[] bytes)
    {
        string folder = RootPath.ParentOf(path);
        FileStatus? there = root.Stat(path);
        if (there is { Type: not FileEntryType.File })
            throw new HostToolsException(MachineErrors.BootFileUnreadable(root.Describe(path), "it is no regular file"));
        string temporary = RootPath.Join(folder, Temporary);
        if (root.Stat(temporary) is { Type: FileEntryType.File })
            root.RemoveFile(temporary); // Of a run that was killed.
        using (FileStream file = root.CreateNew(temporary, there is { Mode: > 0 } old ? old.Mode & 0x1FF : 0x1A4))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        root.Rename(temporary, path);
        root.SyncDirectory(folder);
    }

    public void Remove(string path)
    {
        if (target.Root.Stat(path) is not { Type: FileEntryType.File })
            return;
        target.Root.RemoveFile(path);
        target.Root.SyncDirectory(RootPath.ParentOf(path));
    }

    /// <summary>Removes a folder that is empty.</summary>
    public void RemoveFolder(string folder)
    {
        if (target.Root.Stat(folder) is not { Type: FileEntryType.Directory } || target.Root.List(folder).Count > 0)
            return;
        target.Root.RemoveDirectory(folder);
        target.Root.SyncDirectory(RootPath.ParentOf(folder));
    }

    /// <summary>Removes what a run that was killed left beside.</summary>
    public void RemoveLeftovers(IEnumerable<string> folders)
    {
        foreach (string folder in folders.Distinct(StringComparer.Ordinal))
            Remove(RootPath.Join(folder, Temporary));
    }

    /// <summary>Not on the partition of the loader, where room is scarce and the loader might find it.</summary>
    private void Keep(string path)
    {
        (Root state, string folder) = target.IsStateInside ? (target.Root, $"{Target.StatePath}/{Kept}") : (Root.At(target.StateDirectory), $"/{Kept}");
        byte[] bytes = target.Root.ReadAllBytes(path, BootFiles.Limit);
        string copy = $"{folder}/{RootPath.NameOf(path)}.{Convert.ToHexStringLower(SHA256.HashData(bytes))[..12]}";
        state.CreateDirectories(folder);
        if (state.Stat(copy) is not null || state.List(folder).Count >= MostKept)
            return;
        using FileStream file = state.CreateNew(copy, 0x180);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }
}
