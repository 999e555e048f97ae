using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Machine;

public static partial class MachineErrors
{
    /// <summary>A file names a secret that nobody declares.</summary>
    /// <remarks>Declare it in 'secrets', or correct the name.</remarks>
    /// <example><code>environment.etc: { a.conf: { text: '${{ secret("bd") }}' } }</code></example>
    public static HostError SecretUnknown(string name, IEnumerable<string> known, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(SecretUnknown), ErrorKind.NotFound,
            $"There is no secret '{name}'.{Suggestions.DidYouMean(name, known)} Declare it: secrets.{name}.source says where it comes from.", name), origins);

    /// <summary>A secret is declared and says nothing about where it comes from.</summary>
    /// <remarks>Give it one source: age, sops, credential, environment, file or powershell.</remarks>
    /// <example><code>secrets: { db: { owner: app } }</code></example>
    public static HostError SecretSourceMissing(string name, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(SecretSourceMissing), ErrorKind.InvalidInput,
            $"'secrets.{name}' does not say where it comes from. Give it one of source.age, sops, credential, environment, file and powershell.", name), origins);

    /// <summary>A file with a secret in it could be read by everybody.</summary>
    /// <remarks>Give its reader the file with 'user' or 'group', and a mode that ends in 0.</remarks>
    /// <example><code>environment.etc: { a.conf: { text: '${{ secret("db") }}', mode: 0644 } }</code></example>
    public static HostError SecretModeOpen(string path, string mode, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(SecretModeOpen), ErrorKind.InvalidInput,
            $"'{path}' holds a secret and has mode {mode}, so everybody could use it. End the mode in 0, and give the file to its reader as owner or group.", path), origins);

    /// <summary>A file with a secret in it is to be ours in part only, or a link.</summary>
    /// <remarks>Leave 'ownership' at 'exact'.</remarks>
    /// <example><code>environment.etc: { a.conf: { text: '${{ secret("db") }}', ownership: block } }</code></example>
    public static HostError SecretOwnership(string option, string name, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(SecretOwnership), ErrorKind.InvalidInput,
            $"'{name}' in '{option}' holds a secret, so all of it has to be ours: what stands around a secret cannot be kept or shown. Set ownership: exact, or move the secret into a file of its own.", name), origins);

    /// <summary>A secret cannot be had from where it is said to come from; nothing is applied without it.</summary>
    /// <remarks>Do what the message says: install the program, put the key there, or give the value.</remarks>
    /// <example><code lang="text">secrets.db.source.age: ./db.age, and no key of activation.identities opens it.</code></example>
    public static HostError SecretUnavailable(SecretSource source, string why, string fix) =>
        new(nameof(SecretUnavailable), ErrorKind.NotFound,
            $"The secret '{source.Name}' cannot be had ({source.Kind} '{source.Reference}'): {why}. {fix}.", source.Name)
        { Origin = source.Origin };

    /// <summary>The value of a secret cannot stand in the format of a file.</summary>
    /// <remarks>Write the file in another format, or let the program read the secret from a file of its own.</remarks>
    /// <example><code lang="text">A key of several lines as a value of an INI file.</code></example>
    public static HostError SecretUnfit(string name, string why, Origin? origin) =>
        new(nameof(SecretUnfit), ErrorKind.InvalidInput,
            $"The secret '{name}' cannot be written where it stands: {why}. Let the program read it from a file of its own, or use another format.", name)
        { Origin = origin };
}
