using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace HostTools.Virtualization;

/// <summary>Keyboards, mice, USB devices, and the channel to the guest's agent.</summary>
internal static partial class InputChecks
{
    public static IEnumerable<HostVmFinding> Of(DomainQuestion question)
    {
        foreach (XElement source in question.Devices("input").Where(static input => (string?)input.Attribute("type") == "evdev").Elements("source"))
        {
            string device = (string?)source.Attribute("dev") ?? string.Empty;
            if (Numbered().IsMatch(device))
                yield return question.Say("VM060", VmSeverity.Warning, source, $"{device} is another device after the next start of the host, or when something is plugged in.", "Take its name below /dev/input/by-id.");
            if (device.EndsWith("-event-mouse", StringComparison.Ordinal) && source.Attribute("repeat") is not null)
                yield return question.Say("VM061", VmSeverity.Information, source, "Keys repeat, a mouse does not: 'repeat' belongs to the keyboard alone.", "Remove it here.");
        }

        XElement[] usb = [.. question.Devices("hostdev").Where(static device => (string?)device.Attribute("type") == "usb" && device.Element("source")?.Element("vendor") is not null)];
        foreach (XElement device in usb.Where(static device => (string?)device.Element("source")?.Attribute("startupPolicy") is null or "mandatory"))
            yield return question.Say("VM062", VmSeverity.Information, device, "While the USB device is not plugged in, the machine does not start.", "Say <source startupPolicy='optional'>.");
        foreach (XElement twin in usb.GroupBy(DomainKey.Of).SelectMany(static group => group.Skip(1)))
            yield return question.Say("VM063", VmSeverity.Warning, twin, "Two USB devices of one kind cannot be told apart by vendor and product: libvirt refuses to choose.", "Pass the controller they hang on, if it has an IOMMU group of its own.");
        if (!question.Devices("channel").Any(static channel => (string?)channel.Element("target")?.Attribute("name") == "org.qemu.guest_agent.0"))
            yield return question.Say("VM064", VmSeverity.Information, question.Domain.Element("devices") ?? question.Domain, "There is no channel to the guest's agent: nobody can ask the guest for its address, run something in it, or be sure that it goes down.", "Add <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>.");
    }

    [GeneratedRegex(@"^/dev/input/event[0-9]+\z")]
    private static partial Regex Numbered();
}
