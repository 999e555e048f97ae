using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Checks before a plan is applied that the target is still as the plan saw it.</summary>
internal static class PlanCheck
{
    /// <summary>The plan is for this target.</summary>
    /// <exception cref="HostToolsException">WrongTarget.</exception>
    public static void RequireTarget(Plan plan, Target target)
    {
        if (plan.Target.Identity != target.Identity || plan.Target.StateDirectory != target.StateDirectory)
            throw new HostToolsException(ActivationErrors.WrongTarget(plan.Target.Identity, target.Identity));
    }

    /// <summary>Nothing the plan looked at has changed.</summary>
    /// <exception cref="HostToolsException">PlanStale, which names what changed.</exception>
    public static async Task RequireFreshAsync(Plan plan, Target target, ProviderSet providers, CancellationToken token)
    {
        var stale = new List<string>();
        int current = new GenerationFiles(target).CurrentNumber();
        if (current != plan.BaseGeneration)
        {
            stale.Add(plan.BaseGeneration == 0
                ? $"it was made before anything was applied, and the target is at generation {current} now"
                : $"it was made at generation {plan.BaseGeneration}, and the target is at {current} now");
        }

        Question[] questions =
        [
            .. plan.Steps.Where(static step => step.Before is not null)
                .Select(static step => new Question(step.Id, null, null) { IsPrivate = step.Before is PathState { IsPrivate: true }, Seen = step.Before }),
        ];
        IReadOnlyDictionary<Resources.ResourceId, Observation> observed = await Planner.ObserveAsync(providers, questions, token).ConfigureAwait(false);
        foreach (Change step in plan.Steps.Where(static step => step.Before is not null))
        {
            Observation now = observed[step.Id];
            // Directories above the state come into being with it.
            if (providers.Of(step.Id.Kind).Space == PathRules.Space && target.IsInfrastructure(step.Id.Key))
                continue;
            if (now.Unobservable is not null)
                stale.Add($"'{step.Id.Key}' cannot be looked at any more");
            else if (now.State.Hash != step.Before!.Hash)
                stale.Add($"'{step.Id.Key}' {Difference(step.Before, now.State)}");
        }

        if (stale.Count > 0)
            throw new HostToolsException(ActivationErrors.PlanStale(target.ToString(), stale));
    }

    private static string Difference(ResourceState before, ResourceState now) => (before, now) switch
    {
        (PathState { IsAbsent: true }, PathState there) => $"was absent and is {there.InWords} now",
        (PathState there, PathState { IsAbsent: true }) => $"was {there.InWords} and is gone",
        (PathState a, PathState b) when a.Type != b.Type => $"was {a.InWords} and is {b.InWords} now",
        (PathState a, PathState b) when a.HasContentOf(b) => "has another mode or owner now",
        _ => "has changed",
    };
}
