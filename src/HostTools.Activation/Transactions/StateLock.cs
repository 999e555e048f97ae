using System.Runtime.InteropServices;
using HostTools.Platform;
using Microsoft.Win32.SafeHandles;

namespace HostTools.Activation;

/// <summary>One writer at a time for a target. Ends with its process; the record in it names the owner, and tells a live one from a dead one.</summary>
internal sealed partial class StateLock : IDisposable
{
    private const int ExclusiveWithoutWaiting = 2 | 4;
    private const int Unlock = 8;
    private const int WouldBlock = 11;
    private const string LockPath = "/lock";

    private readonly FileStream _file;

    private StateLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, making the state directory where it is absent.</summary>
    /// <exception cref="HostToolsException">Busy, which names the owner; StateNotWritable.</exception>
    public static StateLock Take(Target target, string user, string purpose)
    {
        FileStream file = Open(target);
        bool isHeld;
        bool isSupported = true;
        try
        {
            isHeld = TryLock(file.SafeFileHandle, out isSupported);
        }
        catch
        {
            file.Dispose();
            throw;
        }

        LockOwner? owner = LockOwner.Parse(ReadAll(file));
        // Without locks of the file system, as on some network mounts, the record alone decides.
        if (!isHeld || (!isSupported && owner is { IsAlive: true }))
        {
            file.Dispose();
            throw new HostToolsException(ActivationErrors.Busy(target.ToString(), owner));
        }

        file.SetLength(0);
        file.Position = 0;
        file.Write(LockOwner.Current(user, purpose).ToBytes());
        return new StateLock(file);
    }

    /// <summary>Gives the lock back.</summary>
    public void Dispose()
    {
        try
        {
            _file.SetLength(0);
        }
        catch (IOException)
        {
            // The record of a process that is gone is known for what it is.
        }

        // A program that another thread is just starting holds a copy of the open file until it has begun; unlocking does not wait for it.
        if (OperatingSystem.IsLinux())
            _ = Flock(_file.SafeFileHandle, Unlock);
        _file.Dispose();
    }

    private static FileStream Open(Target target)
    {
        try
        {
            target.MakeState();
            return target.State.OpenOrCreate(LockPath, 0x1A4);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new HostToolsException(ActivationErrors.StateNotWritable(target.StateDirectory, cause));
        }
    }

    private static bool TryLock(SafeFileHandle file, out bool isSupported)
    {
        isSupported = true;
        if (!OperatingSystem.IsLinux())
        {
            isSupported = false;
            return true;
        }

        if (Flock(file, ExclusiveWithoutWaiting) == 0)
            return true;
        isSupported = Marshal.GetLastPInvokeError() == WouldBlock;
        return !isSupported;
    }

    private static byte[] ReadAll(FileStream file)
    {
        byte[] bytes = new byte[Math.Min(file.Length, 4096)];
        file.Position = 0;
        int count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return bytes[..count];
    }

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeHandle file, int operation);
}
