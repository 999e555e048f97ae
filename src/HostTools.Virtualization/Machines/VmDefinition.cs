using System.Xml.Linq;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>What a machine shall be defined as.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Xml">Its definition, for this host.</param>
public sealed record VmDefinition(string Name, XElement Xml)
{
    /// <summary>Whether it starts with the host; null leaves that as it is.</summary>
    public bool? IsAutostart { get; init; }

    /// <summary>Images that are made first, as there are none.</summary>
    public IReadOnlyList<VmDisk> MissingDisks { get; init; } = [];

    /// <summary>What is worth knowing.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
