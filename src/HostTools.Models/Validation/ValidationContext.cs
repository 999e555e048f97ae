using HostTools.Models.Scanning;
using HostTools.Platform;

namespace HostTools.Models.Validation;

/// <summary>The model that is validated: its snapshot, and what is known about it.</summary>
/// <param name="Files">The files of the snapshot, not of the repository around it.</param>
/// <param name="Processes">Starts commands.</param>
public sealed record ValidationContext(IModelFiles Files, IProcessRunner Processes)
{
    /// <summary>The snapshot as a folder of this machine, for programs; null when it is not in one.</summary>
    public string? Folder { get; init; }

    /// <summary>The repository around the snapshot in the layout of Hugging Face's cache; null when there is none.</summary>
    public Root? Repository { get; init; }

    /// <summary>SHA-256 of each file, 64 digits, as it was locked; null when nothing was.</summary>
    public IReadOnlyDictionary<string, string>? Sha256 { get; init; }

    /// <summary>Bounds of the scan.</summary>
    public ScanLimits Limits { get; init; } = ScanLimits.Default;
}
