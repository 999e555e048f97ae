using System.Runtime.ExceptionServices;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Applies plans of a machine and of homes on it as one: afterwards all are at their new generations, or all as they were.</summary>
/// <remarks>
/// Each member carries out its plan up to the switch. When all have come so far, one file in the machine's state is replaced, which
/// decides; then each switches. Whoever finds a member that was interrupted asks that file (decision 0017).
/// </remarks>
public sealed class GroupApply
{
    private readonly ActivationSession _machine;
    private readonly IReadOnlyList<(ActivationSession Session, Plan Plan)> _members;

    /// <summary>Plans of one machine; nothing is looked at yet.</summary>
    /// <param name="machine">The machine, also when none of the plans is for it.</param>
    /// <param name="members">The machine's plan, where there is one, before those of homes.</param>
    public GroupApply(ActivationSession machine, IReadOnlyList<(ActivationSession Session, Plan Plan)> members) => (_machine, _members) = (machine, members);

    /// <summary>Refuses what applying would refuse as well, as an apply waits to be confirmed, so that nobody is asked about it.</summary>
    /// <exception cref="HostToolsException">ConfirmationPending.</exception>
    public void RequireConfirmed(ApplyOptions options)
    {
        Plan[] together = [.. _members.Select(static member => member.Plan)];
        foreach (ActivationSession session in _members.Where(static member => member.Plan.HasChanges).Select(static member => member.Session))
        {
            if (session.Unconfirmed is { } waiting && !session.IsExpired(waiting))
                session.RequireConfirmed(together, options);
        }
    }

    /// <summary>Waits until nobody else works on a target, and then plans and applies while nobody else can: such plans are never stale.</summary>
    /// <param name="place">The machine; of one home alone the home.</param>
    /// <param name="user">Who asks.</param>
    /// <param name="plan">Makes the plans; null when they shall not be applied.</param>
    /// <param name="options">How they are applied.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="token">Ends the wait at once, or cancels and undoes.</param>
    /// <returns>As of <see cref="ApplyAsync"/>; none when nothing shall be applied.</returns>
    /// <exception cref="HostToolsException">Busy when the wait was too long; else as of <see cref="ApplyAsync"/>.</exception>
    public static Task<IReadOnlyList<ApplyResult>> ApplyInTurnAsync(
        ActivationSession place, string user, Func<CancellationToken, Task<GroupApply?>> plan, ApplyOptions? options = null, IProgress<ApplyProgress>? progress = null, CancellationToken token = default) =>
        TargetGuard.RunAsync<IReadOnlyList<ApplyResult>>(place.Target, async () =>
        {
            using var locks = new HeldLocks(user);
            await locks.TakeAsync(place, token).ConfigureAwait(false);
            RepairResult? repaired = await place.RepairHeldAsync(direction: null, progress, token).ConfigureAwait(false);
            if (await plan(token).ConfigureAwait(false) is not { } group)
                return [];
            IReadOnlyList<ApplyResult> results = await group.ApplyAsync((options ?? new ApplyOptions()) with { Held = locks }, progress, token).ConfigureAwait(false);
            return [.. results.Select((result, index) => index == 0 ? result with { Repaired = result.Repaired ?? repaired } : result)];
        });

    /// <summary>Applies all plans, or none.</summary>
    /// <returns>A result for each plan, in their order.</returns>
    /// <exception cref="HostToolsException">As of <see cref="ActivationSession.ApplyAsync"/>, of any member; GroupUnfinished when it stays and has to be repaired.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, and undone.</exception>
    public async Task<IReadOnlyList<ApplyResult>> ApplyAsync(
        ApplyOptions? options = null, IProgress<ApplyProgress>? progress = null, CancellationToken token = default)
    {
        HostError[] errors = [.. _members.SelectMany(static member => member.Plan.Errors)];
        if (errors.Length > 0)
            throw new HostToolsException(errors);
        foreach ((ActivationSession session, Plan plan) in _members)
            PlanCheck.RequireTarget(plan, session.Target);
        foreach ((ActivationSession session, Plan plan) in _members)
            await session.CheckAsync(plan, token).ConfigureAwait(false);
        Plan[] together = [.. _members.Select(static member => member.Plan)];
        foreach (ActivationSession session in options?.Held is null ? _members.Select(static member => member.Session).Prepend(_machine) : [])
            await session.SettleAsync(together, progress, token).ConfigureAwait(false);
        options = (options ?? new ApplyOptions()) with { Together = together };
        if (_members is [var only])
            return [await only.Session.ApplyAsync(only.Plan, options, progress, token).ConfigureAwait(false)];
        if (!_machine.IsInterrupted && _members.Count(static member => member.Plan.HasChanges || member.Session.IsInterrupted) < 2)
        {
            var results = new List<ApplyResult>();
            foreach ((ActivationSession session, Plan plan) in _members)
                results.Add(await session.ApplyAsync(plan, options, progress, token).ConfigureAwait(false));
            return results;
        }

        return await TargetGuard.RunAsync(_machine.Target, () => ApplyTogetherAsync(options, progress, token)).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<ApplyResult>> ApplyTogetherAsync(ApplyOptions options, IProgress<ApplyProgress>? progress, CancellationToken token)
    {
        string user = _members[0].Plan.Context.User;
        using HeldLocks? own = options.Held is null ? new HeldLocks(user) : null;
        HeldLocks locks = options.Held ?? own!; // One of the two is there.
        using var sync = new SyncGroup();
        await locks.TakeAsync(_machine, token).ConfigureAwait(false);
        RepairResult? repaired = await _machine.RepairHeldAsync(direction: null, progress, token).ConfigureAwait(false);
        var busy = new Dictionary<Plan, HostError>(ReferenceEqualityComparer.Instance);
        foreach ((ActivationSession session, Plan plan) in _members.Where(static member => member.Session.Target.Account is not null && member.Session.Target.IsThere))
        {
            try
            {
                await locks.TakeAsync(session, token).ConfigureAwait(false);
            }
            catch (HostToolsException held) when (MayStayBehind(plan) && held.Errors is [{ Id: nameof(ActivationErrors.Busy) } error])
            {
                busy.Add(plan, error);
                continue;
            }

            await session.RepairHeldAsync(direction: null, progress, token).ConfigureAwait(false);
        }

        (ActivationSession Session, Plan Plan)[] members = [.. _members.Where(member => !busy.ContainsKey(member.Plan))];
        foreach ((ActivationSession session, Plan plan) in members)
        {
            await session.RequireAsync(plan, progress, token).ConfigureAwait(false);
            session.RequireConfirmed(options.Together!, options);
        }

        _machine.RequireConfirmed(options.Together!, options);
        ConfirmationMarker.Sweep(_machine.Target);
        (ActivationSession Session, Plan Plan)[] changing = [.. members.Where(static member => member.Plan.HasChanges)];
        var record = new GroupRecord(
            Guid.NewGuid().ToString("N"), IsCommitted: false, _machine.Now, user,
            [.. changing.Select(static member => member.Session.Target.Account).OfType<HomeAccount>().Select(GroupHome.Of)]);
        if (changing.Length == 0)
        {
            if (!options.IsTemporary)
                Keep(members);
            return Results([], repaired, busy);
        }

        var prepared = new List<Member>();
        bool isStarted = false;
        try
        {
            At("group begin");
            isStarted = true;
            GroupFile.Write(_machine.Target.State, record);
            foreach ((ActivationSession session, Plan plan) in changing)
            {
                await locks.TakeAsync(session, token).ConfigureAwait(false);
                var member = new Member(session, plan, session.Begin(sync, options, progress, record.Id));
                await member.Transaction.PrepareAsync(plan, token).ConfigureAwait(false);
                prepared.Add(member);
            }

            token.ThrowIfCancellationRequested();
            if (options.IsTemporary)
            {
                At("group mark");
                UnconfirmedTarget[] made = [.. prepared.Select(static member => member.Transaction.Unconfirmed)];
                ConfirmationMarker.Write(_machine.Target.State, ConfirmationMarker.Of(_machine.Target, options with { Start = _machine.StartId }, _machine.Now, user, made));
            }

            At("group decide");
            GroupFile.Write(_machine.Target.State, record with { IsCommitted = true });
            At("group decided");
        }
        catch (Exception cause)
        {
            // Once it is decided, nothing that fails afterwards takes it back.
            if (!isStarted || !IsDecided(record))
                await TakeBackAsync(prepared, cause, isStarted).ConfigureAwait(false);
        }

        Dictionary<Plan, ApplyResult> done = Switch(prepared);
        if (!options.IsTemporary)
            Keep(members);
        Remove(prepared[0].Context);
        return Results(done, repaired, busy);
    }

    /// <summary>
    /// A user may hold the lock of his own home for as long as he likes, and must not keep root from the machine and from the homes of others by that. Where
    /// the machine's part is about his account, the two belong together.
    /// </summary>
    private bool MayStayBehind(Plan plan) => Environment.IsPrivilegedProcess && _members[0].Plan.Target.Machine is null &&
        !_members[0].Plan.Changes.Any(change => change.Id == new ResourceId("user", plan.Target.Identity.User!)); // It is a home.

    /// <summary>What was applied to be tried stays now, also where nothing had to be changed for that.</summary>
    private void Keep((ActivationSession Session, Plan Plan)[] members)
    {
        ConfirmationMarker.Keep(_machine.Target, [.. members.Select(static member => member.Plan.Target.Identity.User)]);
        foreach ((ActivationSession session, _) in members.Where(static member => member.Session.Target.Account is not null && member.Session.Target.IsThere))
            TargetGuard.Run(session.Target, () => { ConfirmationMarker.Keep(session.Target, [session.Target.Identity.User]); return true; });
        ConfirmationMarker.Sweep(_machine.Target);
    }

    private IReadOnlyList<ApplyResult> Results(Dictionary<Plan, ApplyResult> done, RepairResult? repaired, Dictionary<Plan, HostError> busy) =>
    [
        .. _members.Select((member, index) => (done.GetValueOrDefault(member.Plan) ?? new ApplyResult(member.Session.Generations.Current, [], NothingToDo: true)) with
        {
            Repaired = index == 0 ? repaired : null,
            // What it declares is there already, so nothing is missed.
            Failure = member.Plan.HasChanges ? busy.GetValueOrDefault(member.Plan) : null,
        }),
    ];

    private Dictionary<Plan, ApplyResult> Switch(List<Member> prepared)
    {
        var done = new Dictionary<Plan, ApplyResult>(ReferenceEqualityComparer.Instance);
        var errors = new List<HostError>();
        foreach (Member member in prepared)
        {
            try
            {
                At("group switch");
                done.Add(member.Plan, new ApplyResult(member.Transaction.Switch(), member.Plan.Changes, NothingToDo: false) { Notes = member.Context.Notes });
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or HostToolsException)
            {
                errors.Add(ActivationErrors.GroupUnfinished(member.Session.Target.ToString(), cause));
            }
        }

        return errors.Count == 0 ? done : throw new HostToolsException(errors);
    }

    private void Remove(OperationContext context)
    {
        try
        {
            At("group end");
            GroupFile.Remove(_machine.Target.State);
        }
        catch (IOException cause)
        {
            context.Note($"The apply stands, but the record of it could not be removed; the next one does that: {cause.Message}");
        }
    }

    private bool IsDecided(GroupRecord record) => GroupFile.Read(_machine.Target.State) is { IsCommitted: true } written && written.Id == record.Id;

    /// <summary>Takes back what is prepared, the last first, and says all that went wrong.</summary>
    private async Task TakeBackAsync(List<Member> prepared, Exception cause, bool isStarted)
    {
        var errors = new List<HostError>();
        if (cause is HostToolsException known)
            errors.AddRange(known.Errors);
        else if (cause is not OperationCanceledException)
            errors.Add(ActivationErrors.TargetFailed(_machine.Target.ToString(), cause));
        bool isBack = !errors.Any(static error => error.Id == nameof(ActivationErrors.UndoFailed));
        foreach (Member member in Enumerable.Reverse(prepared))
        {
            int told = member.Context.Notes.Count;
            IReadOnlyList<HostError> failures = await member.Transaction.TakeBackAsync().ConfigureAwait(false);
            isBack &= failures.Count == 0;
            errors.AddRange(failures.Count > 0 ? failures : [ActivationErrors.Undone(member.Session.Target.ToString(), member.Plan.BaseGeneration, member.Context.Notes.Skip(told))]);
        }

        if (isBack && isStarted)
            RemoveUndone();
        if (cause is OperationCanceledException && errors.TrueForAll(static error => error.Id == nameof(ActivationErrors.Undone)))
            ExceptionDispatchInfo.Throw(cause);
        throw new HostToolsException(errors);
    }

    private void RemoveUndone()
    {
        try
        {
            if (GroupFile.IsAny(_machine.Target))
                GroupFile.Remove(_machine.Target.State);
        }
        catch (IOException)
        {
            // It says that nothing is decided, which is right; the next apply removes it.
        }
    }

    private void At(string step) => _machine.Faults?.Invoke(step);

    private sealed record Member(ActivationSession Session, Plan Plan, (Transaction Transaction, OperationContext Context) Work)
    {
        public Transaction Transaction => Work.Transaction;

        public OperationContext Context => Work.Context;
    }
}
