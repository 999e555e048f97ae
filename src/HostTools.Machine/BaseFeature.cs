using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Machine.Accounts;
using HostTools.Machine.Boot;
using HostTools.Machine.Files;
using HostTools.Machine.Kernel;
using HostTools.Machine.Packages;
using HostTools.Machine.Secrets;
using HostTools.Machine.Units;
using HostTools.Machine.Windows;
using HostTools.Platform;

namespace HostTools.Machine;

/// <summary>The library's own options: accounts, packages, files, units and the triggers that make running programs notice them.</summary>
/// <param name="library">Where the modules are; <see cref="LibraryLocator.Find"/> in every program.</param>
public sealed class BaseFeature(ModuleSource library) : IFeature
{
    // Forgotten when the machine stops, as all of /run.
    private const string RuntimeSecrets = "/run/hosttools/secrets";

    /// <inheritdoc/>
    public string Name => "base";

    /// <summary>Starts the programs that open secrets and install packages.</summary>
    public IProcessRunner Processes { get; init; } = new SystemProcessRunner();

    /// <summary>Reads an environment variable that is a secret.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>The Windows that live targets are; null on other systems.</summary>
    internal Func<IProcessRunner, WindowsMachine?> Windows { get; init; } = WindowsMachine.Ours;

    /// <inheritdoc/>
    public ModuleSource Library => library;

    /// <inheritdoc/>
    public IEnumerable<IProvider> Providers(Target target) =>
    [
        new GroupProvider(target), new UserProvider(target), new MemberProvider(target),
        target.Kind is TargetKind.Machine ? new LivePackageProvider(target, Processes) : new PackageProvider(target),
        SecretFiles.Provider(target, SecretValues.Renderer(target, Processes, Variable)),
        new SysctlProvider(target), new UnitProvider(target, Processes), new BootMenuProvider(target),
        .. WindowsProviders.Of(target, target.IsLive ? Windows(Processes) : null),
    ];

    /// <inheritdoc/>
    public void Realise(HostConfig config, ResourceSet into)
    {
        List<HostError> errors = [];
        new DeclaredAccounts(config, library, into, errors).Realise();
        DeclaredPackages.Realise(config, library, into, "environment", "systemPackages");
        // A package manager is the machine's: what homes want is installed with the machine.
        if (config.TryGet(out object? homes, "home") && homes is ConfigMap users)
        {
            foreach (HostConfig home in users.Select(user => config.Home(user.Key)).OfType<HostConfig>())
                DeclaredPackages.Realise(home, library, into, "home", "packages");
        }

        var secrets = new DeclaredSecrets(config, library, into, errors);
        secrets.Realise(RuntimeSecrets);
        new DeclaredFiles(config, library, into, errors, secrets).Realise(FilePlace.OfMachine);
        new DeclaredDirectories(config, library, into, errors).Realise(new FilePlace(["environment", "directories"], string.Empty));
        DeclaredSysctl.Realise(config, library, into);
        new DeclaredUnits(config, library, into, errors).Realise(UnitScope.OfMachine);
        DeclaredMounts.Realise(config, library, into);
        new DeclaredBootMenu(config, library, into, errors).Realise();
        DeclaredWindows.Realise(config, library, into, errors);
        Finish(config, into, errors);
    }

    /// <inheritdoc/>
    public void RealiseHome(HostConfig home, ResourceSet into)
    {
        List<HostError> errors = [];
        var own = new ResourceSet();
        var folders = HomeFolders.Of(home);
        DeclaredPackages.Realise(home, library, own, "home", "packages");
        var secrets = new DeclaredSecrets(home, library, own, errors);
        secrets.Realise($"{folders.Data}/hosttools/secrets");
        new DeclaredFiles(home, library, own, errors, secrets).Realise(folders.Files);
        new DeclaredDirectories(home, library, own, errors).Realise(folders.Directories);
        new DeclaredUnits(home, library, own, errors).Realise([UnitScope.OfHome(folders.Config)]);
        DeclaredWindows.Realise(home, library, own, errors);
        errors.AddRange(own.Errors);
        Finish(home, own, errors);
        foreach (Resource resource in own.Resources)
            into.Add(resource with { Scope = Scope.Home(folders.User) });
    }

    private static void Finish(HostConfig config, ResourceSet into, List<HostError> errors)
    {
        new DeclaredTriggers(config, into, errors).Realise();
        errors.AddRange(PathConflicts.In(into));
        errors.AddRange(ForeignToWindows.In(into, config));
        if (errors.Count > 0)
            throw new HostToolsException([.. errors.OrderBy(static error => error.Origin?.File, StringComparer.Ordinal).ThenBy(static error => error.Origin?.Line)]);
    }
}
