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
}
