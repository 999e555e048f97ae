using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace HostTools.Activation;

/// <summary>Puts a file's bytes on the disk.</summary>
internal static partial class FileSync
{
    private const uint WriteBack = 2;

    /// <summary>Starts writing back without waiting, where the system can.</summary>
    public static void Begin(SafeFileHandle file)
    {
        if (OperatingSystem.IsLinux())
            _ = SyncFileRange(file, 0, 0, WriteBack);
    }

    /// <summary>Waits until content and metadata are on the disk.</summary>
    /// <exception cref="IOException">The disk refused them.</exception>
    public static void Finish(FileStream file)
    {
        file.Flush();
        // Windows flushes only what is open for writing, and keeps names and rights in a journal of its own.
        if (OperatingSystem.IsWindows() && !file.CanWrite)
            return;
        // What is only open for reading may have got another mode or owner; FileStream itself passes over it.
        RandomAccess.FlushToDisk(file.SafeFileHandle);
    }

    [LibraryImport("libc", EntryPoint = "sync_file_range", SetLastError = true)]
    private static partial int SyncFileRange(SafeHandle file, long offset, long count, uint flags);
}
