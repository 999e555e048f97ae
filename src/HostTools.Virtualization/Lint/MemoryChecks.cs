using System.Text.RegularExpressions;
using System.Xml.Linq;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Memory, and memory that is shared with the host.</summary>
internal static partial class MemoryChecks
{
    public static IEnumerable<HostVmFinding> Of(DomainQuestion question)
    {
        XElement? backing = question.Domain.Element("memoryBacking");
        if (question.Domain.Element("memory") is { } memory && DomainValue.AmountOf(memory) is { } bytes)
        {
            foreach (XElement page in backing?.Element("hugepages")?.Elements("page") ?? [])
            {
                if (DomainValue.AmountOf(page) is > 0 and var size && bytes % size != 0)
                    yield return question.Say("VM030", VmSeverity.Error, page, $"The memory of {new ByteSize(bytes)} is no multiple of the pages of {new ByteSize(size)}: QEMU does not start.", "Take memory in whole pages.");
            }
        }

        if (backing?.Element("locked") is { } locked && question.Domain.Element("memtune")?.Element("hard_limit") is null)
            yield return question.Say("VM031", VmSeverity.Warning, locked, "All memory is locked without a limit: QEMU may lock as much as the host has.", "Add <memtune><hard_limit>, or remove <locked/>: passed devices lock what they need by themselves.");
        bool isShared = (string?)backing?.Element("access")?.Attribute("mode") == "shared" || question.Domain.Descendants("cell").Any(static cell => (string?)cell.Attribute("memAccess") == "shared");
        if (!isShared && question.Devices("filesystem").FirstOrDefault(static share => (string?)share.Element("driver")?.Attribute("type") == "virtiofs") is { } folder)
            yield return question.Say("VM032", VmSeverity.Error, folder, "A folder shared by virtiofs needs memory that its program reaches: libvirt refuses to start it.", "Add <source type='memfd'/><access mode='shared'/> to <memoryBacking>.");
        foreach (XElement shared in question.Devices("shmem"))
        {
            if (shared.Element("size") is { } size && DomainValue.AmountOf(size) is { } amount && (amount < 1 << 20 || !long.IsPow2(amount)))
                yield return question.Say("VM033", VmSeverity.Error, shared, $"Shared memory of {new ByteSize(amount)} is no power of two in MiB: QEMU refuses it.", "Take 32, 64, 128 or 256 MiB.");
            if (question.Machine?.Stat("/dev/kvmfr0") is { Type: FileEntryType.Other })
                yield return question.Say("VM034", VmSeverity.Warning, shared, "This host has kvmfr's memory (/dev/kvmfr0), and the machine shares a file in /dev/shm: Looking Glass copies every picture that it could map.", "Take the memory of /dev/kvmfr0 (lookingGlass.device), or remove the module kvmfr.");
        }

        foreach (XElement argument in question.Domain.Elements(DomainXml.Qemu + "commandline").Elements(DomainXml.Qemu + "arg"))
        {
            if (question.Machine is { } machine && Kvmfr().Match((string?)argument.Attribute("value") ?? string.Empty) is { Success: true } device && machine.StatFollowed(device.Value) is not { Type: FileEntryType.Other })
                yield return question.Say("VM035", VmSeverity.Error, argument,
                    machine.Exists(device.Value) ? $"{device.Value} is an ordinary file: QEMU was started once without the module kvmfr and made it." : $"{device.Value} does not exist: the module kvmfr is not loaded.",
                    machine.Exists(device.Value) ? $"Remove {device.Value}, and load kvmfr before the machine starts." : "Load kvmfr, with static_size_mb of at least the machine's size.");
        }
    }

    [GeneratedRegex(@"/dev/kvmfr[0-9]{1,2}")]
    private static partial Regex Kvmfr();
}
