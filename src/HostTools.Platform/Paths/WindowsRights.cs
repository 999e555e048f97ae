using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace HostTools.Platform;

/// <summary>What mode 0600 and 0700 mean where there are no modes.</summary>
[SupportedOSPlatform("windows")]
internal static class WindowsRights
{
    /// <summary>A file or directory becomes that of this user, of Windows itself and of administrators alone; what is made in it later inherits that.</summary>
    public static void Restrict(string path)
    {
        using var user = WindowsIdentity.GetCurrent();
        SecurityIdentifier[] owners =
        [
            user.User ?? throw new UnauthorizedAccessException("this process belongs to nobody"),
            new(WellKnownSidType.LocalSystemSid, null), new(WellKnownSidType.BuiltinAdministratorsSid, null),
        ];
        if (Directory.Exists(path))
        {
            var rights = new DirectorySecurity();
            rights.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
            foreach (SecurityIdentifier owner in owners)
                rights.AddAccessRule(new FileSystemAccessRule(owner, FileSystemRights.FullControl, InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit, PropagationFlags.None, AccessControlType.Allow));
            new DirectoryInfo(path).SetAccessControl(rights);
        }
        else
        {
            var rights = new FileSecurity();
            rights.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
            foreach (SecurityIdentifier owner in owners)
                rights.AddAccessRule(new FileSystemAccessRule(owner, FileSystemRights.FullControl, AccessControlType.Allow));
            new FileInfo(path).SetAccessControl(rights);
        }
    }
}
