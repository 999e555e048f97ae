using HostTools.Activation.Resources;

namespace HostTools.Machine.Packages;

/// <summary>A package that shall be installed.</summary>
/// <param name="Name">Its neutral name, as the configuration has it.</param>
public sealed record PackageResource(string Name) : Resource
{
    /// <summary>Its kind.</summary>
    public const string KindName = "package";

    /// <inheritdoc/>
    public override ResourceId Id => new(KindName, Name);

    /// <summary>The distribution that <see cref="Names"/> are of; null when the configuration does not say.</summary>
    public string? Distribution { get; init; }

    /// <summary>What the distribution calls it, maybe several packages; empty when it has none, null when the distribution is not known.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>The version wanted, as the distribution writes it; <c>latest</c> for the newest there is. Null for any.</summary>
    public string? Version { get; init; }

    /// <summary>The index of the package manager is brought up to date before anything is installed.</summary>
    public bool IsRefreshed { get; init; }

    /// <summary>What is installed for it, in words: <c>fd-find on debian</c>; null when nothing is known beyond the neutral name.</summary>
    internal string? InWords => Names switch
    {
        null => null,
        [] => $"{Distribution} has none",
        [var only] when only == Name => null,
        _ => $"{string.Join(", ", Names)} on {Distribution}",
    };

    /// <inheritdoc/>
    public bool Equals(PackageResource? other) =>
        base.Equals(other) && Name == other.Name && Distribution == other.Distribution && Version == other.Version && IsRefreshed == other.IsRefreshed &&
        (Names is null ? other.Names is null : other.Names is not null && Names.SequenceEqual(other.Names));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Name, Distribution);
}
