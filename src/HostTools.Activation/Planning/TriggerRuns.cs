using HostTools.Activation.Resources;

namespace HostTools.Activation;

/// <summary>The commands that follow from changes: each once, however many changes name it.</summary>
internal static class TriggerRuns
{
    /// <param name="target">Where they would run.</param>
    /// <param name="changes">What they follow from.</param>
    /// <param name="desired">What is wanted, as far as its commands may be run.</param>
    /// <param name="recorded">What the current generation has, as far as its commands may be run.</param>
    /// <param name="known">All that is known, also what may not be run.</param>
    public static (List<Change> Runs, List<PlanWarning> Warnings) For(
        Target target, IReadOnlyList<Change> changes, IReadOnlyDictionary<ResourceId, Resource> desired, IReadOnlyList<ManifestEntry> recorded,
        IReadOnlyList<Resource> known)
    {
        var runs = new List<Change>();
        var warnings = new List<PlanWarning>();
        var live = new List<TriggerResource>();
        var causes = changes
            .Where(static change => change.After is not null)
            .SelectMany(static change => change.Triggers.Select(name => (Name: name, change.Id)))
            .GroupBy(static pair => pair.Name, static pair => pair.Id);
        foreach (IGrouping<string, ResourceId> cause in causes.OrderBy(static group => group.Key, StringComparer.Ordinal))
        {
            var id = new ResourceId("trigger", cause.Key);
            // What is no longer declared may still have to be followed by the command it named when it was.
            TriggerResource? trigger = desired.GetValueOrDefault(id) as TriggerResource ??
                recorded.Select(static entry => entry.Resource).OfType<TriggerResource>().FirstOrDefault(other => other.Name == cause.Key);
            if (trigger is null)
            {
                if (known.OfType<TriggerResource>().FirstOrDefault(other => other.Name == cause.Key) is { } foreign)
                    warnings.Add(Untrusted(target, foreign));
                continue;
            }

            if (TriggerProvider.CommandOn(target, trigger).Count > 0)
            {
                runs.Add(new Change
                {
                    Id = id,
                    Action = ChangeAction.Run,
                    Reason = Because([.. cause.Distinct().Order()]),
                    Desired = trigger,
                    Undo = UndoQuality.BestEffort,
                });
            }
            else if (trigger.Command.Count > 0)
            {
                live.Add(trigger);
            }
        }

        if (live.Count > 0)
            warnings.Add(LiveOnly(live));
        return (InOrder(runs), warnings);
    }

    private static PlanWarning LiveOnly(List<TriggerResource> triggers) => triggers is [var only]
        ? new PlanWarning($"The command of '{only.Name}' is not run on a folder target.", only.Id, PathWords.FirstOrigin(only))
        : new PlanWarning($"These commands are not run on a folder target: {string.Join(", ", triggers.Select(static trigger => trigger.Name))}.");

    private static PlanWarning Untrusted(Target target, TriggerResource trigger) => new(
        $"The command of '{trigger.Name}' ({string.Join(' ', TriggerProvider.CommandOn(target, trigger))}) is not run: it comes from state that was " +
        "not written on this machine. Run it by hand if you trust it.", trigger.Id);

    private static string Because(IReadOnlyList<ResourceId> causes) =>
        $"{string.Join(", ", causes.Take(3).Select(static id => id.Key))}{(causes.Count > 3 ? $" and {causes.Count - 3} more" : string.Empty)} " +
        (causes.Count == 1 ? "changes" : "change");

    /// <summary>Commands may come after each other; the names break ties.</summary>
    private static List<Change> InOrder(List<Change> runs)
    {
        var left = runs.ToDictionary(static run => run.Id);
        var ordered = new List<Change>();
        while (left.Count > 0)
        {
            Change next = left.Values.FirstOrDefault(run => !run.Desired!.After.Any(left.ContainsKey)) ?? left.Values.First();
            left.Remove(next.Id);
            ordered.Add(next with { Level = ordered.Count });
        }

        return ordered;
    }
}
