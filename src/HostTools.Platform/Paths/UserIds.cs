using System.Runtime.InteropServices;

namespace HostTools.Platform;

/// <summary>A user by numbers, as the kernel knows him.</summary>
/// <param name="User">Number of the user.</param>
/// <param name="Group">Number of the primary group.</param>
public readonly partial record struct UserIds(int User, int Group)
{
    /// <summary>Number of the user that this process runs as; -1 on Windows.</summary>
    public static int Current => OperatingSystem.IsWindows() ? -1 : (int)GetEffectiveUser();

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();
}
