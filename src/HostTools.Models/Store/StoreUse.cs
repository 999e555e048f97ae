using System.Runtime.InteropServices;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>
/// Who works with a store: many may use it at once, and whoever takes bytes away is alone in it. The system gives the lock back with its process,
/// however that ends.
/// </summary>
public sealed partial class StoreUse : IDisposable
{
    private const string LockPath = "/in-use";
    private const int Shared = 1;
    private const int Exclusive = 2;
    private const int NoWait = 4;
    private const int WindowsNow = 1;
    private const int WindowsExclusive = 2;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    private readonly FileStream _file;

    private StoreUse(FileStream file) => _file = file;

    /// <summary>Uses it: what is stored from here on stays until this is disposed, and by then something has to need it.</summary>
    /// <exception cref="HostToolsException">StoreNotWritable; StoreCleared: somebody takes bytes away, and did not end in a minute.</exception>
    public static Task<StoreUse> EnterAsync(ModelStore store, CancellationToken token) => EnterAsync(store, TimeSpan.FromMinutes(1), token);

    internal static Task<StoreUse> EnterAsync(ModelStore store, TimeSpan limit, CancellationToken token) => TakeAsync(store, isAlone: false, limit, token);

    /// <summary>Is alone in it; null when somebody uses it.</summary>
    /// <exception cref="HostToolsException">StoreNotWritable.</exception>
    public static StoreUse? TryBeAlone(ModelStore store) => TryTake(store, isAlone: true);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static async Task<StoreUse> TakeAsync(ModelStore store, bool isAlone, TimeSpan limit, CancellationToken token)
    {
        long until = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        while (true)
        {
            if (TryTake(store, isAlone) is { } use)
                return use;
            if (Environment.TickCount64 >= until)
                throw new HostToolsException(ModelErrors.StoreCleared(store.Directory));
            await Task.Delay(s_pause, token).ConfigureAwait(false);
        }
    }

    private static StoreUse? TryTake(ModelStore store, bool isAlone)
    {
        store.MakeDirectory("/");
        FileStream file = store.Root.OpenOrCreate(LockPath, 0x1B0);
        if (Lock(file, isAlone))
            return new StoreUse(file);
        file.Dispose();
        return null;
    }

    private static bool Lock(FileStream file, bool isAlone)
    {
        if (!OperatingSystem.IsWindows())
            return LockUnix(file.SafeFileHandle, NoWait | (isAlone ? Exclusive : Shared)) == 0;
        byte[] from = new byte[32]; // OVERLAPPED, all zero: from the beginning.
        return LockWindows(file.SafeFileHandle, WindowsNow | (isAlone ? WindowsExclusive : 0), 0, 1, 0, from) != 0;
    }

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int LockUnix(SafeHandle file, int operation);

    [LibraryImport("kernel32", EntryPoint = "LockFileEx", SetLastError = true)]
    private static partial int LockWindows(SafeHandle file, int flags, int reserved, int low, int high, byte[] overlapped);
}
