using HostTools.Facts;

namespace HostTools.Virtualization;

/// <summary>VFIO006 and 007: whether the right functions are bound, and no others.</summary>
internal static class BindingChecks
{
    public static IEnumerable<PassthroughCheck> Of(PassthroughSubject subject) => [.. LeftOut(subject), .. Forgotten(subject), .. Ambiguous(subject)];

    private static IEnumerable<PassthroughCheck> LeftOut(PassthroughSubject subject)
    {
        foreach ((PciDevice function, IReadOnlyList<PciDevice> because) in subject.Set.LeftOut)
        {
            yield return PassthroughSubject.Warning("VFIO006", $"{Words.Short(function)} belongs to the card and has to stay: {(because.Count == 0 ? "it is in no group" : $"group {function.IommuGroup} also has {Words.List(because)}")}.",
                "The guest gets the card without it; take sound or USB from elsewhere.");
        }
    }

    /// <summary>Somebody has bound the device, and not the rest of the card.</summary>
    private static IEnumerable<PassthroughCheck> Forgotten(PassthroughSubject subject)
    {
        HashSet<string> bound = [.. subject.BoundIds];
        PciDevice[] forgotten = bound.Contains(subject.Device.Id) ? [.. subject.Set.Functions.Where(function => !bound.Contains(function.Id))] : [];
        if (forgotten.Length > 0)
        {
            yield return PassthroughSubject.Warning("VFIO006", $"vfio-pci is told to take {subject.Device.Id} and not {Words.List(forgotten.Select(Words.Of))}, which belongs to the card.",
                $"Bind {Words.List(forgotten.Select(static function => function.Address.ToString()))} as well.");
        }
    }

    private static IEnumerable<PassthroughCheck> Ambiguous(PassthroughSubject subject)
    {
        HashSet<PciAddress> going = [.. subject.Set.Functions.Select(static function => function.Address)];
        foreach (PciDevice function in subject.Set.Functions)
        {
            PciDevice[] twins = [.. subject.Facts.Pci.Where(other => other.Id == function.Id && !going.Contains(other.Address) && (other.Driver is null || !PassthroughSet.StepsAside(other.Driver)))];
            if (twins.Length > 0)
            {
                yield return PassthroughSubject.Error("VFIO007", $"{function.Id} is {function.Address.Short()} and also {Words.List(twins.Select(static twin => twin.Address.Short()))}, which stays with the host: vfio-pci.ids would take both.",
                    $"Bind by address ({function.Address}), never by identifiers.");
            }
        }
    }
}
