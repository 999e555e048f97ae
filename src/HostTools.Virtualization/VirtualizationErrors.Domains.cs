using HostTools.Platform;

namespace HostTools.Virtualization;

public static partial class VirtualizationErrors
{
    /// <summary>What libvirt said cannot be read.</summary>
    /// <remarks>Run the command of virsh by hand; a version of libvirt that is too new or too old may say other things.</remarks>
    /// <example><code lang="text">virsh domcapabilities prints a warning where its answer should be.</code></example>
    public static HostError LibvirtAnswerMalformed(string what, string problem) =>
        new(nameof(LibvirtAnswerMalformed), ErrorKind.Failed, $"libvirt's <{what}> cannot be read: {problem.TrimEnd('.')}. Run virsh by hand to see what it says.", what);

    /// <summary>libvirt does not answer.</summary>
    /// <remarks>Enable virtualisation.libvirtd, and start it (systemctl start libvirtd); its users are in the group libvirt.</remarks>
    /// <example><code lang="text">A machine is declared on a host without libvirt.</code></example>
    public static HostError LibvirtUnreachable(string uri, string reason) =>
        new(nameof(LibvirtUnreachable), ErrorKind.NotFound, $"libvirt does not answer at {uri}: {reason.TrimEnd('.')}. Enable virtualisation.libvirtd, or start its service.", uri);

    /// <summary>libvirt refused something.</summary>
    /// <remarks>The message has its words; what it takes depends on its version and on the host.</remarks>
    /// <example><code lang="text">A machine shall have a kind of sound that this version does not know.</code></example>
    public static HostError LibvirtRefused(string verb, string reason) =>
        new(nameof(LibvirtRefused), ErrorKind.Failed, $"libvirt refused '{verb}': {Printable(reason).TrimEnd('.')}.", verb);

    /// <summary>A declared machine has the name of one that somebody else defined.</summary>
    /// <remarks>Give it another name, or set adopt: true to take the other one over; its identity and its disks stay.</remarks>
    /// <example><code lang="text">windows11 was made by hand, and is declared now.</code></example>
    public static HostError VmForeign(string name, Origin? origin) =>
        new(nameof(VmForeign), ErrorKind.Conflict, $"There is a machine '{name}' that was not defined from a configuration. Give yours another name, or set 'adopt: true' to take it over.", name) { Origin = origin };

    /// <summary>A machine is not defined as it was said to libvirt.</summary>
    /// <remarks>Somebody changed it at the same time, or libvirt ignores a part: look at virsh dumpxml.</remarks>
    /// <example><code lang="text">virt-manager saves its own changes in the same moment.</code></example>
    public static HostError VmNotAsDefined(string name, IReadOnlyList<string> differences) =>
        new(nameof(VmNotAsDefined), ErrorKind.Failed,
            $"The machine '{name}' is not as it was just defined{(differences.Count == 0 ? string.Empty : $": {string.Join("; ", differences.Take(3))}")}. Somebody else may have changed it: look at 'virsh dumpxml {name}'.", name);

    /// <summary>The image of a disk could not be made.</summary>
    /// <remarks>The message has what qemu-img says; often there is no room, or the folder is on a file system that is read-only.</remarks>
    /// <example><code lang="text">A format that qemu-img does not know.</code></example>
    public static HostError DiskNotMade(string path, string reason) =>
        new(nameof(DiskNotMade), ErrorKind.Failed, $"The disk '{path}' could not be made: {Printable(reason).TrimEnd('.')}.", path);

    /// <summary>A machine wants more cores than the host can give it.</summary>
    /// <remarks>Give it fewer cores, or one thread a core where the host's have one, or switch pinning off.</remarks>
    /// <example><code lang="text">cpu.cores: 8 on a processor with 8 cores, of which one is the host's.</code></example>
    public static HostError CoresMissing(int cores, int threads, int free) =>
        new(nameof(CoresMissing), ErrorKind.InvalidInput,
            $"The machine wants {cores} cores with {threads} thread{(threads == 1 ? string.Empty : "s")} each, and the host has {free} of that sort to give. Lower cpu.cores or cpu.threads, or set cpu.pinning.enable: false.");

    /// <summary>A machine is declared in a way that no host can give it.</summary>
    /// <remarks>The message says what is wrong.</remarks>
    /// <example><code lang="text">A macvtap without the name of a card.</code></example>
    public static HostError VmDeclarationWrong(string name, string problem, Origin? origin) =>
        new(nameof(VmDeclarationWrong), ErrorKind.InvalidInput, $"The machine '{name}' cannot be made: {problem}", name) { Origin = origin };

    /// <summary>A declared network or storage pool has the name of one that somebody else defined.</summary>
    /// <remarks>Give it another name, set keep: true to have only its start seen to, or adopt: true to have it defined as declared.</remarks>
    /// <example><code lang="text">The network default came with libvirt's package, and is declared now.</code></example>
    public static HostError LibvirtForeign(string word, string name, Origin? origin) =>
        new(nameof(LibvirtForeign), ErrorKind.Conflict,
            $"There is a {word} '{name}' that was not defined from a configuration. Give yours another name, set 'keep: true' to leave it as it is defined, or 'adopt: true' to take it over.", name)
        { Origin = origin };

    /// <summary>A network or a storage pool is not defined as it was said to libvirt.</summary>
    /// <remarks>Somebody changed it at the same time, or libvirt ignores a part: look at virsh net-dumpxml or pool-dumpxml.</remarks>
    /// <example><code lang="text">virt-manager saves its own changes in the same moment.</code></example>
    public static HostError LibvirtNotAsDefined(string word, string name, IReadOnlyList<string> differences) =>
        new(nameof(LibvirtNotAsDefined), ErrorKind.Failed,
            $"The {word} '{name}' is not as it was just defined{(differences.Count == 0 ? string.Empty : $": {string.Join("; ", differences.Take(3))}")}. Somebody else may have changed it: look at its XML with virsh.", name);

    /// <summary>Something of libvirt's is declared in a way that cannot be.</summary>
    /// <remarks>The message says what is wrong.</remarks>
    /// <example><code lang="text">A device that libvirt does not know: devices.diskz.</code></example>
    public static HostError LibvirtDeclarationWrong(string word, string name, string problem, Origin? origin) =>
        new(nameof(LibvirtDeclarationWrong), ErrorKind.InvalidInput, $"The {word} '{name}' cannot be made: {problem}", name) { Origin = origin };

    /// <summary>A device that a machine shall get is another one than was declared.</summary>
    /// <remarks>Addresses shift when cards are added or the firmware numbers anew. `lspci -Dnn` lists addresses and identifiers; correct the address.</remarks>
    /// <example><code lang="text">gpu.pciId: 10de:2782 at an address where a network card is now.</code></example>
    public static HostError VmDeviceOther(string name, string address, string wanted, string there) =>
        new(nameof(VmDeviceOther), ErrorKind.Conflict,
            $"The machine '{name}' shall get {wanted} at {address}, where {there}. Addresses shift when cards are added: find it with 'lspci -Dnn', and correct the address.", name);

    /// <summary>A machine's work shall be done by a processor that the host does not have.</summary>
    /// <remarks>`lscpu -e` lists processors and their cores; leave cpu.pinning.emulatorCpus out to have them chosen.</remarks>
    /// <example><code lang="text">cpu.pinning.emulatorCpus: 0-31 on a host with 16 processors.</code></example>
    public static HostError ProcessorMissing(string name, int processor) =>
        new(nameof(ProcessorMissing), ErrorKind.InvalidInput,
            $"The machine '{name}' names processor {processor} in cpu.pinning.emulatorCpus, which this host does not have. Leave it out, or see `lscpu -e`.", name);
}
