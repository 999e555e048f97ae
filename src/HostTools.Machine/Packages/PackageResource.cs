using HostTools.Activation.Resources;

namespace HostTools.Machine.Packages;

/// <summary>A package that shall be installed.</summary>
/// <param name="Name">Its name as the configuration has it; a map to the names of each family of systems comes between.</param>
public sealed record PackageResource(string Name) : Resource
{
    /// <summary>Its kind.</summary>
    public const string KindName = "package";

    /// <inheritdoc/>
    public override ResourceId Id => new(KindName, Name);
}
