using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Machine;

/// <summary>A part of HostTools that adds options in YAML and renders their values to resources.</summary>
public interface IFeature
{
    /// <summary>Lower-case word, for messages.</summary>
    string Name { get; }

    /// <summary>The modules that declare the feature's options.</summary>
    ModuleSource Library { get; }

    /// <summary>The kinds of resources it brings, for a target; none where files, directories, links and triggers are enough.</summary>
    IEnumerable<IProvider> Providers(Target target) => [];

    /// <summary>Adds what a host's configuration wants of its target. Reads nothing but the configuration.</summary>
    /// <exception cref="HostToolsException">With every value that cannot be rendered, each with its place.</exception>
    void Realise(HostConfig config, ResourceSet into);

    /// <summary>Adds what the home of a user wants, as <see cref="HostConfig.Home"/> gives it; nothing where a feature has no options of homes.</summary>
    /// <exception cref="HostToolsException">With every value that cannot be rendered, each with its place.</exception>
    void RealiseHome(HostConfig home, ResourceSet into)
    {
    }
}
