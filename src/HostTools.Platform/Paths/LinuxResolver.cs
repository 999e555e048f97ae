using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace HostTools.Platform;

/// <summary>Opens a path inside a root: by the kernel where it can, else part by part.</summary>
internal class LinuxResolver
{
    private const int MaximumLinks = 40;
    private const int MaximumRetries = 64;

    public static LinuxResolver Default { get; } = new();

    /// <summary>Null, with the error number set, when it cannot be opened.</summary>
    public virtual SafeFileHandle? Open(string root, string path, int flags)
    {
        using SafeFileHandle? top = OpenTop(root);
        if (top is null)
            return null;
        // A rename somewhere in the path makes the kernel ask for another try (openat2(2), EAGAIN).
        for (int i = 0; i < MaximumRetries; i++)
        {
            int fd = Native.OpenAt2(top, path, flags, 0, Native.InRoot | Native.NoMagicLinks);
            if (fd >= 0)
                return new SafeFileHandle(fd, ownsHandle: true);
            int error = Marshal.GetLastPInvokeError();
            if (error is LinuxFailure.NotImplemented)
                return Walk(top, path, flags);
            if (error is not (LinuxFailure.TryAgain or LinuxFailure.Interrupted))
                return null;
        }

        return null;
    }

    /// <summary>What a link says; null when it is none.</summary>
    public static string? ReadLink(SafeHandle parent, string name)
    {
        for (int size = 256; size <= 1 << 16; size *= 4)
        {
            byte[] buffer = new byte[size];
            nint count = Native.ReadLinkAt(parent, name, buffer, size);
            if (count < 0)
                return null;
            if (count < size)
                return Encoding.UTF8.GetString(buffer, 0, (int)count);
        }

        return null;
    }

    /// <summary>The path the kernel knows an open directory by.</summary>
    public static string? PathOf(SafeFileHandle handle)
    {
        using var none = new SafeFileHandle(Native.CurrentDirectory, ownsHandle: false);
        return ReadLink(none, $"/proc/self/fd/{handle.DangerousGetHandle()}");
    }

    /// <summary>Sets the mode of a name that is no link.</summary>
    public static int SetMode(SafeHandle parent, string name, int mode)
    {
        if (Native.ChangeMode(parent, name, mode) == 0)
            return 0;
        if (Marshal.GetLastPInvokeError() is not (LinuxFailure.NotImplemented or LinuxFailure.NotPermitted))
            return -1;
        // Before Linux 6.6 only an open file's mode can be set without following a link.
        int fd = Native.OpenAt(parent, name, Native.ReadOnly | Native.NoFollow | Native.NonBlocking | Native.CloseOnExec, 0);
        if (fd < 0)
            return -1;
        using var file = new SafeFileHandle(fd, ownsHandle: true);
        return Native.ChangeMode(file, mode);
    }

    protected virtual SafeFileHandle? OpenTop(string root) =>
        Native.Open(root, Native.PathOnly | Native.DirectoryOnly | Native.CloseOnExec, 0) is >= 0 and var fd
            ? new SafeFileHandle(fd, ownsHandle: true)
            : null;

    /// <summary>Follows a path part by part, every part opened without following links, links and <c>..</c> taken by hand.</summary>
    protected static SafeFileHandle? Walk(SafeFileHandle top, string path, int flags)
    {
        var opened = new Stack<SafeFileHandle>();
        var rest = new Stack<string>(Parts(path));
        int links = 0;
        bool isOpenedAsWanted = false;
        try
        {
            while (rest.TryPop(out string? name))
            {
                isOpenedAsWanted = false;
                if (name == "..")
                {
                    if (opened.TryPop(out SafeFileHandle? left))
                        left.Dispose();
                    continue;
                }

                SafeFileHandle parent = opened.Count > 0 ? opened.Peek() : top;
                if (ReadLink(parent, name) is { } target)
                {
                    if (++links > MaximumLinks)
                        return Fail(40);
                    if (target.StartsWith('/'))
                        Close(opened);
                    foreach (string part in Parts(target))
                        rest.Push(part);
                    continue;
                }

                int wanted = rest.Count == 0 ? flags | Native.NoFollow : Native.PathOnly | Native.DirectoryOnly | Native.NoFollow | Native.CloseOnExec;
                int fd = Native.OpenAt(parent, name, wanted, 0);
                if (fd < 0)
                    return null;
                opened.Push(new SafeFileHandle(fd, ownsHandle: true));
                isOpenedAsWanted = rest.Count == 0;
            }

            if (isOpenedAsWanted)
                return opened.Pop();
            // The path ended at the root or in '..': that directory is open, but only to walk on.
            int again = Native.OpenAt(opened.Count > 0 ? opened.Peek() : top, ".", flags, 0);
            return again >= 0 ? new SafeFileHandle(again, ownsHandle: true) : null;
        }
        finally
        {
            Close(opened);
        }
    }

    private static IEnumerable<string> Parts(string path) =>
        path.Split('/').Where(static part => part is not ("" or ".")).Reverse();

    private static void Close(Stack<SafeFileHandle> handles)
    {
        while (handles.TryPop(out SafeFileHandle? handle))
            handle.Dispose();
    }

    private static SafeFileHandle? Fail(int error)
    {
        Marshal.SetLastPInvokeError(error);
        return null;
    }
}
