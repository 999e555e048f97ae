using HostTools.Facts;

namespace HostTools.Virtualization;

/// <summary>VFIO002, 003 and 004: whether the group can be opened, and whether the host survives it.</summary>
internal static class GroupChecks
{
    public static IEnumerable<PassthroughCheck> Of(PassthroughSubject subject) => [.. Shared(subject), .. Reserved(subject), .. Critical(subject), .. OnlyGpu(subject)];

    private static IEnumerable<PassthroughCheck> Shared(PassthroughSubject subject)
    {
        if (subject.Set.Blockers.Count > 0)
        {
            string drivers = subject.Question.TellsDrivers ? "have drivers of the host" : "may have drivers of the host";
            yield return PassthroughSubject.Blocking("VFIO002",
                $"Group {subject.Device.IommuGroup} also has {Words.List(subject.Set.Blockers)}, which {drivers}: a group goes as a whole.",
                "Put the card into another slot, or what shares its group; newer firmware may split groups. Else give away all of it, if the host can do without.");
        }
        else if (subject.Set.Unread.Count > 0)
        {
            yield return PassthroughSubject.Warning("VFIO002", $"Group {subject.Device.IommuGroup} has a device that could not be read ({subject.Set.Unread[0]}).", "Paste the whole line.");
        }
    }

    /// <summary>Memory that the firmware still uses behind the back of the kernel, which then refuses.</summary>
    private static IEnumerable<PassthroughCheck> Reserved(PassthroughSubject subject)
    {
        int?[] groups = [.. subject.Set.Functions.Select(static function => function.IommuGroup).Distinct()];
        foreach (IommuGroupFacts group in subject.Facts.Iommu.Groups.Where(group => groups.Contains(group.Number)))
        {
            if (group.ReservedRegions.FirstOrDefault(static line => line.EndsWith(" direct", StringComparison.Ordinal)) is { } region)
            {
                yield return PassthroughSubject.Blocking("VFIO002", $"The firmware keeps memory of group {group.Number} for itself ({region}), and the kernel refuses to give such a group away.",
                    "Servers have a setting in their firmware that excludes a slot from it (RMRR); look in its manual.");
            }
        }
    }

    private static IEnumerable<PassthroughCheck> Critical(PassthroughSubject subject)
    {
        HashSet<PciAddress> going =
        [
            .. subject.Set.Functions.Select(static function => function.Address),
            .. subject.Device.IommuGroup is { } group ? subject.Facts.Pci.Where(other => other.IommuGroup == group && !other.IsBridge()).Select(static other => other.Address) : [],
        ];
        foreach (HostCritical critical in HostCritical.Find(subject.Facts).Where(critical => critical.Kind != HostCriticalKind.Graphics && going.Contains(critical.Address)))
        {
            yield return PassthroughSubject.Blocking("VFIO003", $"{critical.Address.Short()} {critical.Reason}.", critical.Kind switch
            {
                HostCriticalKind.Disk => "Move these file systems to another controller, or give away another device.",
                HostCriticalKind.Network => "Give the host another way to the network first.",
                _ => "Plug the keyboard into another controller, or a second keyboard there.",
            });
        }
    }

    private static IEnumerable<PassthroughCheck> OnlyGpu(PassthroughSubject subject)
    {
        if (!subject.Question.IsSingleGpu && HostCritical.Find(subject.Facts).Any(critical => critical.Kind == HostCriticalKind.Graphics && critical.Address == subject.Device.Address))
        {
            yield return PassthroughSubject.Blocking("VFIO004", $"{subject.Device.Address.Short()} is the only graphics card, and the host would be without a picture.",
                "Add a card, or switch on the processor's graphics in the firmware. Who reaches the host over the network may ask with -SingleGpu (--single-gpu).");
        }
    }
}
