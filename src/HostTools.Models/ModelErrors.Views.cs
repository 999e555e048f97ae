using HostTools.Models.Scanning;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>What goes wrong where programs look for models.</summary>
public static partial class ModelErrors
{
    /// <summary>Something that we did not make stands where a model should be linked; it is left alone.</summary>
    /// <remarks>Move it away, or choose another directory for models.</remarks>
    /// <example><code lang="text">A Hugging Face cache has refs/main at another commit, from a download of its own.</code></example>
    public static HostError ViewOccupied(string path, string holder) =>
        new(nameof(ViewOccupied), ErrorKind.Conflict, $"'{path}' is in the way of {holder}: something else made it, so it stays as it is. Move it away, or choose another directory for models.", path);

    /// <summary>Two models want to be the same name for programs.</summary>
    /// <remarks>Take one of them out, pin both to one revision, or give them different names.</remarks>
    /// <example><code lang="text">Two models are hf:org/name, at main of today and at main of last year.</code></example>
    public static HostError ViewContested(string path, string holder, string other) =>
        new(nameof(ViewContested), ErrorKind.Conflict, $"'{path}' would be different for {holder} and for {other}. Take one of them out, use one revision for both, or give them different names.", path);

    /// <summary>A model cannot be shown to programs of one sort.</summary>
    /// <remarks>The message says why; leave that integration out for this model.</remarks>
    /// <example><code lang="text">A model in safetensors for Ollama.</code></example>
    public static HostError ViewNotPossible(ModelSource source, string program, string why) =>
        new(nameof(ViewNotPossible), ErrorKind.NotSupported, $"'{Shown(source)}' cannot be made visible to {program}: {why}", Shown(source));

    /// <summary>The directory for programs is on another drive than the store.</summary>
    /// <remarks>Choose directories on one drive.</remarks>
    /// <example><code lang="text">A store on C: and a cache on D:.</code></example>
    public static HostError ViewElsewhere(string path, string store) =>
        new(nameof(ViewElsewhere), ErrorKind.InvalidInput, $"'{path}' is on another drive than the store '{store}'. Choose directories on one drive.", path);

    /// <summary>Somebody takes unused bytes out of the store, and nothing may be stored meanwhile.</summary>
    /// <remarks>Wait until that ends, and run the command again.</remarks>
    /// <example><code lang="text">Clear-AiModelStore runs in another terminal.</code></example>
    public static HostError StoreCleared(string store) =>
        new(nameof(StoreCleared), ErrorKind.Busy, $"Somebody takes unused models out of '{store}'. Run the command again when that has ended.", store);

    /// <summary>Somebody fetches or shows models, so none may be taken away.</summary>
    /// <remarks>Wait until that ends, and run the command again.</remarks>
    /// <example><code lang="text">Clear-AiModelStore while a model is being fetched.</code></example>
    public static HostError StoreInUse(string store) =>
        new(nameof(StoreInUse), ErrorKind.Busy, $"Somebody fetches or shows models of '{store}', so none is taken away. Run the command again when that has ended.", store);

    /// <summary>A model was never fetched, no lock file says which version is meant, and nobody may be asked.</summary>
    /// <remarks>Run Update-AiModel (hosttools model update) where there is a network, and keep hosttools.lock with the configuration.</remarks>
    /// <example><code lang="text">A new model in the configuration, on a machine without a network.</code></example>
    public static HostError ModelNotLocked(string name, ModelSource source, HostError cause, Origin? origin) =>
        new(nameof(ModelNotLocked), ErrorKind.NotFound,
            $"Which version of the model '{name}' ('{Shown(source)}') is meant is not known: hosttools.lock does not say, and asking failed. {cause.Message}", name)
        { Origin = origin };

    /// <summary>Nothing says what the bytes of a model must be, and nobody asked to believe its server.</summary>
    /// <remarks>Pin what it is now with Update-AiModel -HostName (hosttools model update --host-name), or declare its hash. With trustOnFirstUse: true the first apply
    /// believes what the server says, and pins it.</remarks>
    /// <example><code lang="text">A new model of a branch in the configuration, and an apply before it is in hosttools.lock</code></example>
    public static HostError ModelNotPinned(string name, ModelSource source, Origin? origin) =>
        new(nameof(ModelNotPinned), ErrorKind.InvalidInput,
            $"Nothing says what the bytes of the model '{name}' ('{Shown(source)}') must be: hosttools.lock does not have it, and no hash is declared. Pin what it is now with Update-AiModel -HostName (hosttools model update --host-name), declare its 'hash', or set 'trustOnFirstUse: true' to believe its server once.", name)
        { Origin = origin };

    /// <summary>Options of a model in the configuration do not fit together.</summary>
    /// <remarks>The message says what to write.</remarks>
    /// <example><code lang="text">models.llama.source.huggingface.repo: llama</code></example>
    public static HostError ModelDeclarationWrong(string name, string problem, Origin? origin) =>
        new(nameof(ModelDeclarationWrong), ErrorKind.InvalidInput, $"The model '{name}' cannot be used: {problem}", name) { Origin = origin };

    /// <summary>After its views were made, a model is not at the version it should be.</summary>
    /// <remarks>Somebody works on the same model by hand; run the command again when that has ended.</remarks>
    /// <example><code lang="text">Remove-AiModel while a configuration is applied.</code></example>
    public static HostError ModelNotShown(string name) =>
        new(nameof(ModelNotShown), ErrorKind.Failed, $"The model '{name}' is not at the version that it was just given: somebody else works on it. Run the command again when that has ended.", name);

    /// <summary>A model that should be linked is not in the store any more.</summary>
    /// <remarks>Fetch it again.</remarks>
    /// <example><code lang="text">Somebody removed files below the store by hand.</code></example>
    public static HostError SnapshotGone(ModelSource source, string version, string store) =>
        new(nameof(SnapshotGone), ErrorKind.NotFound, $"'{Shown(source)}' at {version} is not in '{store}' any more. Fetch it again.", Shown(source));
}
