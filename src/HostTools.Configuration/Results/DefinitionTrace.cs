using HostTools.Platform;

namespace HostTools.Configuration;

/// <summary>A definition that something was made of.</summary>
/// <param name="Option">Dotted name of the option it defines.</param>
/// <param name="Origin">Where it was written; a default's place where nobody defined the option.</param>
/// <param name="Value">Its text on one line.</param>
/// <param name="ReadBy">The option whose definition reads this one; null where it is the thing's own.</param>
public sealed record DefinitionTrace(string Option, Origin Origin, string Value, string? ReadBy);
