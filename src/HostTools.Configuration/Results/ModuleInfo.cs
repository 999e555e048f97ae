using HostTools.Platform;

namespace HostTools.Configuration;

/// <summary>A module that hosts or homes of a tree may import by its name.</summary>
/// <param name="Name">What an import writes: <c>hardware/nvidia</c>.</param>
/// <param name="Description">What it is for; empty when it says nothing.</param>
public sealed record ModuleInfo(string Name, string Description)
{
    /// <summary>host, home, submodule or any: who may import it.</summary>
    public required string Class { get; init; }

    /// <summary>Where it comes from: <c>tree</c>, or the library's name.</summary>
    public required string Source { get; init; }

    /// <summary>Absolute path of the file.</summary>
    public required string File { get; init; }

    /// <summary>Loaded for every host, or every home, without being imported.</summary>
    public bool IsBase { get; init; }

    /// <summary>Dotted names of the options it declares, in ordinal order.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>What it imports, as written.</summary>
    public IReadOnlyList<string> Imports { get; init; } = [];

    /// <summary>Why it cannot be read; empty when it can.</summary>
    public IReadOnlyList<HostError> Errors { get; init; } = [];
}
