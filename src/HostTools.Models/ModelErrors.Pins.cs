using HostTools.Platform;

namespace HostTools.Models;

/// <summary>What is not pinned, or not as it was pinned.</summary>
public static partial class ModelErrors
{
    /// <summary>A model at a pinned version is not what the lock file says: somebody rewrote what should never change.</summary>
    /// <remarks>Find out why. Update the model to take what is there now.</remarks>
    /// <example><code lang="text">A file of the web is replaced under the same address.</code></example>
    public static HostError LockMismatch(ModelSource source, string path, string why) =>
        new(nameof(LockMismatch), ErrorKind.Stale,
            $"'{Shown(source)}' is not what hosttools.lock says: '{Printable(path)}': {why}. Find out why; Update-AiModel takes what is there now.", path);

    /// <summary>Nothing says what the bytes of a model must be: it has no hash, and is not in the lock file.</summary>
    /// <remarks>Write the hash that the message names, or say that it is trusted on first use.</remarks>
    /// <example><code lang="text">services.ai-models.models.llama: { source.huggingface: { repo: org/name } }</code></example>
    public static HostError HashUnknown(ModelDeclaration model, ContentHash actual) =>
        At(new HostError(nameof(HashUnknown), ErrorKind.ConfirmationRequired,
            $"Nothing says what the bytes of '{model.Name}' must be. They are in the store and are not used yet. Write hash: {actual}, or say that they are trusted on first use.", model.Name), model);

    /// <summary>A model has another hash than the one declared.</summary>
    /// <remarks>When the branch moved, look at what changed and write the new hash, or pin the old commit as revision. Else the source is damaged, or somebody changed it.</remarks>
    /// <example><code lang="text">The branch main got a new commit, and the configuration has the hash of the old one.</code></example>
    public static HostError HashMismatch(ModelDeclaration model, ContentHash wanted, ContentHash actual, string? oldVersion, string newVersion) =>
        At(new HostError(nameof(HashMismatch), ErrorKind.Stale,
            $"'{model.Name}' has the hash {actual}, and not {wanted}. "
            + (oldVersion is not null && oldVersion != newVersion
                ? $"'{model.Source.RevisionAskedFor}' moved from {oldVersion} to {newVersion}. Look at what changed and write the new hash, or write the old commit as revision."
                : $"It is at {newVersion}. Write that hash if the bytes are wanted; else find out who changed them."), model.Name), model);

    private static HostError At(HostError error, ModelDeclaration model) => error with { Origin = model.Origin };
}
