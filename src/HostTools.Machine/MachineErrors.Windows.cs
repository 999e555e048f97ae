using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Machine;

/// <summary>Failures of what only Windows has.</summary>
public static partial class MachineErrors
{
    /// <summary>Something of Windows is declared for a machine that runs another system.</summary>
    /// <remarks>Apply the host to the machine that it is for, or to a folder, where such things are only recorded.</remarks>
    /// <example><code lang="text">hosttools apply desk, where hosts/desk has 'system: x86_64-windows', on a machine with Linux.</code></example>
    public static HostError WindowsMissing(ResourceId id, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(WindowsMissing), ErrorKind.InvalidInput,
            $"Things of the kind '{id.Kind}' are for Windows, and this machine runs another system. Apply the host to the machine it is for, or to a folder.", id.Key), origins);

    /// <summary>Windows does not say how something is.</summary>
    /// <remarks>Run the command as an administrator, or put right what the message names.</remarks>
    /// <example><code lang="text">A key below HKLM\SECURITY, which administrators may not read either.</code></example>
    public static HostError WindowsUnreadable(ResourceId id, string why, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(WindowsUnreadable), ErrorKind.PermissionDenied, $"The {id.Kind} '{id.Key}' cannot be looked at: {why}", id.Key), origins);

    /// <summary>Something is not as it was written a moment ago.</summary>
    /// <remarks>Another program, or a policy of the domain, keeps it as it is; find out which, and apply again.</remarks>
    /// <example><code lang="text">A group policy writes a registry value back at once.</code></example>
    public static HostError WindowsNotAsWritten(ResourceId id, string now, string wanted) =>
        new(nameof(WindowsNotAsWritten), ErrorKind.Conflict,
            $"The {id.Kind} '{id.Key}' is not as it was written: it is '{now}' instead of '{wanted}'. Something else writes it, such as a policy of the domain.", id.Key);

    /// <summary>The registry refuses to be read or written.</summary>
    /// <remarks>Run the command as an administrator; some keys belong to Windows itself, and even an administrator may not write them.</remarks>
    /// <example><code lang="text">A value below HKLM is declared, and a user without the rights of an administrator applies.</code></example>
    public static HostError RegistryRefused(string verb, string key, string why) =>
        new(nameof(RegistryRefused), ErrorKind.PermissionDenied, $"{verb} '{key}' in the registry was refused: {why.TrimEnd('.')}. Apply as an administrator.", key);

    /// <summary>A home has settings of Windows, and somebody else than its user applies: the registry of a user is there while he is logged in.</summary>
    /// <remarks>Apply the home as its user.</remarks>
    /// <example><code lang="text">An administrator applies a host whose home of 'ann' has windows.registry.</code></example>
    public static HostError RegistryOfAnother(string user) =>
        new(nameof(RegistryOfAnother), ErrorKind.PermissionDenied, $"The registry and the variables of '{user}' can only be reached by '{user}'. Apply this home as that user.", user);

    /// <summary>A key of the registry does not begin with one of its five roots, or cannot be one.</summary>
    /// <remarks>Write it from its root on: HKLM, HKCU, HKU, HKCR or HKCC, or their long names.</remarks>
    /// <example><code lang="text">windows.registry: { 'Software\Policies': { values: { a: { data: 1 } } } }</code></example>
    public static HostError RegistryKeyInvalid(string key, string why, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(RegistryKeyInvalid), ErrorKind.InvalidInput, $@"'{key}' is no key of the registry: {why}. Write it like 'HKLM\Software\Example'.", key), origins);

    /// <summary>The data of a registry value does not fit its type.</summary>
    /// <remarks>Give it data as the message says, or another type.</remarks>
    /// <example><code lang="text">windows.registry: { 'HKLM\Software\X': { values: { a: { type: Dword, data: many } } } }</code></example>
    public static HostError RegistryDataInvalid(string key, string name, string why, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(RegistryDataInvalid), ErrorKind.InvalidInput, $"The value '{name}' of '{key}' cannot be written: {why}.", name), origins);

    /// <summary>sc.exe refused to tell about a service, or to change it.</summary>
    /// <remarks>Look up the number (net helpmsg NUMBER); most often the rights of an administrator are missing, or another service needs it.</remarks>
    /// <example><code lang="text">windows.services: { LanmanServer: { state: Stopped } }, and a service that depends on it runs.</code></example>
    public static HostError ServiceCommandFailed(string name, string verb, int exitCode, string said) =>
        new(nameof(ServiceCommandFailed), exitCode == 5 ? ErrorKind.PermissionDenied : ErrorKind.Failed,
            $"'sc.exe {verb} {name}' failed with {exitCode}: {said.TrimEnd('.')}. {exitCode switch
            {
                5 => "Apply as an administrator.",
                1051 => "Services that depend on it run; declare them stopped as well.",
                1058 => "It is disabled, or something that it needs is.",
                _ => $"'net helpmsg {exitCode}' says more.",
            }}", name);

    /// <summary>A service did not come to the state that it was told to go to.</summary>
    /// <remarks>Look into the event log for why; the change was taken back.</remarks>
    /// <example><code lang="text">A service ends right after its start, since its own settings are wrong.</code></example>
    public static HostError ServiceNotSettled(string name, string verb, string wanted) =>
        new(nameof(ServiceNotSettled), ErrorKind.Failed,
            $"'sc.exe {verb} {name}' was accepted, and the service is not {wanted}. The event log of the system says why (Get-WinEvent -LogName System).", name);

    /// <summary>A service went away between the plan and the apply.</summary>
    /// <remarks>Install again what brings it, or declare it no longer.</remarks>
    /// <example><code lang="text">A program was uninstalled while its services were being changed.</code></example>
    public static HostError ServiceGone(string name) =>
        new(nameof(ServiceGone), ErrorKind.NotFound, $"The service '{name}' is not there any more. Install again what brings it, or declare it no longer.", name);

    /// <summary>A name that Windows does not allow.</summary>
    /// <remarks>Correct the name as the message says.</remarks>
    /// <example><code lang="text">windows.services: { '\\server\Spooler': { state: Running } }</code></example>
    public static HostError WindowsNameInvalid(string option, string name, string why, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(WindowsNameInvalid), ErrorKind.InvalidInput, $"'{name}' in '{option}' is no name there: {why}.", name), origins);

    /// <summary>A script in Windows PowerShell failed.</summary>
    /// <remarks>Apply as an administrator; what PowerShell said tells what else is the matter.</remarks>
    /// <example><code lang="text">A scheduled task names a user that the machine does not have.</code></example>
    public static HostError WindowsScriptFailed(string what, string said) =>
        new(nameof(WindowsScriptFailed), ErrorKind.Failed, $"{what}: Windows PowerShell said: {said.TrimEnd('.')}. Some of this needs the rights of an administrator.", what);

    /// <summary>A scheduled task that is to be replaced runs with a password that Windows keeps and tells nobody, so that it could not be brought back.</summary>
    /// <remarks>Export the task if you need it, remove it, and apply again; or give yours another name.</remarks>
    /// <example><code lang="text">Somebody made the task with 'Run whether user is logged on or not', and a configuration declares one in the same place.</code></example>
    public static HostError TaskHasPassword(string path, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(TaskHasPassword), ErrorKind.Conflict,
            $"The scheduled task '{path}' runs with a password that Windows tells nobody, so it could not be brought back. Remove it yourself (Unregister-ScheduledTask), or give yours another name.", path), origins);

    /// <summary>This Windows has no optional feature of that name.</summary>
    /// <remarks>'dism /Online /Get-Features' lists those that there are; editions differ.</remarks>
    /// <example><code lang="text">windows.optionalFeatures: { Microsoft-Hyper-V: {} }, and the edition is Home.</code></example>
    public static HostError FeatureUnknown(string name, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(FeatureUnknown), ErrorKind.NotFound, $"This Windows has no optional feature '{name}'. 'dism /Online /Get-Features' lists those it has; editions differ.", name), origins);

    /// <summary>dism.exe refused to tell of optional features, or to change one.</summary>
    /// <remarks>Apply as an administrator; C:\Windows\Logs\DISM\dism.log says more.</remarks>
    /// <example><code lang="text">windows.optionalFeatures: { NetFx3: {} }, and Windows Update cannot be reached.</code></example>
    public static HostError FeatureCommandFailed(string what, int exitCode, string said) =>
        new(nameof(FeatureCommandFailed), exitCode == 740 ? ErrorKind.PermissionDenied : ErrorKind.Failed,
            $"'dism.exe {what}' failed with {(exitCode > 65535 || exitCode < 0 ? $"0x{exitCode:x8}" : exitCode.ToString(System.Globalization.CultureInfo.InvariantCulture))}: {said.TrimEnd('.')}. " +
            (exitCode == 740 ? "Apply as an administrator." : @"C:\Windows\Logs\DISM\dism.log says more."), what);

    /// <summary>A host with Windows declares something that only Linux has.</summary>
    /// <remarks>Leave it out for this host, or set it where 'meta.os' is not 'windows'.</remarks>
    /// <example><code lang="text">system: x86_64-windows, and config has systemd.services or environment.etc.</code></example>
    public static HostError NotOnWindows(string what, string instead, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(NotOnWindows), ErrorKind.NotSupported, $"A host with Windows cannot have {what}: {instead}.", what), origins);
}
