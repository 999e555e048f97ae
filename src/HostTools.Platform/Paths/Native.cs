using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace HostTools.Platform;

/// <summary>The part of the C library that works relative to an open directory.</summary>
internal static partial class Native
{
    public const int PathOnly = 0x200000;
    public const int CloseOnExec = 0x80000;
    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int ReadWrite = 2;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int NonBlocking = 0x800;
    public const int CurrentDirectory = -100;
    public const int SymlinkNoFollow = 0x100;
    public const int SymlinkFollow = 0x400;
    public const int RemoveDirectory = 0x200;
    public const int EffectiveAccess = 0x200;
    public const int EmptyPath = 0x1000;
    public const int WriteAndSearch = 3;
    public const int BasicStatus = 0x7ff;
    public const ulong Immutable = 0x10;
    public const ulong AppendOnly = 0x20;
    public const ulong MountPoint = 0x2000;
    public const ulong InRoot = 0x10;
    public const ulong NoMagicLinks = 0x02;

    private const nint OpenAt2Number = 437;
    private const nint FchmodAt2Number = 452;

    private static readonly bool s_isArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64;

    /// <summary>The value differs between processor families (asm/fcntl.h).</summary>
    public static int DirectoryOnly => s_isArm ? 0x4000 : 0x10000;

    /// <summary>The value differs between processor families (asm/fcntl.h).</summary>
    public static int NoFollow => s_isArm ? 0x8000 : 0x20000;

    public static unsafe int OpenAt2(SafeHandle directory, string path, int flags, int mode, ulong resolve)
    {
        var how = new OpenHow { Flags = (uint)flags, Mode = (uint)mode, Resolve = resolve };
        bool added = false;
        nint name = Marshal.StringToCoTaskMemUTF8(path);
        try
        {
            directory.DangerousAddRef(ref added);
            return (int)SystemCall(OpenAt2Number, directory.DangerousGetHandle(), name, (nint)(&how), sizeof(OpenHow));
        }
        finally
        {
            Marshal.FreeCoTaskMem(name);
            if (added)
                directory.DangerousRelease();
        }
    }

    public static int ChangeMode(SafeHandle directory, string name, int mode)
    {
        bool added = false;
        nint text = Marshal.StringToCoTaskMemUTF8(name);
        try
        {
            directory.DangerousAddRef(ref added);
            return (int)SystemCall(FchmodAt2Number, directory.DangerousGetHandle(), text, mode, SymlinkNoFollow);
        }
        finally
        {
            Marshal.FreeCoTaskMem(text);
            if (added)
                directory.DangerousRelease();
        }
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint first, nint second, nint third, nint fourth);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int OpenAt(SafeHandle directory, string name, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int StatX(SafeHandle directory, string name, int flags, int mask, ref StatXBuffer status);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeDirectoryAt(SafeHandle directory, string name, int mode);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int UnlinkAt(SafeHandle directory, string name, int flags);

    [LibraryImport("libc", EntryPoint = "renameat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int RenameAt(SafeHandle fromDirectory, string from, SafeHandle toDirectory, string to);

    [LibraryImport("libc", EntryPoint = "symlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SymlinkAt(string target, SafeHandle directory, string name);

    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int LinkAt(int fromDirectory, string from, SafeHandle toDirectory, string to, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(SafeHandle file, nuint request, nint argument);

    [LibraryImport("libc", EntryPoint = "readlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint ReadLinkAt(SafeHandle directory, string name, [Out] byte[] buffer, nint size);

    [LibraryImport("libc", EntryPoint = "fchownat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ChangeOwnerAt(SafeHandle directory, string name, int userId, int groupId, int flags);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    public static partial int ChangeMode(SafeHandle file, int mode);

    [LibraryImport("libc", EntryPoint = "faccessat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int AccessAt(SafeHandle directory, string name, int mode, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Sync(SafeHandle file);

    [LibraryImport("libc", EntryPoint = "syncfs", SetLastError = true)]
    public static partial int SyncFileSystem(SafeHandle file);

    [LibraryImport("libc", EntryPoint = "getdents64", SetLastError = true)]
    public static partial nint ReadDirectory(SafeHandle directory, [Out] byte[] buffer, nint size);

    [LibraryImport("libc", EntryPoint = "fstatvfs", SetLastError = true)]
    public static partial int StatFileSystem(SafeHandle file, [Out] ulong[] buffer);

    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }

    /// <summary><c>struct statx</c>; unlike <c>struct stat</c> it is the same on every processor (linux/stat.h).</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct StatXBuffer
    {
        [FieldOffset(8)]
        public ulong Attributes;

        [FieldOffset(20)]
        public uint UserId;

        [FieldOffset(24)]
        public uint GroupId;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public ulong Size;

        [FieldOffset(96)]
        public long ChangedSeconds;

        [FieldOffset(104)]
        public uint ChangedNanoseconds;

        [FieldOffset(112)]
        public long ModifiedSeconds;

        [FieldOffset(120)]
        public uint ModifiedNanoseconds;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
