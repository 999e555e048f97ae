namespace HostTools.Platform;

/// <summary>Copies that share their blocks with the original until one of them is written (btrfs, XFS, bcachefs).</summary>
public static class FileClone
{
    private const nuint Clone = 0x40049409; // FICLONE (linux/fs.h)

    /// <summary>Fills an empty file with the content of another at no cost; false where the file system cannot.</summary>
    public static bool TryClone(FileStream from, FileStream to) =>
        OperatingSystem.IsLinux() && Native.Control(to.SafeFileHandle, Clone, from.SafeFileHandle.DangerousGetHandle()) == 0;
}
