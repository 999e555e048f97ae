using System.Text.RegularExpressions;
using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Machine.Packages;

namespace HostTools.Commands;

/// <summary>What a host's configuration needs of the machine it is for: programs of its triggers, a package manager, its architecture.</summary>
internal static partial class ConfigurationRequirements
{
    public static IEnumerable<HostRequirement> Check(RequirementProbe probe, HostConfig config, ResourceSet wanted)
    {
        // A folder may get its programs later; a machine needs them at the next apply.
        RequirementStatus missing = probe.IsLive ? RequirementStatus.Error : RequirementStatus.Warning;
        yield return Architecture(probe, config);
        foreach (IGrouping<string, (string Programs, string Trigger)> use in wanted.Resources.OfType<TriggerResource>()
            .Select(static trigger => (Programs: string.Join(' ', ProgramsOf(trigger.Command)), Trigger: trigger.Name))
            .Where(static use => use.Programs.Length > 0)
            .GroupBy(static use => use.Programs, StringComparer.Ordinal).OrderBy(static use => use.Key, StringComparer.Ordinal))
        {
            string purpose = $"'{config.Name}' runs it after changes: {string.Join(", ", use.Select(static one => one.Trigger).Order(StringComparer.Ordinal))}";
            string[] programs = use.Key.Split(' ');
            yield return MachineRequirements.Program(probe, programs.FirstOrDefault(program => probe.Find(program) is not null) ?? Usual(probe, programs), missing, purpose);
        }

        int packages = wanted.Resources.OfType<PackageResource>().Count();
        if (packages > 0)
            yield return probe.PackageManager is { } manager
                ? new HostRequirement($"packages.{config.Name}", RequirementStatus.Ok, manager, $"'{config.Name}' asks for {PlanApplier.Count(packages, "package")}", string.Empty)
                : new HostRequirement($"packages.{config.Name}", missing, "no package manager", $"'{config.Name}' asks for {PlanApplier.Count(packages, "package")}", "Use a distribution with apt, dnf, pacman, zypper or apk.");
    }

    private static HostRequirement Architecture(RequirementProbe probe, HostConfig config)
    {
        string name = $"architecture.{config.Name}";
        string wanted = $"{config.Meta.Arch}, which '{config.Name}' is for";
        if (probe.Facts.Architecture is not { } found)
            return new HostRequirement(name, RequirementStatus.Unknown, "not known", wanted, $"Correct 'system' of '{config.Name}' if it is for another machine.");
        return found == config.Meta.Arch
            ? new HostRequirement(name, RequirementStatus.Ok, found, wanted, string.Empty)
            : new HostRequirement(name, RequirementStatus.Error, found, wanted, $"Correct 'system' of '{config.Name}', or apply it to the machine it is for.");
    }

    // A line of shell tries several programs, of which one is enough.
    private static IEnumerable<string> ProgramsOf(IReadOnlyList<string> command) => command switch
    {
        [] => [],
        ["/bin/sh", "-c", var script, ..] => Word().Matches(script).Select(static word => word.Value).Where(RequirementProbe.KnownPrograms.Contains).Distinct(),
        [var program, ..] => [program],
    };

    private static string Usual(RequirementProbe probe, string[] programs) =>
        programs.FirstOrDefault(program => program == probe.PackageManager switch { "dnf" or "zypper" => "dracut", "pacman" => "mkinitcpio", _ => "update-initramfs" }) ?? programs[0];

    [GeneratedRegex(@"[A-Za-z0-9_.-]+")]
    private static partial Regex Word();
}
