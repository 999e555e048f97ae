using HostTools.Platform;

namespace HostTools.Models;

/// <summary>What is not as it was pinned.</summary>
public static partial class ModelErrors
{
    /// <summary>A model at a pinned version is not what the lock file says: somebody rewrote what should never change.</summary>
    /// <remarks>Find out why. Update the model to take what is there now.</remarks>
    /// <example><code lang="text">A file of the web is replaced under the same address.</code></example>
    public static HostError LockMismatch(ModelSource source, string path, string why) =>
        new(nameof(LockMismatch), ErrorKind.Stale,
            $"'{Shown(source)}' is not what hosttools.lock says: '{Printable(path)}': {why}. Find out why; Update-AiModel takes what is there now.", path);
}
