using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>The failures of commands about virtual machines; each factory's name is the error id.</summary>
internal static class VmErrors
{
    /// <summary>libvirt has no machine of that name.</summary>
    /// <remarks>Get-HostVm (hosttools vm list) lists those there are; root and other users have different ones, by the address of libvirt.</remarks>
    /// <example><code lang="sh">hosttools vm start windows12 --connect test:///default</code></example>
    public static HostError VmNotFound(string name, IEnumerable<string> known, string uri) =>
        new(nameof(VmNotFound), ErrorKind.NotFound,
            $"libvirt at {uri} has no machine '{name}'.{Suggestions.DidYouMean(name, known)} Get-HostVm (hosttools vm list) lists those there are; -ConnectionUri (--connect) asks another libvirt, and Register-HostVm (hosttools vm register) defines a declared one.", name);

    /// <summary>A host declares no machine of that name.</summary>
    /// <remarks>Declare it in virtualisation.vms of the host, or name another host.</remarks>
    /// <example><code lang="sh">hosttools vm register windows12 --host-name toaster</code></example>
    public static HostError VmNotDeclared(string name, IEnumerable<string> known, string host) =>
        new(nameof(VmNotDeclared), ErrorKind.NotFound,
            $"'{host}' declares no machine '{name}'.{Suggestions.DidYouMean(name, known)} Declare it in virtualisation.vms (module vms), or name another host with -HostName (--host-name).", name);

    /// <summary>A machine that was not defined from a configuration is to be forgotten.</summary>
    /// <remarks>Say -Force (--force) when you mean it.</remarks>
    /// <example><code lang="sh">hosttools vm unregister test --connect test:///default --yes</code></example>
    public static HostError VmNotOurs(string name) =>
        new(nameof(VmNotOurs), ErrorKind.Conflict,
            $"The machine '{name}' was not defined from a configuration, so it may be somebody else's. Say -Force (--force) to forget it all the same; its disks, firmware's settings and TPM stay.", name);

    /// <summary>Files of a machine cannot be removed, since it is on another host.</summary>
    /// <remarks>Remove them there, or run the command there.</remarks>
    /// <example><code lang="sh">hosttools vm unregister server --remove-storage --connect qemu+ssh://box/system --yes</code></example>
    public static HostError VmStorageRemote(string name, string uri) =>
        new(nameof(VmStorageRemote), ErrorKind.NotSupported, $"The disks of '{name}' are on another host ({uri}) and cannot be removed from here. Leave -RemoveStorage (--remove-storage) out, or run this there.", name);

    /// <summary>It was said in two ways at once what is meant, or in none.</summary>
    /// <remarks>Give names, a file, or a text: one of them.</remarks>
    /// <example><code lang="sh">hosttools vm check server --path server.xml</code></example>
    public static HostError VmSourceAmbiguous(string choices) =>
        new(nameof(VmSourceAmbiguous), ErrorKind.InvalidInput, $"It is not clear which machine is meant. Give one of these: {choices}.");

    /// <summary>Nothing was said that is to be done in a guest.</summary>
    /// <remarks>Give a program, or files to carry with -Send or -Receive (--send, --receive).</remarks>
    /// <example><code lang="sh">hosttools vm run server</code></example>
    public static HostError VmCommandMissing(string name) =>
        new(nameof(VmCommandMissing), ErrorKind.InvalidInput, $"What shall be done in '{name}'? Give a program with its arguments, or files to carry: -Send, -Receive (--send, --receive).", name);

    /// <summary>A file that is to be carried into a guest cannot be read.</summary>
    /// <remarks>Correct its path, which is relative to the current folder; write here=there.</remarks>
    /// <example><code lang="sh">hosttools vm run server --send ./missing.sh=/tmp/x.sh</code></example>
    public static HostError VmFileUnreadable(string path, string reason) =>
        new(nameof(VmFileUnreadable), ErrorKind.NotFound, $"'{path}' cannot be read: {reason.TrimEnd('.')}. Files for a guest are written as here=there.", path);

    /// <summary>A file that comes from a guest would replace one that is here.</summary>
    /// <remarks>Name another file, or say -Force (--force).</remarks>
    /// <example><code lang="sh">hosttools vm run server --receive /etc/hostname=./hostname</code></example>
    public static HostError VmFileInTheWay(string path, string reason) =>
        new(nameof(VmFileInTheWay), ErrorKind.Conflict, $"'{path}' cannot be written: {reason.TrimEnd('.')}. Name another file, or say -Force (--force) to replace one that is there.", path);

    /// <summary>A program's input is larger than one message to a guest.</summary>
    /// <remarks>Carry it as a file with -Send (--send), and let the program read that.</remarks>
    /// <example><code lang="sh">hosttools vm run server cat --input-file /var/log/syslog</code></example>
    public static HostError VmInputTooLarge(string program, long limit) =>
        new(nameof(VmInputTooLarge), ErrorKind.InvalidInput, $"The input for '{program}' is larger than {limit:#,0} bytes, which is the most that goes in one message. Carry it as a file with -Send (--send).", program);

    /// <summary>A program's input was given as a text and as a file.</summary>
    /// <remarks>Give one of them.</remarks>
    /// <example><code lang="sh">hosttools vm run server cat --input-text hello --input-file hello.txt</code></example>
    public static HostError VmInputTwice() =>
        new(nameof(VmInputTwice), ErrorKind.InvalidInput, "The program's input was given as a text and as a file. Give one: -InputText (--input-text) or -InputFile (--input-file).");
}
