using HostTools.Platform;

namespace HostTools.Activation;

public sealed partial class ActivationSession
{
    /// <summary>Files with secrets that lay in memory and are gone, since the machine has started again; none on a folder, in a home, and for who may not look.</summary>
    public IReadOnlyList<string> MissingSecrets => TargetGuard.Run(Target, () => new SecretMemory(Target, _providers).Missing);

    /// <summary>Writes them again as the current generation has them: no tree is needed, and no generation is made.</summary>
    /// <param name="user">Who asks.</param>
    /// <param name="token">Cancels between two files.</param>
    /// <returns>Paths of the files written.</returns>
    /// <exception cref="HostToolsException">Busy; OpenJournal; why a secret cannot be had.</exception>
    public Task<IReadOnlyList<string>> WriteMissingSecretsAsync(string user, CancellationToken token = default) => TargetGuard.RunAsync(Target, async () =>
    {
        using StateLock held = await LockAsync(user, "putting secrets into memory", token).ConfigureAwait(false);
        if (IsInterrupted)
            throw new HostToolsException(ActivationErrors.OpenJournal(Target.ToString()));
        using var sync = new SyncGroup();
        var context = new OperationContext(Target, new ContentStore(Target.State), sync, _processes, Guid.NewGuid().ToString("N"), new ApplyOptions());
        return await new SecretMemory(Target, _providers).WriteAsync(context, token).ConfigureAwait(false);
    });
}
