using System.Xml.Linq;

namespace HostTools.Virtualization;

/// <summary>Clocks: Windows takes the hardware's clock for local time.</summary>
internal static class DomainClock
{
    public static XElement Of(VmSpec spec)
    {
        bool isWindows = spec.Profile is VmProfile.WindowsGaming;
        var clock = new XElement("clock", new XAttribute("offset", isWindows ? "localtime" : "utc"),
            Timer("rtc", new XAttribute("tickpolicy", "catchup")),
            Timer("pit", new XAttribute("tickpolicy", "delay")),
            Timer("hpet", new XAttribute("present", "no")));
        if (isWindows && !spec.IsEmulated)
        {
            clock.Add(Timer("hypervclock", new XAttribute("present", "yes")));
            if (spec.Cpu.Model == "host-passthrough")
                clock.Add(Timer("tsc", new XAttribute("present", "yes"), new XAttribute("mode", "native")));
        }

        return clock;
    }

    private static XElement Timer(string name, params XAttribute[] attributes) => new("timer", new XAttribute("name", name), attributes);
}
