using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Machine.Accounts;
using HostTools.Machine.Units;
using HostTools.Platform;

namespace HostTools.Machine.Windows;

/// <summary>What a host with Windows cannot have, whichever option it came from.</summary>
internal static class ForeignToWindows
{
    // Where programs of Linux look for files. On Windows nobody would find them there.
    private static readonly string[] s_folders = ["/etc/", "/usr/", "/var/", "/run/", "/opt/", "/srv/", "/boot/", "/home/", "/root/", "/bin/", "/sbin/", "/lib/"];

    /// <summary>One error for each wish that means nothing there; none for any other system.</summary>
    public static IEnumerable<HostError> In(ResourceSet set, HostConfig config) =>
        config.Meta.Os != "windows" ? [] : set.Resources.Select(Refuse).OfType<HostError>();

    private static HostError? Refuse(Resource resource) => resource switch
    {
        UnitResource => MachineErrors.NotOnWindows($"the unit '{resource.Id.Key}'", "services of Windows are in windows.services, and what runs by a clock is in windows.scheduledTasks", resource.Origins),
        UserResource or GroupResource or MemberResource => MachineErrors.NotOnWindows($"the {resource.Id.Kind} '{resource.Id.Key}'", "accounts of Windows are made with its own programs", resource.Origins),
        SecretResource => MachineErrors.NotOnWindows($"the file '{resource.Id.Key}' with a secret in it", "HostTools keeps secrets on Linux alone", resource.Origins),
        FileResource { Mode: not null } or FileResource { Owner: not null } or FileResource { Group: not null }
            or DirectoryResource { Mode: not null } or DirectoryResource { Owner: not null } or DirectoryResource { Group: not null } =>
            MachineErrors.NotOnWindows($"a mode or an owner of '{resource.Id.Key}'", "what is made inherits the rights of its folder; leave out 'mode', 'user' and 'group'", resource.Origins),
        FileResource or LinkResource or DirectoryResource when s_folders.FirstOrDefault(folder => resource.Id.Key.StartsWith(folder, StringComparison.Ordinal)) is { } folder =>
            MachineErrors.NotOnWindows($"'{resource.Id.Key}'", $"nothing looks into {folder} there; files of Windows are in environment.files, like 'C:\\ProgramData\\Example\\example.ini'", resource.Origins),
        _ => null,
    };
}
