namespace HostTools.Activation;

/// <summary>The locks of all members of an apply, in their order.</summary>
internal sealed class HeldLocks(string user) : IDisposable
{
    private readonly List<(Target Target, StateLock Lock)> _held = [];

    /// <summary>The target is locked by this.</summary>
    public bool Holds(Target target) => _held.Exists(held => held.Target.StateDirectory == target.StateDirectory);

    /// <summary>Locks a target, once.</summary>
    public async Task TakeAsync(ActivationSession session, CancellationToken token)
    {
        if (!Holds(session.Target))
            _held.Add((session.Target, await session.LockAsync(user, "applying a plan", token).ConfigureAwait(false)));
    }

    /// <summary>Gives them back, the last first.</summary>
    public void Dispose()
    {
        foreach ((_, StateLock held) in Enumerable.Reverse(_held))
            held.Dispose();
    }
}
