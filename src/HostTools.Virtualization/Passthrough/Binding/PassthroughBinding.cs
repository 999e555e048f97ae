using HostTools.Facts;

namespace HostTools.Virtualization;

/// <summary>What would be given away together, and what speaks against it.</summary>
/// <param name="Functions">The devices, each with the rest of its card, by address.</param>
public sealed record PassthroughBinding(IReadOnlyList<PciDevice> Functions)
{
    /// <summary>What the host cannot do without. Nobody's wish is a way past it.</summary>
    public IReadOnlyList<HostCritical> Lost { get; init; } = [];

    /// <summary>Why it cannot be done as things are, besides; empty for nothing.</summary>
    public IReadOnlyList<PassthroughCheck> Obstacles { get; init; } = [];

    /// <summary>What is good to know.</summary>
    public IReadOnlyList<PassthroughCheck> Warnings { get; init; } = [];

    /// <summary>Looks at devices that shall be given away at once: one does not stand in the way of another.</summary>
    /// <param name="question">The machine.</param>
    /// <param name="devices">The devices.</param>
    public static PassthroughBinding Of(PassthroughQuestion question, IReadOnlyList<PciDevice> devices)
    {
        HashSet<PciAddress> going = [.. devices.SelectMany(device => PassthroughSet.Of(Without(question, devices), device).Functions).Select(static function => function.Address)];
        PciDevice[] functions = [.. question.Facts.Pci.Where(function => going.Contains(function.Address)).OrderBy(static function => function.Address)];
        PassthroughCheck[] checks = [.. devices.SelectMany(device => PassthroughTest.Of(Without(question, functions), device).Checks).DistinctBy(static check => (check.Id, check.Evidence))];
        return new PassthroughBinding(functions)
        {
            Lost = HostCritical.Of(question.Facts, going),
            // What the host would lose is told by itself, and of all devices together.
            Obstacles = [.. checks.Where(static check => check is { IsBlocking: true, Id: not ("VFIO003" or "VFIO004") })],
            // Binding by address is what VFIO007 asks for.
            Warnings = [.. checks.Where(static check => check is { IsBlocking: false, Id: not "VFIO007" } && check.Severity != PassthroughSeverity.Information)],
        };
    }

    /// <summary>The machine with these devices in the hands of vfio-pci already.</summary>
    private static PassthroughQuestion Without(PassthroughQuestion question, IReadOnlyList<PciDevice> devices)
    {
        if (devices.Count < 2)
            return question;
        HashSet<PciAddress> going = [.. devices.Select(static device => device.Address)];
        return question with { Facts = question.Facts with { Pci = [.. question.Facts.Pci.Select(device => going.Contains(device.Address) && device.Driver is not null ? device with { Driver = "vfio-pci" } : device)] } };
    }
}
