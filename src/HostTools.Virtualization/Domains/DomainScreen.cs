using System.Xml.Linq;

namespace HostTools.Virtualization;

/// <summary>Screen, sound, keyboard and mouse.</summary>
internal static class DomainScreen
{
    public static IEnumerable<XElement> Of(VmSpec spec)
    {
        if (spec.Screen is not VmScreen.None)
            yield return new XElement("graphics", new XAttribute("type", spec.Screen is VmScreen.Vnc ? "vnc" : "spice"), new XAttribute("autoport", "yes"),
                new XElement("listen", new XAttribute("type", "address"), new XAttribute("address", "127.0.0.1")));
        yield return new XElement("video", new XElement("model", new XAttribute("type", spec.Screen is VmScreen.None ? "none" : "virtio")));
        if (SoundOf(spec) is { } sound)
        {
            yield return new XElement("sound", new XAttribute("model", "ich9"), new XElement("audio", new XAttribute("id", 1)));
            yield return new XElement("audio", new XAttribute("id", 1), new XAttribute("type", sound));
        }
    }

    public static IEnumerable<XElement> Inputs(VmSpec spec)
    {
        foreach (string device in spec.Inputs)
        {
            bool isKeyboard = device.EndsWith("-kbd", StringComparison.Ordinal);
            // Both Ctrl keys give keyboard and mouse to the other side.
            yield return new XElement("input", new XAttribute("type", "evdev"), new XElement("source", new XAttribute("dev", device),
                isKeyboard ? [new XAttribute("grab", "all"), new XAttribute("grabToggle", "ctrl-ctrl"), new XAttribute("repeat", "on")] : Array.Empty<object>()));
        }

        yield return Input("keyboard", "virtio");
        // Looking Glass sends how far the mouse moved, which a tablet cannot say.
        yield return spec.LookingGlass is null && spec.Inputs.Count == 0 ? Input("tablet", "usb") : Input("mouse", "virtio");
    }

    private static XElement Input(string type, string bus) => new("input", new XAttribute("type", type), new XAttribute("bus", bus));

    private static string? SoundOf(VmSpec spec) => spec.Sound switch
    {
        VmSound.PipeWire => "pipewire",
        VmSound.PulseAudio => "pulseaudio",
        VmSound.Screen when spec.Screen is VmScreen.Spice && spec.Profile is VmProfile.WindowsGaming => "spice",
        _ => null,
    };
}
