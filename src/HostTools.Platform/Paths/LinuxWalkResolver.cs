using Microsoft.Win32.SafeHandles;

namespace HostTools.Platform;

/// <summary>Resolves part by part even where the kernel could do it; what kernels before 5.6 get.</summary>
internal sealed class LinuxWalkResolver : LinuxResolver
{
    public override SafeFileHandle? Open(string root, string path, int flags)
    {
        using SafeFileHandle? top = OpenTop(root);
        return top is null ? null : Walk(top, path, flags);
    }
}
