namespace HostTools.Machine.Packages.Managers;

/// <summary>What a package manager says about one package.</summary>
/// <param name="Name">Its name there.</param>
internal sealed record PackageInfo(string Name)
{
    /// <summary>The version that is installed; null when none is.</summary>
    public string? Version { get; init; }

    /// <summary>Nobody asked for it: it came because another one needs it.</summary>
    public bool IsAutomatic { get; init; }

    /// <summary>Somebody said that it shall stay as it is.</summary>
    public bool IsHeld { get; init; }

    /// <summary>Its installation began and did not end well.</summary>
    public bool IsBroken { get; init; }

    /// <summary>It is not installed, and some of its files are there from an earlier time.</summary>
    public bool HasLeftovers { get; init; }

    /// <summary>The version that would be installed now; null when there is none to be had.</summary>
    public string? Candidate { get; init; }

    /// <summary>All versions that can be had, as far as the manager tells.</summary>
    public IReadOnlyList<string> Versions { get; init; } = [];
}

/// <summary>What happens to one package.</summary>
/// <param name="Name">Its name.</param>
/// <param name="From">Version before; null when it was not installed.</param>
/// <param name="To">Version afterwards; null when it goes.</param>
internal sealed record PackageStep(string Name, string? From, string? To)
{
    /// <summary>Stands for whichever version there will be once the index is up to date.</summary>
    public const string Newest = "?";

    /// <summary>The version to ask for; null for whichever there is.</summary>
    public string? Pin => To == Newest ? null : To;

    /// <summary>For people: <c>+ ripgrep 13.0.0-4</c>.</summary>
    public string InWords => (From, To) switch
    {
        (null, Newest) => $"+ {Name}, in the version that there is then",
        (null, { } to) => $"+ {Name} {to}",
        ({ } from, null) => $"- {Name} {from}",
        _ => $"~ {Name} {From} → {To}",
    };
}

/// <summary>What a package manager shall do in one go.</summary>
internal sealed record PackageOrder
{
    /// <summary>Packages to install in a version, whatever is there now.</summary>
    public IReadOnlyList<PackageStep> Install { get; init; } = [];

    /// <summary>Packages to remove; their configuration stays.</summary>
    public IReadOnlyList<string> Remove { get; init; } = [];

    public bool IsEmpty => Install.Count == 0 && Remove.Count == 0;
}

/// <summary>What a package manager would do.</summary>
internal sealed record PackageForecast
{
    /// <summary>Everything that would change, also what others need.</summary>
    public IReadOnlyList<PackageStep> Steps { get; init; } = [];

    /// <summary>Why it cannot; null when it can.</summary>
    public string? Problem { get; init; }
}
