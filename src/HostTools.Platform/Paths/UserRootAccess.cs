using Microsoft.Win32.SafeHandles;

namespace HostTools.Platform;

/// <summary>Every call with the rights of a user, so that a link that the user made leads nobody further than the user himself may go.</summary>
/// <param name="directory">The root; how one gets there is not the user's matter.</param>
/// <param name="user">Asked at each call; null to go on as the process itself.</param>
internal sealed class UserRootAccess(string directory, Func<UserIds?> user) : IRootAccess
{
    private readonly LinuxRootAccess _files = new(directory, new Resolver());

    public SafeFileHandle OpenRead(string path) => Get(() => _files.OpenRead(path));

    public SafeFileHandle CreateNew(string path, int mode) => Get(() => _files.CreateNew(path, mode));

    public SafeFileHandle OpenOrCreate(string path, int mode) => Get(() => _files.OpenOrCreate(path, mode));

    public FileStatus? Stat(string path) => Get(() => _files.Stat(path));

    public FileStatus? StatFollowed(string path) => Get(() => _files.StatFollowed(path));

    public string? ReadLink(string path) => Get(() => _files.ReadLink(path));

    public IReadOnlyList<string> List(string path) => Get(() => _files.List(path));

    public string? ResolveDirectory(string path) => Get(() => _files.ResolveDirectory(path));

    public void CreateDirectory(string path, int mode) => Do(() => _files.CreateDirectory(path, mode));

    public void CreateLink(string path, string target) => Do(() => _files.CreateLink(path, target));

    public void CreateHardLink(string path, SafeFileHandle existing) => Do(() => _files.CreateHardLink(path, existing));

    public void RemoveFile(string path) => Do(() => _files.RemoveFile(path));

    public void RemoveDirectory(string path) => Do(() => _files.RemoveDirectory(path));

    public void Rename(string from, string to) => Do(() => _files.Rename(from, to));

    public void SetMode(string path, int mode) => Do(() => _files.SetMode(path, mode));

    public void SetOwner(string path, int userId, int groupId) => Do(() => _files.SetOwner(path, userId, groupId));

    public void SyncDirectory(string path) => Do(() => _files.SyncDirectory(path));

    public void SyncFileSystem(string path) => Do(() => _files.SyncFileSystem(path));

    public bool IsWritable(string directory) => Get(() => _files.IsWritable(directory));

    public long FreeSpace(string directory) => Get(() => _files.FreeSpace(directory));

    private T Get<T>(Func<T> work) => user() is { } ids ? FileRights.As(ids, work) : work();

    private void Do(Action work) => Get(() =>
    {
        work();
        return true;
    });

    /// <summary>The root itself may lie where the user cannot go.</summary>
    private sealed class Resolver : LinuxResolver
    {
        protected override SafeFileHandle? OpenTop(string root) => FileRights.AsProcess(() => base.OpenTop(root));
    }
}
