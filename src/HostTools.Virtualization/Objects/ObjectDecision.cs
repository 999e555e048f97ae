using System.Xml.Linq;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>What has to happen to a network or a storage pool. Pure.</summary>
internal static class ObjectDecision
{
    private const int Shown = 3;

    public static Change? Of(ObjectResource? desired, ObjectObservation observed, Recorded? recorded)
    {
        if (observed.Problem is { } problem)
            return Nothing(observed, desired, "cannot be planned") with { Findings = [Finding.Stop(problem)] };
        if (desired is null)
            return Gone(observed, recorded);
        ObjectState seen = observed.Seen;
        if (!seen.IsAbsent && desired is { Adopts: false, Keeps: false, Pinned: null } && !IsOurs(seen, desired, recorded))
            return Nothing(observed, desired, "is somebody else's") with { Findings = [Finding.Stop(VirtualizationErrors.LibvirtForeign(desired.Sort.Word, desired.Name, Place(desired)))] };
        ObjectState wanted = WantedOf(desired, seen, recorded);
        string[] why = [.. Why(desired, seen, wanted, recorded)];
        if (why.Length == 0)
            return desired.Equals(recorded?.Resource as ObjectResource) ? null : Nothing(observed, desired, "is defined so and is recorded");
        return new Change
        {
            Id = observed.Id,
            Action = seen.IsAbsent ? ChangeAction.Create : ChangeAction.Update,
            Reason = string.Join("; ", why.Take(Shown)) + (why.Length > Shown ? $"; and {why.Length - Shown} more" : string.Empty),
            Desired = desired,
            Before = seen,
            After = wanted,
        };
    }

    /// <summary>What it shall be where this is what there is.</summary>
    public static ObjectState WantedOf(ObjectResource desired, ObjectState seen, Recorded? recorded)
    {
        if (desired.Pinned is ObjectState pinned)
            return pinned;
        // What is started stays so: machines may be connected to it.
        bool isActive = desired.IsActive || seen.IsActive;
        if (desired.Keeps && !seen.IsAbsent && !IsOurs(seen, desired, recorded))
            return seen with { IsAutostart = desired.IsAutostart, IsActive = isActive };
        XElement definition = DomainText.Read(desired.Definition);
        // One that is taken over keeps its identity.
        if (seen.Uuid is { } uuid)
            definition.SetElementValue("uuid", uuid);
        return new ObjectState(DomainText.Write(definition), desired.IsAutostart, isActive);
    }

    /// <summary>Ours is what has the identity that we computed, or were given when we took it over.</summary>
    private static bool IsOurs(ObjectState seen, ObjectResource? desired, Recorded? recorded) =>
        seen.Uuid is { } uuid && (uuid == (string?)(desired is null ? null : DomainText.Read(desired.Definition).Element("uuid"))
            || (recorded?.Resource is ObjectResource { Keeps: false } && uuid == (recorded.Applied as ObjectState)?.Uuid));

    private static Change? Gone(ObjectObservation observed, Recorded? recorded)
    {
        if (recorded is null)
            return null;
        bool isKept = recorded.Resource is ObjectResource { Keeps: true } && recorded.Original is ObjectState { IsAbsent: false };
        if (observed.Seen.IsAbsent || !(isKept || IsOurs(observed.Seen, null, recorded) || observed.Seen.Uuid == (recorded.Applied as ObjectState)?.Uuid))
            return Nothing(observed, null, "is no longer declared");
        ObjectState before = recorded.Original as ObjectState ?? ObjectState.Absent;
        return new Change
        {
            Id = observed.Id,
            Action = before.IsAbsent ? ChangeAction.Remove : ChangeAction.RestoreOriginal,
            Reason = before.IsAbsent ? "is no longer declared; what is in it stays, and what machines use goes on until they end" : "is no longer declared; what was there before comes back",
            Before = observed.Seen,
            After = before,
        };
    }

    private static IEnumerable<string> Why(ObjectResource desired, ObjectState seen, ObjectState wanted, Recorded? recorded)
    {
        XElement definition = wanted.Xml!; // A wish is a definition.
        if (seen.Xml is not { } present)
        {
            yield return Summary(definition) + (wanted.IsAutostart ? ", starts with the machine" : string.Empty);
            yield break;
        }

        int found = 0;
        foreach (DomainDifference difference in DomainComparison.Compare(definition, present))
        {
            found++;
            yield return difference.ToString();
        }

        bool isOther = recorded?.Resource is ObjectResource { Keeps: false } last && last.Definition != desired.Definition && desired is { Keeps: false, Pinned: null };
        if (found == 0 && isOther && DomainComparison.Compare(DomainText.Read(((ObjectResource)recorded!.Resource).Definition), DomainText.Read(desired.Definition)).Count > 0) // As above: it is one.
        {
            found++;
            yield return "parts of it are no longer declared";
        }

        if (found > 0 && seen.IsActive)
            yield return "it is started, and is so after its next start";
        if (seen.IsAutostart != wanted.IsAutostart)
            yield return wanted.IsAutostart ? "starts with the machine" : "starts no more with the machine";
        if (wanted.IsActive && !seen.IsActive)
            yield return "is started";
    }

    private static string Summary(XElement definition) => definition.Name == "pool"
        ? $"{(string?)definition.Attribute("type")}, {definition.Element("target")?.Element("path")?.Value ?? "without a folder"}"
        : string.Join(", ", definition.Elements("ip").Select(static ip => $"{(string?)ip.Attribute("address")}/{(string?)ip.Attribute("prefix")}").Prepend((string?)definition.Element("forward")?.Attribute("mode") ?? "isolated"));

    private static Change Nothing(ObjectObservation observed, ObjectResource? desired, string why) => new() { Id = observed.Id, Action = ChangeAction.None, Reason = why, Desired = desired };

    private static Origin? Place(ObjectResource desired) => desired.Origins is [var place, ..] ? place : null;
}
