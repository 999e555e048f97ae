using System.Runtime.InteropServices;
using HostTools.Platform;
using Microsoft.Win32.SafeHandles;

namespace HostTools.Activation;

/// <summary>One writer at a time for a target. Ends with its process; the record in it names the owner, and tells a live one from a dead one.</summary>
internal sealed partial class StateLock : IDisposable
{
    private const int SharedWithoutWaiting = 1 | 4;
    private const int ExclusiveWithoutWaiting = 2 | 4;
    private const int Unlock = 8;
    private const int WouldBlock = 11;
    private const int MaximumTries = 100;
    private const int MaximumRecord = 4096;
    internal const string LockPath = "/lock";

    // Whoever may read a file may lock it, and so keep its owner from working for as long as he likes.
    private const int Private = 0x180;

    private readonly FileStream _file;
    private readonly Target _target;

    private StateLock(FileStream file, Target target) => (_file, _target) = (file, target);

    /// <summary>Takes the lock, making the state directory where it is absent.</summary>
    /// <exception cref="HostToolsException">Busy, which names the owner; StateNotWritable.</exception>
    public static StateLock Take(Target target, string user, string purpose) =>
        TryTake(target, user, purpose, faults: null, out LockOwner? owner) ?? throw new HostToolsException(ActivationErrors.Busy(target.ToString(), owner));

    /// <summary>The same, waiting for whoever holds it.</summary>
    /// <param name="target">What is locked.</param>
    /// <param name="user">Who asks.</param>
    /// <param name="purpose">What for.</param>
    /// <param name="wait">How long; null not at all.</param>
    /// <param name="token">Ends the wait at once.</param>
    /// <param name="faults">Called before and after directories are made.</param>
    /// <exception cref="HostToolsException">As of <see cref="Take"/>, when the time is over.</exception>
    public static async Task<StateLock> TakeAsync(Target target, string user, string purpose, LockWait? wait, CancellationToken token, Action<string>? faults = null)
    {
        while (true)
        {
            if (TryTake(target, user, purpose, faults, out LockOwner? owner) is { } held)
                return held;
            if (wait is null || !await wait.PauseAsync(owner, token).ConfigureAwait(false))
                throw new HostToolsException(ActivationErrors.Busy(target.ToString(), owner));
        }
    }

    private static StateLock? TryTake(Target target, string user, string purpose, Action<string>? faults, out LockOwner? owner)
    {
        for (int tries = 0; ; tries++)
        {
            FileStream file = Open(target, faults, out bool isNoted);
            try
            {
                bool isHeld = TryLock(file.SafeFileHandle, out bool isSupported);
                owner = LockOwner.Parse(ReadAll(file));
                // Without locks of the file system, as on some network mounts, the record alone decides.
                if (!isHeld || (!isSupported && owner is { IsAlive: true }))
                {
                    file.Dispose();
                    // Whoever holds it has read what was noted.
                    if (isNoted)
                        MakingNote.Remove(target);
                    return null;
                }

                byte[] record = LockOwner.Current(user, purpose).ToBytes();
                file.SetLength(0);
                file.Position = 0;
                file.Write(record);
                // Whoever undid a first apply took the file away with the state; then what is locked here is nobody's lock any more.
                if (target.State.TryReadAllBytes(LockPath, MaximumRecord)?.AsSpan().SequenceEqual(record) == true)
                {
                    MadeDirectories.Note(target, MakingNote.Read(target));
                    MakingNote.Remove(target);
                    return new StateLock(file, target);
                }

                file.Dispose();
                if (tries == MaximumTries)
                    return null;
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
    }

    /// <summary>Who holds the lock; null when nobody does, or this user may not know. What is held is not touched, so that looking keeps nobody from working.</summary>
    public static LockOwner? Holder(Target target)
    {
        try
        {
            // A home that is being made together with its machine has no lock of its own yet.
            if (target.State.Stat(LockPath) is null)
                return target.Machine is { } machine ? Holder(machine) : null;
            using FileStream file = target.State.OpenRead(LockPath);
            // In a copy of a target the record is there and nobody holds it.
            return LockOwner.Parse(ReadAll(file)) is { IsAlive: true } owner && IsHeld(file.SafeFileHandle) ? owner : null;
        }
        catch (RootIOException)
        {
            return null;
        }
    }

    /// <summary>Changes with every taking and giving back.</summary>
    public static string Stamp(Target target) =>
        target.State.Stat(LockPath) is { } file ? FormattableString.Invariant($"{file.Identity} {file.ModifiedAt.UtcTicks} {file.Size}") : string.Empty;

    /// <summary>Gives the lock back.</summary>
    public void Dispose()
    {
        MadeDirectories.Sweep(_target);
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

    private static FileStream Open(Target target, Action<string>? faults, out bool isNoted)
    {
        try
        {
            isNoted = MakingNote.Write(target);
            if (isNoted)
                MadeDirectories.Make(target, faults);
            FileStream file = target.State.OpenOrCreate(LockPath, Private);
            if (target.State.Stat(LockPath) is { } found && (found.Mode & ~Private) != 0)
                target.State.SetMode(LockPath, Private); // Of an earlier version.
            return file;
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

    private static bool IsHeld(SafeFileHandle file) =>
        !OperatingSystem.IsLinux() || (Flock(file, SharedWithoutWaiting) != 0 && Marshal.GetLastPInvokeError() == WouldBlock);

    private static byte[] ReadAll(FileStream file)
    {
        byte[] bytes = new byte[Math.Min(file.Length, MaximumRecord)];
        file.Position = 0;
        int count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return bytes[..count];
    }

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeHandle file, int operation);
}
