using System.Globalization;
using System.Xml.Linq;

namespace HostTools.Virtualization;

/// <summary>What a machine is known by.</summary>
internal static class IdentityChecks
{
    public static IEnumerable<HostVmFinding> Of(DomainQuestion question)
    {
        if (!Guid.TryParse((string?)question.Domain.Element("uuid"), out _))
            yield return question.Say("VM001", VmSeverity.Warning, question.Domain,
                "It has no <uuid>: libvirt makes one up, so the same file, once changed, cannot be defined again ('domain already exists'), and a TPM or a licence that hangs on it is lost with the machine.",
                "Add the <uuid> that 'virsh domuuid' shows, or one from uuidgen, and never change it.");
        if (question.File is { } file && file.StartsWith("/etc/libvirt/qemu/", StringComparison.Ordinal))
            yield return question.Say("VM002", VmSeverity.Warning, question.Domain,
                "The file lies in /etc/libvirt/qemu, which is libvirt's own: what is written there is not noticed while it runs, and is overwritten.",
                "Keep the file elsewhere and define it with Register-HostVm -File (hosttools vm register --file) or virsh define.");
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (XElement card in question.Devices("interface"))
        {
            string? mac = (string?)card.Element("mac")?.Attribute("address");
            if (mac is null)
                yield return question.Say("VM003", VmSeverity.Warning, card,
                    "The network card has no <mac>: each time the file is defined it gets another one, so the guest sees a new card and its lease of an address is gone.",
                    "Add <mac address='52:54:00:…'/>; virsh domiflist shows the present one.");
            else if (!seen.Add(mac))
                yield return question.Say("VM004", VmSeverity.Error, card, $"Two network cards have the address {mac}: the network sends to one what is meant for the other.", "Give each its own.");
            else if (mac.Length > 1 && byte.TryParse(mac.AsSpan(0, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte first) && (first & 1) != 0)
                yield return question.Say("VM004", VmSeverity.Error, card, $"{mac} is an address of a group of cards (its first byte is odd): libvirt refuses it.", "Let it begin with 52:54:00.");
        }
    }
}
