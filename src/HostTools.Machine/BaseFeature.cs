using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Machine.Accounts;
using HostTools.Machine.Files;
using HostTools.Machine.Packages;
using HostTools.Machine.Units;
using HostTools.Platform;

namespace HostTools.Machine;

/// <summary>The library's own options: accounts, packages, files, units and the triggers that make running programs notice them.</summary>
/// <param name="library">Where the modules are; <see cref="LibraryLocator.Find"/> in every program.</param>
public sealed class BaseFeature(ModuleSource library) : IFeature
{
    /// <inheritdoc/>
    public string Name => "base";

    /// <inheritdoc/>
    public ModuleSource Library => library;

    /// <inheritdoc/>
    public IEnumerable<IProvider> Providers(Target target) =>
        [new GroupProvider(target), new UserProvider(target), new MemberProvider(target), new PackageProvider(target)];

    /// <inheritdoc/>
    public void Realise(HostConfig config, ResourceSet into)
    {
        List<HostError> errors = [];
        new DeclaredAccounts(config, library, into, errors).Realise();
        DeclaredPackages.Realise(config, library, into);
        new DeclaredFiles(config, library, into, errors).Realise();
        new DeclaredDirectories(config, library, into, errors).Realise();
        new DeclaredUnits(config, library, into, errors).Realise();
        new DeclaredTriggers(config, into, errors).Realise();
        errors.AddRange(PathConflicts.In(into));
        if (errors.Count > 0)
            throw new HostToolsException([.. errors.OrderBy(static error => error.Origin?.File, StringComparer.Ordinal).ThenBy(static error => error.Origin?.Line)]);
    }
}
