using HostTools.Activation.Resources;

namespace HostTools.Machine.Windows;

/// <summary>An optional feature of Windows.</summary>
/// <param name="Name">Its name for DISM, such as <c>TelnetClient</c>.</param>
internal sealed record FeatureResource(string Name) : Resource
{
    public const string KindName = "optional-feature";

    public override ResourceId Id => new(KindName, Name);

    /// <summary>It shall be there; otherwise it shall not.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Features that it needs are enabled as well.</summary>
    public bool IncludesParents { get; init; }
}
