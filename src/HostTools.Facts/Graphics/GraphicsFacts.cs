namespace HostTools.Facts;

/// <summary>A graphics card that a driver shows pictures with.</summary>
/// <param name="Name">The kernel's name, for example <c>card1</c>.</param>
public sealed record GraphicsCard(string Name)
{
    /// <summary>Its PCI function; null for one that is not on PCI.</summary>
    public PciAddress? Device { get; init; }

    /// <summary>Sockets for screens, for example <c>HDMI-A-1</c>; none on a card without any.</summary>
    public IReadOnlyList<string> Connectors { get; init; } = [];

    /// <summary>Those of them with a screen.</summary>
    public IReadOnlyList<string> Connected { get; init; } = [];

    /// <summary>Sockets in one line.</summary>
    public override string ToString() => Connectors.Count == 0 ? "no connectors" : string.Join(", ", Connectors.Select(one => Connected.Contains(one) ? one + " (in use)" : one));
}

/// <summary>A picture memory that the kernel writes its console into.</summary>
/// <param name="Name">The kernel's name, for example <c>fb0</c>.</param>
/// <param name="Driver">What it says of itself: <c>EFI VGA</c>, <c>simpledrmdrmfb</c>, <c>amdgpudrmfb</c>.</param>
public sealed record Framebuffer(string Name, string? Driver)
{
    /// <summary>The PCI function it lies on; null where only the firmware knows.</summary>
    public PciAddress? Device { get; init; }

    /// <summary>The driver.</summary>
    public override string ToString() => Driver ?? "unknown driver";
}

/// <summary>Reads graphics cards and console pictures.</summary>
internal static class GraphicsReader
{
    private const string Cards = "/sys/class/drm";
    private const string Pictures = "/sys/class/graphics";
    private const int Most = 1024;

    public static IReadOnlyList<GraphicsCard> ReadCards(MachineFiles files)
    {
        IReadOnlyList<string> names = files.List(Cards);
        return
        [
            .. names.Where(static name => name.Length > 4 && name.StartsWith("card", StringComparison.Ordinal) && name.AsSpan(4).IndexOfAnyExceptInRange('0', '9') < 0).Take(Most).Select(card =>
            {
                string[] sockets = [.. names.Where(name => name.StartsWith(card + "-", StringComparison.Ordinal))];
                return new GraphicsCard(card)
                {
                    Device = PciPath.Last(files.LinkText($"{Cards}/{card}/device")) ?? PciPath.Last(files.LinkText($"{Cards}/{card}")),
                    Connectors = [.. sockets.Select(name => name[(card.Length + 1)..])],
                    Connected = [.. sockets.Where(name => files.ReadLineOf($"{Cards}/{name}", "status") == "connected").Select(name => name[(card.Length + 1)..])],
                };
            }),
        ];
    }

    public static IReadOnlyList<Framebuffer> ReadFramebuffers(MachineFiles files) =>
    [
        .. files.List(Pictures).Where(static name => name.Length > 2 && name.StartsWith("fb", StringComparison.Ordinal) && char.IsAsciiDigit(name[2])).Take(Most).Select(name =>
            new Framebuffer(name, files.ReadLineOf($"{Pictures}/{name}", "name"))
            {
                Device = PciPath.Last(files.LinkText($"{Pictures}/{name}/device")) ?? PciPath.Last(files.LinkText($"{Pictures}/{name}")),
            }),
    ];
}
