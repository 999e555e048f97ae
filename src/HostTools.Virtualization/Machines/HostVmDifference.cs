using System.Xml.Linq;

namespace HostTools.Virtualization;

/// <summary>A part of a machine that is not everywhere as it should be. Compared is what is declared; without a declaration what is defined.</summary>
/// <param name="Name">The machine.</param>
/// <param name="Path">Where: <c>devices/disk[vda]/driver@cache</c>; <c>domain</c> is all of it.</param>
/// <param name="Declared">What the configuration says; null when it says nothing, or none was looked at.</param>
/// <param name="Defined">What libvirt starts next time; null for nothing.</param>
/// <param name="Running">What runs; null for nothing, or when it is off.</param>
public sealed record HostVmDifference(string Name, string Path, string? Declared, string? Defined, string? Running)
{
    /// <summary>The definition is not as declared: an apply, or Register-HostVm, makes it so.</summary>
    public bool NeedsApply { get; init; }

    /// <summary>What runs is not as it should be: the next start makes it so.</summary>
    public bool NeedsRestart { get; init; }

    /// <summary>Compares what there is.</summary>
    /// <param name="name">The machine.</param>
    /// <param name="declared">Its declared definition for this host; null when there is none.</param>
    /// <param name="defined">Its definition; null before there is one.</param>
    /// <param name="running">What runs; null when it is off.</param>
    public static IReadOnlyList<HostVmDifference> Between(string name, XElement? declared, XElement? defined, XElement? running)
    {
        if (defined is null)
            return declared is null ? [] : [new HostVmDifference(name, "domain", "declared", null, null) { NeedsApply = true }];
        IReadOnlyList<DomainDifference> toApply = declared is null ? [] : DomainComparison.Compare(declared, defined);
        IReadOnlyList<DomainDifference> toStart = running is null ? [] : RestartNeeds.Of(declared is null ? defined : WithAllOf(declared, defined), running);
        Dictionary<string, DomainDifference> late = toStart.GroupBy(static difference => difference.Path).ToDictionary(static group => group.Key, static group => group.First());
        var found = new List<HostVmDifference>();
        foreach (DomainDifference difference in Telling(toApply))
        {
            bool isLate = late.Remove(difference.Path, out DomainDifference? runs);
            found.Add(new HostVmDifference(name, difference.Path, difference.Declared, difference.Actual, running is null ? null : isLate ? runs!.Actual : difference.Declared) { NeedsApply = true, NeedsRestart = isLate });
        }

        foreach (DomainDifference difference in late.Values.OrderBy(static difference => difference.Path, StringComparer.Ordinal))
            found.Add(new HostVmDifference(name, difference.Path, declared is null ? null : difference.Declared, difference.Declared, difference.Actual) { NeedsRestart = true });
        return found;
    }

    /// <summary>The path and its values.</summary>
    public override string ToString() => $"{Name} {Path}: declared {Declared ?? "(nothing)"}, defined {Defined ?? "(nothing)"}, running {Running ?? "(nothing)"}";

    // The hash of our definition tells of parts that are no longer declared; beside others it says nothing new.
    private static IReadOnlyList<DomainDifference> Telling(IReadOnlyList<DomainDifference> all) =>
        all.Where(static difference => !difference.Path.StartsWith("metadata/", StringComparison.Ordinal)).ToArray() is { Length: > 0 } others ? others : all;

    // Devices that somebody added by hand are no reason to start it anew.
    private static XElement WithAllOf(XElement declared, XElement defined)
    {
        var all = new XElement(declared);
        IEnumerable<XElement> added = defined.Element("devices")?.Elements().Where(device => DomainKey.Of(device) is { } key && all.Element("devices")?.Elements(device.Name).Any(own => DomainKey.Of(own) == key) is not true) ?? [];
        all.Element("devices")?.Add(added.Select(static device => new XElement(device)));
        return all;
    }
}
