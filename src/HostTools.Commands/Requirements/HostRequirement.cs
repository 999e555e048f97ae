namespace HostTools.Commands;

/// <summary>One thing that HostTools, or a host's configuration, needs of a machine.</summary>
/// <param name="Name">Dotted name, for example <c>state.writable</c> or <c>program.nft</c>.</param>
/// <param name="Status">Whether it is there.</param>
/// <param name="Found">What is there.</param>
/// <param name="Wanted">What is needed, and what for.</param>
/// <param name="Remedy">A command or a sentence that puts it right; empty where nothing is wrong.</param>
public sealed record HostRequirement(string Name, RequirementStatus Status, string Found, string Wanted, string Remedy);

/// <summary>Whether something needed is there.</summary>
public enum RequirementStatus
{
    /// <summary>It is there.</summary>
    Ok,

    /// <summary>It is missing, and only some hosts or some commands need it.</summary>
    Warning,

    /// <summary>It is missing, and what was asked about cannot work without it.</summary>
    Error,

    /// <summary>Nobody can tell from here.</summary>
    Unknown,
}
