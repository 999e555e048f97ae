using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace HostTools.Platform;

/// <summary>Works on names relative to a parent directory that the kernel opened inside the root.</summary>
internal sealed class LinuxRootAccess(string directory, LinuxResolver? resolver = null) : IRootAccess
{
    private readonly LinuxResolver _resolver = resolver ?? LinuxResolver.Default;

    public SafeFileHandle OpenRead(string path)
    {
        SafeFileHandle file = Resolve(path, Native.ReadOnly | Native.NonBlocking, "Reading");
        if (StatusOf(file, string.Empty, Native.EmptyPath) is { Type: FileEntryType.File })
            return file;
        file.Dispose();
        throw new RootIOException($"'{Describe(path)}' is no regular file.", RootFailure.IsDirectory, path);
    }

    public SafeFileHandle CreateNew(string path, int mode)
    {
        SafeFileHandle file = InParent(path, "Creating", (parent, name) =>
            Native.OpenAt(parent, name, Native.WriteOnly | Native.Create | Native.Exclusive | Native.NoFollow | Native.CloseOnExec, 0x180) is >= 0 and var fd
                ? new SafeFileHandle(fd, ownsHandle: true)
                : null)!;
        if (Native.ChangeMode(file, mode) == 0)
            return file;
        RootIOException cause = Failure("Setting the mode of", path);
        file.Dispose();
        throw cause;
    }

    public SafeFileHandle OpenOrCreate(string path, int mode) => InParent(path, "Opening", (parent, name) =>
        Native.OpenAt(parent, name, Native.ReadWrite | Native.Create | Native.NoFollow | Native.NonBlocking | Native.CloseOnExec, mode) is >= 0 and var fd
            ? new SafeFileHandle(fd, ownsHandle: true)
            : null)!;

    public FileStatus? Stat(string path)
    {
        if (path == "/")
            return StatFollowed(path);
        using SafeFileHandle? parent = TryResolve(RootPath.ParentOf(path), Native.PathOnly | Native.DirectoryOnly);
        return parent is null ? null : StatusOf(parent, RootPath.NameOf(path), Native.SymlinkNoFollow) ?? AbsentOrThrow(path);
    }

    public FileStatus? StatFollowed(string path)
    {
        using SafeFileHandle? file = TryResolve(path, Native.PathOnly);
        return file is null ? null : StatusOf(file, string.Empty, Native.EmptyPath) ?? AbsentOrThrow(path);
    }

    public string? ReadLink(string path)
    {
        using SafeFileHandle? parent = TryResolve(RootPath.ParentOf(path), Native.PathOnly | Native.DirectoryOnly);
        return parent is null ? null : LinuxResolver.ReadLink(parent, RootPath.NameOf(path));
    }

    public IReadOnlyList<string> List(string path)
    {
        using SafeFileHandle? handle = TryResolve(path, Native.ReadOnly | Native.DirectoryOnly);
        if (handle is null)
            return [];
        var names = new List<string>();
        byte[] buffer = new byte[32 << 10];
        nint count;
        while ((count = Native.ReadDirectory(handle, buffer, buffer.Length)) > 0)
        {
            // struct linux_dirent64: inode 8, offset 8, record length 2, type 1, name up to a NUL (getdents64(2)).
            for (int at = 0; at < count; at += BitConverter.ToUInt16(buffer, at + 16))
            {
                ReadOnlySpan<byte> name = buffer.AsSpan(at + 19);
                string text = Encoding.UTF8.GetString(name[..name.IndexOf((byte)0)]);
                if (text is not ("." or ".."))
                    names.Add(text);
            }
        }

        if (count < 0)
            throw Failure("Listing", path);
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    public string? ResolveDirectory(string path)
    {
        using SafeFileHandle? handle = TryResolve(path, Native.PathOnly | Native.DirectoryOnly);
        using SafeFileHandle? top = TryResolve("/", Native.PathOnly | Native.DirectoryOnly);
        if (handle is null || top is null)
            return null;
        if (LinuxResolver.PathOf(handle) is not { } real || LinuxResolver.PathOf(top) is not { } root)
            return null;
        string prefix = root == "/" ? string.Empty : root;
        return (real + "/").StartsWith(prefix + "/", StringComparison.Ordinal) ? RootPath.Normalize(real[prefix.Length..]) : null;
    }

    public void CreateDirectory(string path, int mode) => Try(path, "Creating", (parent, name) =>
        Native.MakeDirectoryAt(parent, name, 0x1C0) is < 0 and var failed ? failed : LinuxResolver.SetMode(parent, name, mode));

    public void CreateLink(string path, string target) =>
        Try(path, "Creating", (parent, name) => Native.SymlinkAt(target, parent, name));

    public void CreateHardLink(string path, SafeFileHandle existing) => Try(path, "Linking", (parent, name) =>
        Native.LinkAt(Native.CurrentDirectory, $"/proc/self/fd/{existing.DangerousGetHandle()}", parent, name, Native.SymlinkFollow));

    public void RemoveFile(string path) => Try(path, "Removing", static (parent, name) => Native.UnlinkAt(parent, name, 0));

    public void RemoveDirectory(string path) =>
        Try(path, "Removing", static (parent, name) => Native.UnlinkAt(parent, name, Native.RemoveDirectory));

    public void Rename(string from, string to)
    {
        using SafeFileHandle source = Resolve(RootPath.ParentOf(from), Native.PathOnly | Native.DirectoryOnly, "Moving");
        Try(to, "Replacing", (parent, name) => Native.RenameAt(source, RootPath.NameOf(from), parent, name));
    }

    public void SetMode(string path, int mode) => Try(path, "Setting the mode of", (parent, name) => LinuxResolver.SetMode(parent, name, mode));

    public void SetOwner(string path, int userId, int groupId) => Try(path, "Setting the owner of", (parent, name) =>
        Native.ChangeOwnerAt(parent, name, userId, groupId, Native.SymlinkNoFollow));

    public void SyncDirectory(string path)
    {
        using SafeFileHandle handle = Resolve(path, Native.ReadOnly | Native.DirectoryOnly, "Syncing");
        if (Native.Sync(handle) != 0)
            throw Failure("Syncing", path);
    }

    public void SyncFileSystem(string path)
    {
        using SafeFileHandle handle = Resolve(path, Native.ReadOnly | Native.DirectoryOnly, "Syncing");
        if (Native.SyncFileSystem(handle) != 0)
            throw Failure("Syncing", path);
    }

    public bool IsWritable(string directory)
    {
        using SafeFileHandle? handle = TryResolve(directory, Native.PathOnly | Native.DirectoryOnly);
        return handle is not null && Native.AccessAt(handle, ".", Native.WriteAndSearch, Native.EffectiveAccess) == 0;
    }

    public long FreeSpace(string directory)
    {
        using SafeFileHandle handle = Resolve(directory, Native.ReadOnly | Native.DirectoryOnly, "Asking for the free space of");
        // struct statvfs of every 64-bit C library begins: block size, fragment size, blocks, free, available (statvfs(3)).
        ulong[] buffer = new ulong[32];
        if (Native.StatFileSystem(handle, buffer) != 0)
            throw Failure("Asking for the free space of", directory);
        return (long)Math.Min(long.MaxValue, buffer[1] * buffer[4]);
    }

    private static FileStatus? StatusOf(SafeHandle parent, string name, int flags)
    {
        Native.StatXBuffer raw = default;
        if (Native.StatX(parent, name, flags, Native.BasicStatus, ref raw) != 0)
            return null;
        FileEntryType type = (raw.Mode & 0xF000) switch
        {
            0x8000 => FileEntryType.File,
            0x4000 => FileEntryType.Directory,
            0xA000 => FileEntryType.Link,
            _ => FileEntryType.Other,
        };
        return new FileStatus(type, raw.Mode & 0xFFF, (int)raw.UserId, (int)raw.GroupId, (long)raw.Size)
        {
            ModifiedAt = DateTimeOffset.FromUnixTimeSeconds(raw.ModifiedSeconds).AddTicks(raw.ModifiedNanoseconds / 100),
            ChangedAt = DateTimeOffset.FromUnixTimeSeconds(raw.ChangedSeconds).AddTicks(raw.ChangedNanoseconds / 100),
            IsFixed = (raw.Attributes & (Native.Immutable | Native.AppendOnly)) != 0,
            IsMountPoint = (raw.Attributes & Native.MountPoint) != 0,
            Identity = $"{raw.DeviceMajor}:{raw.DeviceMinor}:{raw.Inode}",
        };
    }

    private void Try(string path, string verb, Func<SafeHandle, string, int> call) =>
        InParent(path, verb, (parent, name) => call(parent, name) == 0 ? parent : null);

    private T InParent<T>(string path, string verb, Func<SafeHandle, string, T?> call)
        where T : class
    {
        if (path == "/")
            throw new RootIOException($"{verb} the root '{directory}' itself is refused.", RootFailure.Other, path);
        using SafeFileHandle parent = Resolve(RootPath.ParentOf(path), Native.PathOnly | Native.DirectoryOnly, verb);
        return call(parent, RootPath.NameOf(path)) ?? throw Failure(verb, path);
    }

    private SafeFileHandle Resolve(string path, int flags, string verb) =>
        _resolver.Open(directory, path, flags | Native.CloseOnExec) ?? throw Failure(verb, path);

    private SafeFileHandle? TryResolve(string path, int flags) =>
        _resolver.Open(directory, path, flags | Native.CloseOnExec) ?? (AbsentOrThrow(path) is null ? null : throw new InvalidOperationException());

    private FileStatus? AbsentOrThrow(string path) =>
        LinuxFailure.Of(Marshal.GetLastPInvokeError()) is RootFailure.NotFound or RootFailure.NotDirectory ? null : throw Failure("Looking at", path);

    private RootIOException Failure(string verb, string path) => LinuxFailure.Create(verb, Describe(path), path);

    private string Describe(string path) => path == "/" ? directory : directory.TrimEnd('/') + path;
}
