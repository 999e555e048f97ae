using Microsoft.Win32.SafeHandles;

namespace HostTools.Platform;

/// <summary>The system calls behind a <see cref="Root"/>; paths are canonical. Failures are <see cref="RootIOException"/>.</summary>
internal interface IRootAccess
{
    SafeFileHandle OpenRead(string path);

    SafeFileHandle CreateNew(string path, int mode);

    SafeFileHandle OpenOrCreate(string path, int mode);

    FileStatus? Stat(string path);

    FileStatus? StatFollowed(string path);

    string? ReadLink(string path);

    IReadOnlyList<string> List(string path);

    string? ResolveDirectory(string path);

    void CreateDirectory(string path, int mode);

    void CreateLink(string path, string target);

    void CreateHardLink(string path, SafeFileHandle existing);

    void RemoveFile(string path);

    void RemoveDirectory(string path);

    void Rename(string from, string to);

    void SetMode(string path, int mode);

    void SetOwner(string path, int userId, int groupId);

    void SyncDirectory(string path);

    void SyncFileSystem(string path);

    bool IsWritable(string directory);

    long FreeSpace(string directory);
}
