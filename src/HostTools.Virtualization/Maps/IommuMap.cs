using HostTools.Facts;

namespace HostTools.Virtualization;

/// <summary>A machine as people look at it: groups, what is in them, and where each device is while the host has them all and while a guest has some.</summary>
/// <param name="Title">What the picture is of.</param>
/// <param name="Groups">Groups by number, then what is in none.</param>
public sealed record IommuMap(string Title, IReadOnlyList<IommuMapGroup> Groups)
{
    /// <summary>Draws a machine.</summary>
    /// <param name="title">What the picture is of.</param>
    /// <param name="question">What is known.</param>
    /// <param name="wanted">Devices that shall go to a guest; when there is none, those that vfio-pci has now.</param>
    public static IommuMap Of(string title, PassthroughQuestion question, IReadOnlyCollection<PciDevice> wanted)
    {
        PciDevice[] devices = [.. question.Facts.Pci];
        HashSet<PciAddress> going = [.. wanted.SelectMany(device => PassthroughSet.Of(question, device).Functions).Select(static function => function.Address)];
        ILookup<PciAddress, HostCritical> critical = HostCritical.Find(question.Facts).ToLookup(static one => one.Address);
        var answers = devices.Where(static device => device.IsGpu()).ToDictionary(static device => device.Address, device => PassthroughTest.Of(question, device).Answer);
        return new IommuMap(title,
        [
            .. devices.GroupBy(static device => device.IommuGroup).OrderBy(static group => group.Key ?? int.MaxValue).Select(group => new IommuMapGroup(group.Key,
            [
                .. group.Select(device => new IommuMapDevice(device)
                {
                    Goes = going.Count > 0 ? going.Contains(device.Address) : device.Driver is { } driver && driver.Contains("vfio", StringComparison.Ordinal),
                    Answer = answers.TryGetValue(device.Address, out PassthroughAnswer answer) ? answer : null,
                    IsDriverKnown = question.TellsDrivers,
                    Needed = critical[device.Address].FirstOrDefault()?.Reason,
                }),
            ])),
        ]);
    }
}

/// <summary>A group in a picture.</summary>
/// <param name="Number">The kernel's number; null for what is in none.</param>
/// <param name="Devices">By address.</param>
public sealed record IommuMapGroup(int? Number, IReadOnlyList<IommuMapDevice> Devices)
{
    /// <summary>The heading.</summary>
    public string Title => Number is { } number ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Group {number}") : "No group";
}

/// <summary>A device in a picture.</summary>
/// <param name="Device">The device.</param>
public sealed record IommuMapDevice(PciDevice Device)
{
    /// <summary>Whether a guest gets it.</summary>
    public bool Goes { get; init; }

    /// <summary>The verdict on a graphics card; null for anything else.</summary>
    public PassthroughAnswer? Answer { get; init; }

    /// <summary>Why the host needs it, in words that continue "it …"; null when it does not.</summary>
    public string? Needed { get; init; }

    /// <summary>Whether its driver would be known if it had one.</summary>
    public bool IsDriverKnown { get; init; } = true;

    /// <summary>Who has it while the host has everything.</summary>
    public string HostDriver => Device.Driver is { } driver && !driver.Contains("vfio", StringComparison.Ordinal) ? driver : Device.Modules is [var module, ..] ? module : IsDriverKnown ? "–" : "?";

    /// <summary>Who has it while a guest has what it shall have.</summary>
    public string GuestDriver => Goes ? "vfio-pci" : HostDriver;
}
