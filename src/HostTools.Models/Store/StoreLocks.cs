using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>
/// Locks of one store: a byte of the file <c>locks</c> for each thing that is worked on. The system gives them back when their process ends,
/// however it ends, so none is ever stale, and nothing is left behind.
/// </summary>
internal sealed partial class StoreLocks(ModelStore store)
{
    private const string LockPath = "/locks";
    private const int Private = 0x180;
    private const int ForGroup = 0x1B0;
    private const int SetLock = 37; // F_OFD_SETLK: of the open file, not of the process, so that threads keep each other out, too.
    private const short WriteLock = 1;
    private const int Busy = 11;
    private const int Denied = 13;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Takes the lock of a thing, waiting for whoever has it.</summary>
    /// <param name="what">Name of the thing; for all processes the same.</param>
    /// <param name="limit">Longest wait.</param>
    /// <param name="token">Ends the wait.</param>
    /// <exception cref="HostToolsException">StoreBusy or StoreNotWritable.</exception>
    public async Task<IDisposable> TakeAsync(string what, TimeSpan limit, CancellationToken token)
    {
        long until = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        while (true)
        {
            if (TryTake(what) is { } held)
                return held;
            if (Environment.TickCount64 >= until)
                throw new HostToolsException(ModelErrors.StoreBusy(what, store.Directory, limit));
            await Task.Delay(s_pause, token).ConfigureAwait(false);
        }
    }

    /// <summary>The same without waiting; null when somebody has it.</summary>
    public IDisposable? TryTake(string what)
    {
        store.MakeDirectory("/");
        FileStream file = Open();
        try
        {
            if (Lock(file, BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(what))) & (long.MaxValue >> 1)))
                return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }

        file.Dispose();
        return null;
    }

    private FileStream Open()
    {
        try
        {
            return store.Root.OpenOrCreate(LockPath, store.IsShared ? ForGroup : Private);
        }
        catch (IOException cause)
        {
            throw new HostToolsException(DiskFailure.Of(store, cause));
        }
    }

    // File systems without locks, as some of networks are, let everybody in: what is written is checked anyhow, and gets its name at once.
    private static bool Lock(FileStream file, long place)
    {
        if (OperatingSystem.IsLinux())
        {
            var range = new Range { Type = WriteLock, Start = place, Length = 1 };
            return Control(file.SafeFileHandle, SetLock, ref range) == 0 || Marshal.GetLastPInvokeError() is not (Busy or Denied);
        }

        try
        {
            if (OperatingSystem.IsWindows())
                file.Lock(place, 1);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Range
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int ProcessId;
    }

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafeHandle file, int command, ref Range range);
}
