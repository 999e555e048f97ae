using System.Globalization;
using HostTools.Facts;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>VFIO005, 016, 018 and 021: what a graphics card shows now, and what the guest will get of it.</summary>
internal static class DisplayChecks
{
    private const int Amd = 0x1002;

    /// <summary>The window into video memory of a card without resizable BAR.</summary>
    private const ulong UsualWindow = 256 << 20;

    public static IEnumerable<PassthroughCheck> Of(PassthroughSubject subject) =>
        subject.Device.IsGpu() ? [.. Console(subject), .. Window(subject), .. Muxless(subject), .. Desktop(subject)] : [];

    private static IEnumerable<PassthroughCheck> Console(PassthroughSubject subject)
    {
        Framebuffer? console = subject.Facts.Framebuffers.FirstOrDefault(one => one.Device == subject.Device.Address)
            ?? (subject.Device.IsBootVga == true ? subject.Facts.Framebuffers.FirstOrDefault(static one => one.Device is null) : null);
        if (subject.Device.IsBootVga != true && console is null)
            yield break;
        string what = console is null ? "the firmware shows its picture on it" : $"the console lies on it ({console.Name}, {console.Driver ?? "unknown driver"})";
        yield return PassthroughSubject.Warning("VFIO005", $"{subject.Device.Address.Short()} is the card the machine starts with: {what}.",
            "Choose the other card as the first one in the firmware. Where that cannot be done, give the guest a copy of the card's ROM, and keep the console off it ('video=efifb:off', on newer kernels 'initcall_blacklist=sysfb_init').");
    }

    private static IEnumerable<PassthroughCheck> Window(PassthroughSubject subject)
    {
        PciBar? large = subject.Device.Bars.FirstOrDefault(static bar => !bar.IsPorts && bar.Size > UsualWindow);
        if (subject.Device.VendorId == Amd && large is not null)
        {
            yield return PassthroughSubject.Information("VFIO016", $"Resizable BAR is on: window {large.Index} of {subject.Device.Address.Short()} has {new ByteSize((long)large.Size)}.",
                "If the guest shows no picture, set the window to 256 MiB before the card is bound, or switch Resizable BAR off in the firmware.");
        }
    }

    private static IEnumerable<PassthroughCheck> Muxless(PassthroughSubject subject)
    {
        GraphicsCard? card = subject.Facts.Graphics.FirstOrDefault(one => one.Device == subject.Device.Address);
        if (subject.Facts.Board.IsPortable == true && (subject.Device.Class >> 8 == 0x0302 || card is { Connectors.Count: 0 }))
        {
            yield return PassthroughSubject.Warning("VFIO018", $"{subject.Device.Address.Short()} is a card of a notebook without a socket for a screen: it draws, and the other card shows.",
                "Look at the guest with Looking Glass and a virtual display, or over the network.");
        }
    }

    private static IEnumerable<PassthroughCheck> Desktop(PassthroughSubject subject)
    {
        foreach (DesktopSetting setting in subject.Facts.Desktop.Cards.Where(setting => Names(subject, setting)))
        {
            yield return PassthroughSubject.Error("VFIO021", $"{setting.Source} makes {subject.Device.Address.Short()} the first card of the desktop ({setting.Name}={setting.Value}).",
                "Name the host's card first there, in the mode in which this one is given away.");
        }
    }

    private static bool Names(PassthroughSubject subject, DesktopSetting setting)
    {
        PciAddress address = subject.Device.Address;
        if (setting.Name == "BusID")
            return setting.Value.Split(':') is [_, .. var numbers] && numbers.Length == 3 && numbers[0].Split('@') is [var bus, .. var domain] &&
                Is(bus, address.Bus) && Is(numbers[1], address.Device) && Is(numbers[2], address.Function) && (domain.Length == 0 ? address.Domain == 0 : Is(domain[0], address.Domain));
        // A colon in a path is escaped; it also separates cards.
        string first = setting.Value.Replace("\\:", "\0", StringComparison.Ordinal).Split(':')[0].Replace('\0', ':');
        string name = RootPath.NameOf(first);
        return first.Contains($"pci-{address}", StringComparison.Ordinal) || subject.Facts.Graphics.Any(card => card.Name == name && card.Device == address);
    }

    private static bool Is(string text, uint number) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint value) && value == number;
}
