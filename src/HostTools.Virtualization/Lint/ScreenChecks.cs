using System.Xml.Linq;

namespace HostTools.Virtualization;

/// <summary>Who can see and steer a machine.</summary>
internal static class ScreenChecks
{
    public static IEnumerable<HostVmFinding> Of(DomainQuestion question)
    {
        foreach (XElement screen in question.Devices("graphics"))
        {
            string? open = screen.Elements("listen").Attributes("address").Append(screen.Attribute("listen")).OfType<XAttribute>().Select(static address => address.Value).FirstOrDefault(static address => address is "0.0.0.0" or "::");
            bool isClosed = screen.Attribute("passwd") is not null;
            if (open is not null)
                yield return question.Say("VM065", isClosed ? VmSeverity.Warning : VmSeverity.Error, screen, $"Its screen listens at {open}: everybody in the network can {(isClosed ? "try passwords for it; it is not encrypted" : "see and steer it")}.", "Listen at 127.0.0.1, and come through SSH.");
            if (isClosed)
                yield return question.Say("VM066", VmSeverity.Warning, screen, "The screen's password stands in the definition, for all who read it.", "Listen at 127.0.0.1 without a password, and remove it here.");
        }

        if (question.IsWindows && question.Domain.Element("clock") is { } clock && (string?)clock.Attribute("offset") is null or "utc")
            yield return question.Say("VM067", VmSeverity.Information, question.Domain.Element("clock") ?? question.Domain, "Windows takes the hardware's clock for local time, and it runs in UTC.", "Say <clock offset='localtime'>, unless the guest was told (RealTimeIsUniversal).");
    }
}
