using System.Globalization;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>What servers say about models.</summary>
public static partial class ModelErrors
{
    /// <summary>The server has no such model, or does not show it to whoever asked: for hubs both are the same.</summary>
    /// <remarks>Correct the name. For a private model give a token that may read it.</remarks>
    /// <example><code lang="text">Install-AiModel hf:org/nmae</code></example>
    public static HostError ModelMissing(ModelSource source, bool hadToken) =>
        new(nameof(ModelMissing), ErrorKind.NotFound,
            $"'{Shown(source)}' does not exist, or is private. "
            + (hadToken ? "Correct the name, or give a token whose account may read it." : $"Correct the name; for a private model set {(source is HuggingFaceSource ? "HF_TOKEN" : "auth.tokenEnvVar")} or auth.tokenFile to a token that may read it."), Shown(source));

    /// <summary>The model exists, and has no such branch, tag, commit or version.</summary>
    /// <remarks>Correct the revision, or leave it out.</remarks>
    /// <example><code lang="text">Install-AiModel hf:org/name@mian</code></example>
    public static HostError RevisionMissing(ModelSource source) =>
        new(nameof(RevisionMissing), ErrorKind.NotFound, $"'{Shown(source)}' has no revision '{source.RevisionAskedFor}'. Correct it, or leave it out.", Shown(source));

    /// <summary>A file that the server listed is not there when it is asked for.</summary>
    /// <remarks>Run the command again: the model was changed meanwhile.</remarks>
    /// <example><code lang="text">The author removes a file during the download.</code></example>
    public static HostError FileMissing(ModelSource source, string path) =>
        new(nameof(FileMissing), ErrorKind.NotFound, $"'{Printable(path)}' of '{Shown(source)}' was listed and is not there. Run the command again, in case it was changed meanwhile.", path);

    /// <summary>The author wants to know who takes the model, and the asker has not agreed yet.</summary>
    /// <remarks>Open the model's page, accept its terms, and give a token of that account with the right to read gated repositories.</remarks>
    /// <example><code lang="text">Install-AiModel hf:meta-llama/Llama-2-7b-hf</code></example>
    public static HostError ModelGated(ModelSource source, string page, bool hadToken) =>
        new(nameof(ModelGated), ErrorKind.PermissionDenied,
            $"'{Shown(source)}' is gated. Open {page}, accept its terms, "
            + (hadToken ? "and use a token of that account which may read gated repositories." : "and set HF_TOKEN or auth.tokenFile to a token of that account."), Shown(source));

    /// <summary>The hub has switched the model off for everybody.</summary>
    /// <remarks>Use another model, or bytes that you have already.</remarks>
    /// <example><code lang="text">A model was removed for legal reasons.</code></example>
    public static HostError ModelDisabled(ModelSource source) =>
        new(nameof(ModelDisabled), ErrorKind.PermissionDenied, $"The hub has disabled '{Shown(source)}' for everybody. Use another model, or import bytes that you have already.", Shown(source));

    /// <summary>The server does not accept the token or password.</summary>
    /// <remarks>Make a new one, or take it away for models that need none.</remarks>
    /// <example><code lang="text">HF_TOKEN holds a token that was revoked.</code></example>
    public static HostError TokenRefused(string server, string origin) =>
        new(nameof(TokenRefused), ErrorKind.PermissionDenied, $"'{server}' does not accept the token from {origin}. Make a new one, or take it away if the model needs none.", server);

    /// <summary>The server wants to know who asks, or does not let this one in.</summary>
    /// <remarks>Give a token or password that may read the model.</remarks>
    /// <example><code lang="text">A bucket that is not public, and no AWS_ACCESS_KEY_ID.</code></example>
    public static HostError AccessRefused(ModelSource source, string server, int status, string fix) =>
        new(nameof(AccessRefused), ErrorKind.PermissionDenied, string.Create(CultureInfo.InvariantCulture, $"'{server}' does not give '{Shown(source)}' (status {status}). {fix}"), Shown(source));

    /// <summary>Nothing is left of a model, because no file fits to 'files' or there is none.</summary>
    /// <remarks>Correct the patterns; '*' also crosses '/'.</remarks>
    /// <example><code lang="text">files: ["*.safetensor"]</code></example>
    public static HostError NoFilesMatch(ModelSource source) =>
        new(nameof(NoFilesMatch), ErrorKind.NotFound,
            source.FilePatterns.Count == 0
                ? $"'{Shown(source)}' has no files at '{source.RevisionAskedFor}'. Choose another revision or model."
                : $"No file of '{Shown(source)}' fits to {string.Join(", ", source.FilePatterns.Select(static pattern => $"'{pattern}'"))}. Correct 'files'; '*' also crosses '/'.", Shown(source));

    /// <summary>Nobody here knows how to ask servers of that kind.</summary>
    /// <remarks>The message says what to use in its place.</remarks>
    /// <example><code lang="text">Install-AiModel git-xet:xet://xethub.com/org/name</code></example>
    public static HostError SourceNotPossible(ModelSource source, string why) =>
        new(nameof(SourceNotPossible), ErrorKind.NotSupported, $"'{Shown(source)}' cannot be fetched: {why}", Shown(source));
}
