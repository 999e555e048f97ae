using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Machine.Secrets;

/// <summary>Secrets that are needed for something and not written into a file.</summary>
public static class SecretValues
{
    /// <summary>A value with secrets in it, and where these come from; null after an error.</summary>
    /// <param name="config">The host or home that declares the secrets.</param>
    /// <param name="library">Where the modules are.</param>
    /// <param name="value">What an option of type <c>secret</c> has.</param>
    /// <param name="origins">Where it was written.</param>
    /// <param name="errors">Gets SecretUnknown.</param>
    public static SecretContent? Of(HostConfig config, ModuleSource library, object value, IReadOnlyList<Origin> origins, List<HostError> errors) =>
        new DeclaredSecrets(config, library, new ResourceSet(), errors).Content(SecretText.Of(value), origins);

    /// <summary>Gets secrets with the rights of whom a target belongs to.</summary>
    /// <param name="target">The target.</param>
    /// <param name="processes">Starts the programs that open them.</param>
    /// <param name="variable">Reads an environment variable that is one.</param>
    public static ISecretRenderer Renderer(Target target, IProcessRunner processes, Func<string, string?> variable) =>
        new SecretRenderer(new SecretReader(target, processes, variable, SecretFiles.Sources(target)));
}
