using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Machine.Packages.Managers;

namespace HostTools.Machine.Packages;

/// <summary>What was seen of the packages behind one neutral name.</summary>
internal sealed record PackageObservation(ResourceId Id, PackageState Packages) : Observation(Id, Packages)
{
    /// <summary>What the manager says about each that it knows.</summary>
    public IReadOnlyDictionary<string, PackageInfo> Known { get; init; } = new Dictionary<string, PackageInfo>();

    /// <summary>What is looked at together with it.</summary>
    public required PackageSurvey Survey { get; init; }

    /// <summary>Packages that came along with others, which nobody declares any more, and that it answers for from now on.</summary>
    public IReadOnlyList<PackageStep> Inherited { get; init; } = [];
}

/// <summary>What is known about all packages of a plan.</summary>
internal sealed record PackageSurvey
{
    /// <summary>Name of the package manager; null when the machine has none that is known.</summary>
    public string? Manager { get; init; }

    /// <summary>The command that brings its index up to date.</summary>
    public string Refresh { get; init; } = string.Empty;

    /// <summary>The manager knows who asked for a package.</summary>
    public bool HasMarks { get; init; }

    /// <summary>What is wrong with its index; null when nothing is.</summary>
    public string? IndexProblem { get; init; }

    /// <summary>Packages that somebody declares, by the manager's names.</summary>
    public IReadOnlySet<string> Declared { get; init; } = new HashSet<string>();

    /// <summary>Packages that we installed, whoever declared them then.</summary>
    public IReadOnlySet<string> Ours { get; init; } = new HashSet<string>();

    /// <summary>Packages that came along with ours.</summary>
    public IReadOnlySet<string> Along { get; init; } = new HashSet<string>();

    /// <summary>What somebody may have meant, by the name that nobody knows.</summary>
    public IReadOnlyDictionary<string, string> Nearest { get; init; } = new Dictionary<string, string>();
}
