using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>A definition behind something that a host puts on its target.</summary>
/// <param name="Path">Absolute path on the target.</param>
/// <param name="Kind">What lies there: file, link, directory.</param>
/// <param name="Option">Dotted name of the option that is defined.</param>
/// <param name="Origin">Where it is defined; a default's place where nobody defined it.</param>
/// <param name="Value">The definition's text on one line.</param>
/// <param name="ReadBy">The option whose definition reads this one; null where it is the file's own.</param>
public sealed record FileOrigin(string Path, string Kind, string Option, Origin Origin, string Value, string? ReadBy);
