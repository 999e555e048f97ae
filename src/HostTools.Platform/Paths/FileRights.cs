using System.Reflection;
using System.Runtime.InteropServices;

namespace HostTools.Platform;

/// <summary>Lets the calling thread work on files with the rights of a user; the kernel refuses what that user may not, and what is made is his.</summary>
/// <remarks>Of a thread, not of the process, so that nothing in between may wait: what is awaited goes on in another thread.</remarks>
internal static partial class FileRights
{
    private const int Nobody = -1;

    // unistd.h: the numbers differ between processor families. Those of the C library would change all threads.
    private static readonly nint s_setGroups = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 ? 159 : 116;

    /// <summary>
    /// What is missing is loaded now: .NET loads an assembly when it is first needed, which may be inside, and below /root the user may not read it.
    /// </summary>
    static FileRights()
    {
        foreach (AssemblyName name in typeof(FileRights).Assembly.GetReferencedAssemblies())
            _ = Assembly.Load(name);
    }

    /// <summary>Does something as a user.</summary>
    /// <exception cref="RootIOException">The process may not become that user.</exception>
    public static T As<T>(UserIds user, Func<T> work)
    {
        int[] groups = OwnGroups();
        SetGroups([]);
        int group = SetFileGroup((uint)user.Group);
        int own = SetFileUser((uint)user.User);
        try
        {
            return SetFileUser(unchecked((uint)Nobody)) == user.User && SetFileGroup(unchecked((uint)Nobody)) == user.Group
                ? work()
                : throw new RootIOException($"This process may not act as the user number {user.User}.", RootFailure.AccessDenied, "/");
        }
        finally
        {
            _ = SetFileUser((uint)own);
            _ = SetFileGroup((uint)group);
            SetGroups(groups);
            // A thread of root's that stays somebody else's would fail at random later on.
            if (SetFileUser(unchecked((uint)Nobody)) != own || SetFileGroup(unchecked((uint)Nobody)) != group)
                Environment.FailFast("The rights of the process could not be taken back.");
        }
    }

    /// <summary>Does something in between as the process itself.</summary>
    public static T AsProcess<T>(Func<T> work)
    {
        int user = SetFileUser(GetEffectiveUser());
        int group = SetFileGroup(GetEffectiveGroup());
        try
        {
            return work();
        }
        finally
        {
            _ = SetFileGroup((uint)group);
            _ = SetFileUser((uint)user);
        }
    }

    private static int[] OwnGroups()
    {
        int count = GetGroups(0, []);
        if (count <= 0)
            return [];
        int[] groups = new int[count];
        return GetGroups(count, groups) == count ? groups : [];
    }

    /// <summary>Where a process may not change its groups it has none beyond those of its user name space.</summary>
    private static unsafe void SetGroups(int[] groups)
    {
        fixed (int* first = groups)
            _ = SystemCall(s_setGroups, groups.Length, (nint)first);
    }

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetFileUser(uint user);

    [LibraryImport("libc", EntryPoint = "setfsgid")]
    private static partial int SetFileGroup(uint group);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();

    [LibraryImport("libc", EntryPoint = "getegid")]
    private static partial uint GetEffectiveGroup();

    [LibraryImport("libc", EntryPoint = "getgroups")]
    private static partial int GetGroups(int size, [Out] int[] groups);

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint SystemCall(nint number, nint count, nint groups);
}
