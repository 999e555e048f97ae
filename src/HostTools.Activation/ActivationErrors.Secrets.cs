using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

public static partial class ActivationErrors
{
    /// <summary>A generation that was made on another machine names secrets of this one.</summary>
    /// <remarks>Apply the configuration instead, so that its tree says where the secrets come from.</remarks>
    /// <example><code lang="text">A folder was copied from another machine, and hosttools rollback goes to a generation in it.</code></example>
    public static HostError SecretNotTrusted(string target, SecretResource secret) =>
        new(nameof(SecretNotTrusted), ErrorKind.PermissionDenied,
            $"'{secret.Path}' of '{target}' holds secrets, and the generation that says where they come from was not made on this machine. " +
            "Apply the configuration instead.", secret.Path);

    /// <summary>The encrypted file of a secret cannot be read.</summary>
    /// <remarks>Correct the path, or make the file.</remarks>
    /// <example><code lang="text">secrets.db.source.age: ./no-such.age</code></example>
    public static HostError SecretFileUnreadable(SecretResource desired, SecretSource source, string why) =>
        new(nameof(SecretFileUnreadable), ErrorKind.NotFound,
            $"The secret '{source.Name}' cannot be read from '{source.Reference}': {why.TrimEnd('.')}. Correct the path, or make the file.", source.Name)
        { Origin = source.Origin ?? PathWords.FirstOrigin(desired) };

    /// <summary>Lines or keys are to be owned in a file that held a secret until now; the rest of it would have to be kept, and shown.</summary>
    /// <remarks>Apply once without the file, or own it exactly.</remarks>
    /// <example><code lang="text">environment.etc."app.conf".text held a secret, and becomes ownership: block without it.</code></example>
    public static HostError SecretFileShared(FileResource desired) =>
        At(nameof(SecretFileShared), ErrorKind.Conflict, desired,
            $"'{desired.Path}' holds a secret, so what else is in it cannot be kept. Apply once without it, or own it exactly.");
}
