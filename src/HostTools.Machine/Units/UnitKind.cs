namespace HostTools.Machine.Units;

/// <summary>A kind of systemd unit: where its options are and what its own section is called.</summary>
/// <param name="Option">Name below <c>systemd</c>, for example <c>services</c>.</param>
/// <param name="Suffix">End of the unit's name, for example <c>.service</c>.</param>
/// <param name="Section">Its own section, for example <c>Service</c>.</param>
/// <param name="SectionOption">The option with that section's keys, for example <c>serviceConfig</c>.</param>
internal sealed record UnitKind(string Option, string Suffix, string Section, string SectionOption)
{
    /// <summary>Every kind that can be declared.</summary>
    public static IReadOnlyList<UnitKind> All { get; } =
    [
        new("services", ".service", "Service", "serviceConfig"),
        new("timers", ".timer", "Timer", "timerConfig"),
        new("sockets", ".socket", "Socket", "socketConfig"),
        new("paths", ".path", "Path", "pathConfig"),
        new("mounts", ".mount", "Mount", "mountConfig"),
        new("automounts", ".automount", "Automount", "automountConfig"),
        new("targets", ".target", "Target", "targetConfig"),
        new("slices", ".slice", "Slice", "sliceConfig"),
    ];
}
