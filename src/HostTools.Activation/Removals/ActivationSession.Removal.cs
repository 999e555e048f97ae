using HostTools.Platform;

namespace HostTools.Activation;

public sealed partial class ActivationSession
{
    /// <summary>Plans that nothing is declared any more: what was made goes, and what it replaced comes back.</summary>
    /// <param name="user">Who asks.</param>
    /// <param name="token">Cancels; nothing was written.</param>
    /// <exception cref="HostToolsException">OpenJournal; ManifestDamaged.</exception>
    public Task<Plan> PlanRemovalAsync(string user, CancellationToken token = default) => TargetGuard.RunAsync(Target, () =>
    {
        if (OpenTransaction is not null)
            throw new HostToolsException(ActivationErrors.OpenJournal(Target.ToString()));
        return PlanAsync([], ContextOfNothing(user), restored: null, trustsDesired: true, token, isRemoval: true);
    });

    /// <summary>Removes the state of the target: generations, store, leases, journal, and the directories that came into being with it.</summary>
    /// <param name="applied">What the plan of the removal came to.</param>
    /// <param name="user">Who asks.</param>
    /// <param name="token">Ends a wait for others; once it removes, it goes through.</param>
    /// <remarks>A kill in the middle leaves a state that says that nothing is applied; the next removal does the rest.</remarks>
    /// <exception cref="HostToolsException">Busy; OpenJournal; ConfirmationPending; PlanStale when somebody applied meanwhile.</exception>
    public Task<StateRemoval> RemoveStateAsync(ApplyResult applied, string user, CancellationToken token = default) => TargetGuard.RunAsync(Target, async () =>
    {
        var removal = new StateRemover(Target, _providers);
        int generations;
        IReadOnlyList<string> left, directories;
        using (StateLock held = await LockAsync(user, "removing the state", token).ConfigureAwait(false))
        {
            if (IsInterrupted && Describe() is not null)
                throw new HostToolsException(ActivationErrors.OpenJournal(Target.ToString()));
            if (ConfirmationMarker.Find(Target) is { } waiting)
                throw new HostToolsException(ActivationErrors.ConfirmationPending(Target.ToString(), waiting.Confirmation));
            int current = new GenerationFiles(Target).CurrentNumber();
            if (current != (applied.Generation?.Number ?? 0))
                throw new HostToolsException(ActivationErrors.PlanStale(Target.ToString(), [$"the target is at generation {current} now"]));
            Faults?.Invoke("remove state");
            directories = removal.Directories(current);
            left = removal.Keep(current);
            generations = removal.Remove(Faults);
        }

        removal.RemoveEmpty(directories);
        return new StateRemoval(Target.ToString(), Target.Identity.User, applied.Changes, generations, [.. left, .. removal.Foreign(left.Count == 0)]);
    });
}
