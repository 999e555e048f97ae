using System.Xml.Linq;
using HostTools.Activation;
using HostTools.Activation.Resources;

namespace HostTools.Virtualization;

/// <summary>What has to happen to a machine's definition. Pure.</summary>
internal static class VmDecision
{
    private const int Shown = 3;

    public static Change? Of(VmResource? desired, VmObservation observed, Recorded? recorded)
    {
        if (observed.Problem is { } problem)
            return new Change { Id = observed.Id, Action = ChangeAction.None, Reason = "cannot be planned", Desired = desired, Findings = [Finding.Stop(problem)] };
        if (desired is null)
            return Gone(observed, recorded);
        if (observed.Wanted is not { Definition: { } definition } wanted)
            return null;
        if (observed.Vm.Xml is { } present && !DomainXml.IsOurs(present) && !desired.Adopts)
            return new Change
            {
                Id = observed.Id,
                Action = ChangeAction.None,
                Reason = "is somebody else's",
                Desired = desired,
                Findings = [Finding.Stop(VirtualizationErrors.VmForeign(desired.Spec.Name, desired.Origins is [var place, ..] ? place : null))],
            };
        IReadOnlyList<DomainDifference> differences = observed.Vm.Xml is { } there ? DomainComparison.Compare(DomainText.Read(definition), there) : [];
        if (!observed.Vm.IsAbsent && differences.Count == 0 && observed.Vm.IsAutostart == wanted.IsAutostart)
            return desired.Equals(recorded?.Resource as VmResource) ? null : new Change { Id = observed.Id, Action = ChangeAction.None, Reason = "is defined so and is recorded", Desired = desired };
        return new Change
        {
            Id = observed.Id,
            Action = observed.Vm.IsAbsent ? ChangeAction.Create : ChangeAction.Update,
            Reason = Why(desired, observed, wanted, differences),
            Desired = desired,
            Before = observed.Vm,
            After = wanted,
            Findings = [.. observed.Notes.Select(note => Finding.Warn(new PlanWarning($"The machine '{desired.Spec.Name}': {note}.", observed.Id, desired.Origins is [var at, ..] ? at : null)))],
        };
    }

    private static Change? Gone(VmObservation observed, Recorded? recorded)
    {
        if (recorded is null)
            return null;
        if (observed.Vm.Xml is not { } xml || !DomainXml.IsOurs(xml))
            return new Change { Id = observed.Id, Action = ChangeAction.None, Reason = "is no longer declared" };
        // What was somebody's before we took it over is his again.
        VmState before = recorded.Original as VmState ?? VmState.Absent;
        return new Change
        {
            Id = observed.Id,
            Action = before.IsAbsent ? ChangeAction.Remove : ChangeAction.RestoreOriginal,
            Reason = before.IsAbsent
                ? $"is no longer declared; its disks, firmware's settings and TPM stay{(observed.IsRunning ? ", and it runs until it is shut down" : string.Empty)}"
                : "is no longer declared; the definition that was there before comes back",
            Before = observed.Vm,
            After = before,
        };
    }

    private static string Why(VmResource desired, VmObservation observed, VmState wanted, IReadOnlyList<DomainDifference> differences)
    {
        VmSpec spec = desired.Spec;
        if (observed.Vm.IsAbsent)
            return $"{spec.Cpu.Count} processors, {spec.Memory}{(wanted.IsAutostart ? ", starts with the machine" : string.Empty)}";
        IEnumerable<string> words = differences.Where(static difference => !difference.Path.StartsWith("metadata/", StringComparison.Ordinal)).Select(static difference => difference.ToString());
        if (observed.Vm.IsAutostart != wanted.IsAutostart)
            words = words.Append(wanted.IsAutostart ? "starts with the machine" : "starts no more with the machine");
        string[] all = [.. words];
        string text = all.Length == 0 ? "parts of it are no longer declared" : string.Join("; ", all.Take(Shown)) + (all.Length > Shown ? $"; and {all.Length - Shown} more" : string.Empty);
        return observed.IsRunning ? $"{text}; it runs, and is so after its next start" : text;
    }
}
