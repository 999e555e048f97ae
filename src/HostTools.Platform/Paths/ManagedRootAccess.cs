using Microsoft.Win32.SafeHandles;

namespace HostTools.Platform;

/// <summary>Looks at each part of a path in turn with .NET alone; for Windows and other systems without Linux's calls.</summary>
/// <remarks>Links are resolved inside the root. A directory swapped for a link between the look and the use is not noticed.</remarks>
internal sealed class ManagedRootAccess(string directory) : IRootAccess
{
    private const int MaximumLinks = 40;
    private const int GroupAndOthers = 0x3F;

    // ERROR_PRIVILEGE_NOT_HELD
    private const int PrivilegeMissing = 0x522;

    public SafeFileHandle OpenRead(string path) => Guard("Reading", path, () =>
        File.OpenHandle(Real(path, followLast: true), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));

    public SafeFileHandle CreateNew(string path, int mode) => Guard("Creating", path, () =>
    {
        string real = Real(path, followLast: false);
        SafeFileHandle file = File.OpenHandle(real, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        Chmod(real, mode);
        return file;
    });

    public SafeFileHandle OpenOrCreate(string path, int mode) => Guard("Opening", path, () =>
    {
        string real = Real(path, followLast: false);
        if (TypeOf(real) is FileEntryType.Link)
            throw Failure("Opening", path, "it is a link", RootFailure.LinkLoop);
        return File.OpenHandle(real, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
    });

    public FileStatus? Stat(string path) => Guard("Looking at", path, () => StatusOf(Real(path, followLast: false)));

    public FileStatus? StatFollowed(string path) => Guard("Looking at", path, () => StatusOf(Real(path, followLast: true)));

    public string? ReadLink(string path) => Guard("Reading", path, () =>
    {
        string real = Real(path, followLast: false);
        return TypeOf(real) is FileEntryType.Link ? new FileInfo(real).LinkTarget : null;
    });

    public IReadOnlyList<string> List(string path) => Guard("Listing", path, () =>
    {
        string real = Real(path, followLast: true);
        return Directory.Exists(real)
            ? Directory.EnumerateFileSystemEntries(real).Select(static entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal).ToArray()
            : [];
    });

    public string? ResolveDirectory(string path) => Guard("Looking at", path, () =>
    {
        string real = Real(path, followLast: true);
        return Directory.Exists(real) ? RootPath.Normalize(real[Path.TrimEndingDirectorySeparator(directory).Length..].Replace('\\', '/')) : null;
    });

    public void CreateDirectory(string path, int mode) => Guard("Creating", path, () =>
    {
        string real = Real(path, followLast: false);
        if (TypeOf(real) is not null)
            throw Failure("Creating", path, "something is there already", RootFailure.Exists);
        Directory.CreateDirectory(real);
        Chmod(real, mode);
        return real;
    });

    public void CreateLink(string path, string target) =>
        Guard("Creating", path, () => File.CreateSymbolicLink(Real(path, followLast: false), target));

    public void CreateHardLink(string path, SafeFileHandle existing) => Guard("Linking", path, () =>
    {
        string real = Real(path, followLast: false);
        if (!OperatingSystem.IsWindows())
            throw Failure("Linking", path, "this system cannot", RootFailure.Other);
        WindowsFiles.CreateHardLink(real, existing);
        return real;
    });

    public void RemoveFile(string path) => Guard("Removing", path, () =>
    {
        string real = Real(path, followLast: false);
        if (TypeOf(real) is null)
            throw Failure("Removing", path, "it does not exist", RootFailure.NotFound);
        File.Delete(real);
        return real;
    });

    public void RemoveDirectory(string path) => Guard("Removing", path, () =>
    {
        string real = Real(path, followLast: false);
        if (Directory.Exists(real) && Directory.EnumerateFileSystemEntries(real).Any())
            throw Failure("Removing", path, "the directory is not empty", RootFailure.NotEmpty);
        Directory.Delete(real);
        return real;
    });

    public void Rename(string from, string to) => Guard("Replacing", to, () =>
    {
        string source = Real(from, followLast: false);
        string target = Real(to, followLast: false);
        if (Directory.Exists(source) && TypeOf(source) is FileEntryType.Directory)
            Directory.Move(source, target);
        else
            File.Move(source, target, overwrite: true);
        return target;
    });

    public void SetMode(string path, int mode) => Guard("Setting the mode of", path, () =>
    {
        string real = Real(path, followLast: false);
        Chmod(real, mode);
        return real;
    });

    public void SetOwner(string path, int userId, int groupId)
    {
        // Owners by number exist on POSIX systems only, where this class is a stopgap.
    }

    public void SyncDirectory(string path)
    {
        // Windows writes directory entries through its journal, and no other system gives .NET a handle to sync.
    }

    public void SyncFileSystem(string path)
    {
        // As above.
    }

    public bool IsWritable(string path)
    {
        string real = Real(path, followLast: true);
        return Directory.Exists(real) && (new DirectoryInfo(real).Attributes & FileAttributes.ReadOnly) == 0;
    }

    public long FreeSpace(string path) => Guard("Asking for the free space of", path, () => new DriveInfo(Real(path, followLast: true)).AvailableFreeSpace);

    private static FileEntryType? TypeOf(string real)
    {
        var info = new FileInfo(real);
        if ((int)info.Attributes == -1)
            return null;
        return info.Attributes.HasFlag(FileAttributes.ReparsePoint) || info.LinkTarget is not null ? FileEntryType.Link
            : info.Attributes.HasFlag(FileAttributes.Directory) ? FileEntryType.Directory
            : info.Attributes.HasFlag(FileAttributes.Device) ? FileEntryType.Other : FileEntryType.File;
    }

    private static FileStatus? StatusOf(string real)
    {
        if (TypeOf(real) is not { } type)
            return null;
        var info = new FileInfo(real);
        int mode = OperatingSystem.IsWindows() || type is FileEntryType.Link ? 0 : (int)File.GetUnixFileMode(real);
        return new FileStatus(type, mode, 0, 0, type is FileEntryType.File ? info.Length : 0) { ModifiedAt = info.LastWriteTimeUtc };
    }

    private static void Chmod(string real, int mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(real, (UnixFileMode)mode);
        else if ((mode & GroupAndOthers) == 0)
            WindowsRights.Restrict(real);
    }

    /// <summary>Path on this machine with the links of all parts, and of the last if wanted, resolved inside the root.</summary>
    private string Real(string path, bool followLast)
    {
        var done = new List<string>();
        var rest = new Stack<string>(Parts(path));
        for (int links = 0; rest.TryPop(out string? name);)
        {
            if (name == "..")
            {
                if (done.Count > 0)
                    done.RemoveAt(done.Count - 1);
                continue;
            }

            string next = Path.Join([directory, .. done, name]);
            bool isLast = rest.Count == 0;
            FileEntryType? type = TypeOf(next);
            if (type is not FileEntryType.Link || (isLast && !followLast))
            {
                if (!isLast && type is FileEntryType.File or FileEntryType.Other && rest.Count > 0)
                    throw Failure("Resolving", path, "a part of the path is no directory", RootFailure.NotDirectory);
                done.Add(name);
                continue;
            }

            // A reparse point whose target cannot be read (a mount point, a cloud placeholder) might lead anywhere.
            string target = new FileInfo(next).LinkTarget?.Replace('\\', '/') ??
                throw Failure("Resolving", path, "a part of it is a reparse point that leads out of the root", RootFailure.LinkLoop);
            if (++links > MaximumLinks || (target.Length > 1 && target[1] == ':'))
                throw Failure("Resolving", path, "its symbolic links go round in circles or leave the root", RootFailure.LinkLoop);
            if (target.StartsWith('/'))
                done.Clear();
            foreach (string part in Parts(target))
                rest.Push(part);
        }

        return done.Count == 0 ? directory : Path.Join([directory, .. done]);
    }

    private static IEnumerable<string> Parts(string path) => path.Split('/').Where(static part => part is not ("" or ".")).Reverse();

    private RootIOException Failure(string verb, string path, string why, RootFailure reason) =>
        new($"{verb} '{Path.Join(directory, path)}' failed: {why}.", reason, path);

    private T Guard<T>(string verb, string path, Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception cause) when (cause is IOException and not RootIOException or UnauthorizedAccessException)
        {
            RootFailure reason = cause switch
            {
                UnauthorizedAccessException => RootFailure.AccessDenied,
                _ when (cause.HResult & 0xFFFF) == PrivilegeMissing => RootFailure.AccessDenied,
                FileNotFoundException or DirectoryNotFoundException => RootFailure.NotFound,
                _ when (cause.HResult & 0xFFFF) is 0x70 or 0x27 or 28 => RootFailure.NoSpace,
                _ when (cause.HResult & 0xFFFF) is 0x50 or 0xB7 or 17 => RootFailure.Exists,
                _ => RootFailure.Other,
            };
            string why = (cause.HResult & 0xFFFF) == PrivilegeMissing
                ? "on Windows links take Developer Mode, or the rights of an administrator" : cause.Message.TrimEnd('.');
            throw Failure(verb, path, why, reason);
        }
    }
}
