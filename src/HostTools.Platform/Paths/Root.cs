using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace HostTools.Platform;

/// <summary>A directory that is the root of all paths given to it: links inside it resolve inside it, and nothing leads out of it.</summary>
/// <remarks>
/// Making one touches nothing. Thread-safe. On Linux the kernel resolves (<c>openat2</c> with RESOLVE_IN_ROOT), so a directory that is
/// swapped for a link in the middle of an operation cannot lead out either; elsewhere each part of a path is looked at in turn.
/// Failures are <see cref="RootIOException"/>.
/// </remarks>
public sealed class Root
{
    /// <summary>Limit of reads that name none: 16 MiB.</summary>
    public const long DefaultReadLimit = 16 << 20;

    private readonly IRootAccess _access;
    private readonly string _prefix;

    private Root(string directory, string prefix, IRootAccess access) => (Directory, _prefix, _access) = (directory, prefix, access);

    /// <summary>The root at a directory of this machine; it does not have to exist yet.</summary>
    public static Root At(string directory)
    {
        string path = Path.GetFullPath(directory);
        return new Root(path, "/", OperatingSystem.IsLinux() ? new LinuxRootAccess(path) : new ManagedRootAccess(path));
    }

    /// <summary>The root at a directory in which everything happens with the rights of a user, and what is made belongs to him.</summary>
    /// <param name="directory">Directory of this machine; it does not have to exist yet.</param>
    /// <param name="user">Asked at each call; null goes on as the process itself. A process without root rights is always itself.</param>
    public static Root At(string directory, Func<UserIds?> user)
    {
        string path = Path.GetFullPath(directory);
        return OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess ? new Root(path, "/", new UserRootAccess(path, user)) : At(path);
    }

    internal static Root With(string directory, IRootAccess access) => new(Path.GetFullPath(directory), "/", access);

    /// <summary>Absolute path of the outermost root on this machine; for messages, not for joining.</summary>
    public string Directory { get; }

    /// <summary>Absolute path for messages of something in the root, on this machine.</summary>
    public string Describe(string path) => 
        Full(path) == "/" ? Directory : Directory.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar) + Full(path);

    /// <summary>A part of this root: paths are taken from there, links still resolve in the outermost root.</summary>
    public Root Below(string path) => new(Directory, Full(path), _access);

    /// <summary>Something is at the path when links are followed inside the root; false as well when the rights do not suffice to tell.</summary>
    public bool Exists(string path)
    {
        try
        {
            return _access.StatFollowed(Full(path)) is not null;
        }
        catch (RootIOException)
        {
            return false;
        }
    }

    /// <summary>What is at the path itself, a link not followed; null when nothing is.</summary>
    public FileStatus? Stat(string path) => _access.Stat(Full(path));

    /// <summary>What is at the end of all links, inside the root; null when nothing is.</summary>
    public FileStatus? StatFollowed(string path) => _access.StatFollowed(Full(path));

    /// <summary>What a link says, as it is; null when the path is no link.</summary>
    public string? ReadLink(string path) => _access.ReadLink(Full(path));

    /// <summary>Names in a directory, in ordinal order; empty when there is no such directory.</summary>
    public IReadOnlyList<string> List(string path) => _access.List(Full(path));

    /// <summary>The path of a directory with all links resolved, inside the outermost root; null when there is no such directory.</summary>
    public string? ResolveDirectory(string path) => _access.ResolveDirectory(Full(path));

    /// <summary>Text of a file in UTF-8; null when it is absent, unreadable or no regular file.</summary>
    /// <exception cref="RootIOException">The file is larger than the limit.</exception>
    public string? TryReadAllText(string path, long limit = DefaultReadLimit) =>
        TryReadAllBytes(path, limit) is { } bytes ? Encoding.UTF8.GetString(bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsSpan(3) : bytes) : null;

    /// <summary>Bytes of a file; null when it is absent, unreadable or no regular file.</summary>
    /// <exception cref="RootIOException">The file is larger than the limit.</exception>
    public byte[]? TryReadAllBytes(string path, long limit = DefaultReadLimit)
    {
        try
        {
            return ReadAllBytes(path, limit);
        }
        catch (RootIOException cause) when (cause.Reason != RootFailure.TooLarge)
        {
            return null;
        }
    }

    /// <summary>Bytes of a file, links followed inside the root.</summary>
    public byte[] ReadAllBytes(string path, long limit = DefaultReadLimit)
    {
        using FileStream stream = OpenRead(path);
        using var bytes = new MemoryStream();
        byte[] buffer = new byte[16 << 10];
        // Files of /proc and /sys say nothing true about their size, so it is read to its end.
        try
        {
            while (stream.Read(buffer) is > 0 and var count)
            {
                if (bytes.Length + count > limit)
                    throw new RootIOException($"'{Describe(path)}' is larger than {new ByteSize(limit)}.", RootFailure.TooLarge, path);
                bytes.Write(buffer, 0, count);
            }
        }
        catch (Exception cause) when (cause is IOException and not RootIOException or UnauthorizedAccessException)
        {
            throw new RootIOException($"Reading '{Describe(path)}' failed: {cause.Message}", RootFailure.Other, path);
        }

        return bytes.ToArray();
    }

    /// <summary>A regular file for reading, links followed inside the root.</summary>
    public FileStream OpenRead(string path) => new(_access.OpenRead(Full(path)), FileAccess.Read, bufferSize: 0);

    /// <summary>A new file for writing; fails when anything is at the path. The mode is set as given, whatever the process's mask.</summary>
    public FileStream CreateNew(string path, int mode) => new(_access.CreateNew(Full(path), mode), FileAccess.Write, bufferSize: 0);

    /// <summary>A file for reading and writing, made when absent; a link at the path itself is refused.</summary>
    public FileStream OpenOrCreate(string path, int mode) => new(_access.OpenOrCreate(Full(path), mode), FileAccess.ReadWrite, bufferSize: 0);

    /// <summary>Makes one directory; its parent has to exist. The mode is set as given, whatever the process's mask.</summary>
    public void CreateDirectory(string path, int mode) => _access.CreateDirectory(Full(path), mode);

    /// <summary>Makes a directory and those above it where they are absent, the root itself included, with mode 0755.</summary>
    /// <returns>Those it made, the outermost first, as absolute paths of the machine that runs us.</returns>
    public IReadOnlyList<string> CreateDirectories(string path)
    {
        string full = Full(path);
        if (_access.StatFollowed(full) is { Type: FileEntryType.Directory })
            return [];
        var made = new List<string>();
        for (string? above = Directory; above is not null && !System.IO.Directory.Exists(above); above = System.IO.Path.GetDirectoryName(above))
            made.Insert(0, above);
        System.IO.Directory.CreateDirectory(Directory);
        foreach (string directory in RootPath.AncestorsOf(full).Reverse().Append(full))
        {
            if (directory != "/" && _access.StatFollowed(directory) is null && TryCreateDirectory(directory))
                made.Add(Directory.TrimEnd('/') + directory); // The root may be '/' itself.
        }

        return made;
    }

    /// <summary>False when somebody else made it in this instant.</summary>
    private bool TryCreateDirectory(string directory)
    {
        try
        {
            _access.CreateDirectory(directory, 0x1ED);
            return true;
        }
        catch (RootIOException cause) when (cause.Reason is RootFailure.Exists && _access.StatFollowed(directory) is { Type: FileEntryType.Directory })
        {
            return false;
        }
    }

    /// <summary>Makes a symbolic link that says exactly <paramref name="target"/>; fails when anything is at the path.</summary>
    public void CreateLink(string path, string target) => _access.CreateLink(Full(path), target);

    /// <summary>Gives an open file one more name; fails when anything is at the path, and across file systems.</summary>
    /// <param name="path">The new name.</param>
    /// <param name="existing">The file, maybe of another root.</param>
    public void CreateHardLink(string path, FileStream existing) => _access.CreateHardLink(Full(path), existing.SafeFileHandle);

    /// <summary>Removes a file or link; a link is not followed.</summary>
    public void RemoveFile(string path) => _access.RemoveFile(Full(path));

    /// <summary>Removes an empty directory.</summary>
    public void RemoveDirectory(string path) => _access.RemoveDirectory(Full(path));

    /// <summary>Gives a thing another name; what has that name already is replaced in the same instant.</summary>
    public void Rename(string from, string to) => _access.Rename(Full(from), Full(to));

    /// <summary>Sets permission bits of a file or directory; a link is refused.</summary>
    public void SetMode(string path, int mode) => _access.SetMode(Full(path), mode);

    /// <summary>Sets owner and group; of a link its own. -1 leaves one as it is.</summary>
    public void SetOwner(string path, int userId, int groupId) => _access.SetOwner(Full(path), userId, groupId);

    /// <summary>Waits until names made, changed and removed in a directory are on the disk.</summary>
    public void SyncDirectory(string path) => _access.SyncDirectory(Full(path));

    /// <summary>Returns once everything on the file system that holds a directory is on the disk, also what others wrote.</summary>
    /// <exception cref="RootIOException">It cannot be synced.</exception>
    public void SyncFileSystem(string path) => _access.SyncFileSystem(Full(path));

    /// <summary>This process may make and remove names in a directory.</summary>
    public bool IsWritable(string directory) => _access.IsWritable(Full(directory));

    /// <summary>Bytes this process may still write to the file system that holds a directory.</summary>
    public long FreeSpace(string directory) => _access.FreeSpace(Full(directory));

    private string Full(string path)
    {
        string below = RootPath.Normalize(path);
        return _prefix == "/" ? below : below == "/" ? _prefix : _prefix + below;
    }
}
