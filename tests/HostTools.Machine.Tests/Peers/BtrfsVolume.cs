namespace HostTools.Machine.Tests.Peers;

/// <summary>A real btrfs file system in a file, mounted while the object lives.</summary>
internal sealed class BtrfsVolume : IDisposable
{
    private const long Bytes = 256L << 20;

    private BtrfsVolume(string path) => Path = path;

    /// <summary>Where it is mounted.</summary>
    public string Path { get; }

    /// <summary>Makes and mounts one; skips the test where that is not possible.</summary>
    public static BtrfsVolume Mount(string path)
    {
        string mkfs = Peer.Require("mkfs.btrfs");
        Skip.IfNot(Environment.IsPrivilegedProcess, "mounting a file system needs root");
        string image = path + ".img";
        using (FileStream file = File.Create(image))
            file.SetLength(Bytes);
        Peer.Accept(mkfs, "-q", image);
        Directory.CreateDirectory(path);
        Skip.If(Peer.Run("mount", "-t", "btrfs", "-o", "loop", image, path).ExitCode != 0, "this kernel mounts no btrfs from a file");
        return new BtrfsVolume(path);
    }

    public void CreateSubvolume(string name) => Peer.Accept("btrfs", "subvolume", "create", System.IO.Path.Combine(Path, name));

    public void Dispose() => Peer.Run("umount", Path);
}
