using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Machine;

/// <summary>Failures of packages.</summary>
public static partial class MachineErrors
{
    /// <summary>No repository of the machine has a package of that name.</summary>
    /// <remarks>Correct the name, say what it is called here in 'environment.packageNames', or bring the package manager's index up to date.</remarks>
    /// <example><code lang="text">environment.systemPackages: [ripgrpe]</code></example>
    public static HostError PackageUnknown(string package, string name, string manager, string refresh, string? nearest, string? index, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(PackageUnknown), ErrorKind.NotFound,
            $"{manager} knows no package '{name}'{(name == package ? string.Empty : $" (for '{package}')")}. "
            + (index is not null ? $"{char.ToUpperInvariant(index[0])}{index[1..]}: run '{refresh}', or set environment.packageRefresh: true."
                : nearest is not null ? $"Do you mean '{nearest}'? Otherwise run '{refresh}', or say what it is called here: environment.packageNames."
                : $"Run '{refresh}' if its index is old, or say what it is called here: environment.packageNames."), name), origins);

    /// <summary>A package is wanted in a version that no repository of the machine has.</summary>
    /// <remarks>Choose one of the versions that the message names, or 'latest'.</remarks>
    /// <example><code lang="text">environment.packageVersions.ripgrep: "99"</code></example>
    public static HostError PackageVersionUnknown(string name, string version, IReadOnlyList<string> versions, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(PackageVersionUnknown), ErrorKind.NotFound,
            $"'{name}' is not to be had in the version '{version}'. There {(versions.Count == 0 ? "is none" : versions.Count == 1 ? $"is {versions[0]}" : $"are {string.Join(", ", versions.Take(5))}")}.", name), origins);

    /// <summary>A package or version has a name that a package manager would take for something else.</summary>
    /// <remarks>Use letters, digits and '.+_@/:-', a letter or digit first.</remarks>
    /// <example><code lang="text">environment.packageNames.app.debian: "--force-yes"</code></example>
    public static HostError PackageNameInvalid(string package, string name, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(PackageNameInvalid), ErrorKind.InvalidInput,
            $"'{name}' for the package '{package}' is no name or version of a package. Use letters, digits and '.+_@/:-', a letter or digit first.", name), origins);

    /// <summary>The package manager cannot bring the wish about: packages contradict each other, or something they need is missing.</summary>
    /// <remarks>Leave out one of the packages, or put the machine's repositories right; the message has the manager's own words.</remarks>
    /// <example><code lang="text">Two packages of environment.systemPackages conflict with each other.</code></example>
    public static HostError PackagesImpossible(string manager, IReadOnlyList<string> names, string why, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(PackagesImpossible), ErrorKind.Conflict, $"{manager} cannot install {Listed(names)}: {why}", names[0]), origins);

    /// <summary>The disk has less space left than packages need to be fetched and unpacked; found before anything was fetched.</summary>
    /// <remarks>Free some space, or leave packages out.</remarks>
    /// <example><code lang="text">environment.systemPackages: [texlive-full], with 2 GiB left.</code></example>
    public static HostError PackagesNeedSpace(string manager, string directory, ByteSize needed, ByteSize free, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(PackagesNeedSpace), ErrorKind.Failed, $"The file system of '{directory}' has {free} left, and {manager} needs {needed} for packages. Free some space, or leave packages out.", directory), origins);

    /// <summary>Installing what is declared would remove packages that somebody else installed.</summary>
    /// <remarks>Leave out the package that does not get along with them, or remove them by hand first.</remarks>
    /// <example><code lang="text">environment.systemPackages: [exim4], and postfix is installed.</code></example>
    public static HostError PackagesInTheWay(IReadOnlyList<string> names, IReadOnlyList<string> removed, IReadOnlyList<Origin> origins) =>
        At(new HostError(nameof(PackagesInTheWay), ErrorKind.Conflict,
            $"Installing {Listed(names)} would remove {Listed(removed)}, which HostTools did not install. Leave it out, or remove {(removed.Count == 1 ? "that" : "those")} by hand first.", names[0]), origins);

    /// <summary>The package manager was interrupted at some time and wants something put right first.</summary>
    /// <remarks>Run the command that the message names.</remarks>
    /// <example><code lang="text">The power failed while dpkg unpacked a package.</code></example>
    public static HostError PackageManagerUnfinished(string manager, string why) =>
        new(nameof(PackageManagerUnfinished), ErrorKind.Conflict, $"{manager} cannot be used: {why}.", manager);

    /// <summary>Another program used the package manager for longer than was waited.</summary>
    /// <remarks>Wait until it has finished, and apply again.</remarks>
    /// <example><code lang="text">An upgrade runs in another terminal.</code></example>
    public static HostError PackageManagerBusy(string manager, string holder, TimeSpan waited) =>
        new(nameof(PackageManagerBusy), ErrorKind.Busy,
            $"{manager} is in use by {holder}, still after {(waited.TotalSeconds < 120 ? $"{waited.TotalSeconds:0} s" : $"{waited.TotalMinutes:0} min")}. Wait until it has finished, and apply again.", manager);

    /// <summary>What a package manager needs could not be got: there is no network, or a server is away.</summary>
    /// <remarks>See to the network or to the repositories, and apply again. Nothing was installed.</remarks>
    /// <example><code lang="text">The machine is offline.</code></example>
    public static HostError PackagesNotFetched(string manager, string why) =>
        new(nameof(PackagesNotFetched), ErrorKind.Failed, $"{manager} cannot get what it needs: {why} See to the network or the repositories, and apply again.", manager);

    /// <summary>A package manager failed, for example because a script of a package did.</summary>
    /// <remarks>The message has its own words; what it had done was undone as well as it could be.</remarks>
    /// <example><code lang="text">The postinst of a package ends with exit code 1.</code></example>
    public static HostError PackageManagerFailed(string manager, ProcessRequest request, int exitCode, string why) =>
        new(nameof(PackageManagerFailed), ErrorKind.Failed, $"{manager} failed with exit code {exitCode}: {why} (command: {request.Program} {string.Join(' ', request.Arguments)})", manager);

    /// <summary>Since the plan was made the package manager would do something else than the plan says.</summary>
    /// <remarks>Make a new plan: its index was brought up to date, or packages were installed meanwhile.</remarks>
    /// <example><code lang="text">'apt-get update' ran after a plan was saved.</code></example>
    public static HostError PackagesMoved(string manager, IReadOnlyList<string> differences) =>
        new(nameof(PackagesMoved), ErrorKind.Stale, $"{manager} would not do any more what the plan says: {string.Join("; ", differences.Take(5))}. Make a new plan.", manager);

    /// <summary>Packages are not as they should be after the package manager did its work, or undid it.</summary>
    /// <remarks>Look at the package manager's log, and put the packages that the message names right.</remarks>
    /// <example><code lang="text">The old version of a package is not to be had any more, so the undo could not bring it back.</code></example>
    public static HostError PackagesNotAsWanted(string manager, IReadOnlyList<string> differences) =>
        new(nameof(PackagesNotAsWanted), ErrorKind.Failed, $"{manager} did its work, and packages are not as they should be: {string.Join("; ", differences.Take(10))}.", manager);

    /// <summary>What is installed cannot be asked for.</summary>
    /// <remarks>Put right what the message names.</remarks>
    /// <example><code lang="text">The sources of apt have a mistake.</code></example>
    public static HostError PackagesUnreadable(string manager, string why) =>
        new(nameof(PackagesUnreadable), ErrorKind.Failed, $"{manager} does not say what is installed: {why}", manager);

    private static string Listed(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(5).Select(static name => $"'{name}'")) + (names.Count > 5 ? $" and {names.Count - 5} more" : string.Empty);
}
