using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace HostTools.Platform;

/// <summary>What Windows can do with files and .NET does not offer.</summary>
[SupportedOSPlatform("windows")]
internal static partial class WindowsFiles
{
    private const int LongestPath = 32767;

    /// <summary>Gives an open file one more name.</summary>
    /// <exception cref="IOException">It cannot have one there.</exception>
    public static void CreateHardLink(string path, SafeFileHandle existing)
    {
        byte[] name = new byte[2 * LongestPath];
        int length = GetFinalPathNameByHandle(existing, name, LongestPath, 0);
        if (length == 0 || length > LongestPath || !CreateHardLink(@"\\?\" + path, Encoding.Unicode.GetString(name, 0, 2 * length), 0))
            throw new IOException(new Win32Exception().Message, unchecked((int)0x80070000) | Marshal.GetLastPInvokeError());
    }

    [LibraryImport("kernel32", EntryPoint = "GetFinalPathNameByHandleW", SetLastError = true)]
    private static partial int GetFinalPathNameByHandle(SafeFileHandle file, [Out] byte[] path, int length, int flags);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string path, string existing, nint security);
}
