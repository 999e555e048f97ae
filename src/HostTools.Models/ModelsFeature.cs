using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Machine;
using HostTools.Machine.Secrets;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>AI models: <c>services.ai-models</c> of machines, <c>programs.ai-models</c> of homes.</summary>
/// <param name="library">Where the modules are; the same as of the base.</param>
public sealed class ModelsFeature(ModuleSource library) : IFeature
{
    /// <inheritdoc/>
    public string Name => "models";

    /// <summary>Reads a variable of the environment, such as one with a token.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Starts the programs that open secrets.</summary>
    public IProcessRunner Processes { get; init; } = new SystemProcessRunner();

    /// <inheritdoc/>
    public ModuleSource Library => library;

    /// <inheritdoc/>
    public IEnumerable<IProvider> Providers(Target target) => [new ModelProvider(target, Variable, SecretValues.Renderer(target, Processes, Variable))];

    /// <inheritdoc/>
    public void Realise(HostConfig config, ResourceSet into) => new DeclaredModels(config, library, "services", into).Realise();

    /// <inheritdoc/>
    public void RealiseHome(HostConfig home, ResourceSet into) => new DeclaredModels(home, library, "programs", into).Realise();
}
