using HostTools.Activation.Resources;

namespace HostTools.Activation;

/// <summary>What the manifest and the originals will say once the changes are applied.</summary>
internal static class NextState
{
    public static NextGeneration Of(
        ProviderSet providers,
        IReadOnlyList<Question> questions,
        IReadOnlyDictionary<ResourceId, Observation> observed,
        IReadOnlyList<Change> changes,
        IReadOnlySet<ResourceId> implied)
    {
        var byId = changes.ToDictionary(static change => change.Id);
        var entries = new List<ManifestEntry>();
        var originals = new SortedDictionary<ResourceId, ResourceState>();
        foreach (Question question in questions.Where(static question => question.Desired is not null).OrderBy(static question => question.Id))
        {
            Resource desired = question.Desired!; // The filter above leaves only those.
            Observation seen = observed[question.Id];
            Change? change = byId.GetValueOrDefault(question.Id);
            entries.Add(new ManifestEntry(
                desired, providers.Of(desired).StateAfter(desired, seen, change, question.Recorded), implied.Contains(question.Id)));
            // A directory of ours that holds something of somebody else's comes back together with that.
            bool isForgotten = desired is AbsentResource && question.Recorded is { Resource: not AbsentResource, Original.IsAbsent: true };
            // What stands at a path that was recorded only was never looked at.
            isForgotten |= question.Recorded is { Resource: SecretResource, Applied.IsAbsent: true };
            if (!isForgotten && question.Recorded?.Original is { } known)
                originals[question.Id] = known;
            else if (providers.Of(desired).KeepsOriginals)
                originals[question.Id] = seen.State;
        }

        return new NextGeneration(
            entries,
            new Originals(originals, [.. changes.Where(static change => change.Keep is not null).Select(static change => (change.Id, change.Keep!))]));
    }
}
