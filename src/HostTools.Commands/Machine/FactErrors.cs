using HostTools.Facts;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>The failures of commands about facts; each factory's name is the error id.</summary>
internal static class FactErrors
{
    /// <summary>The machine has no fact of that name.</summary>
    /// <remarks>Take one that Get-HostFact (hosttools facts) lists.</remarks>
    /// <example><code lang="sh">hosttools facts cpu.cores</code></example>
    public static HostError FactNotFound(string name, IReadOnlyList<HostFact> facts) =>
        new(nameof(FactNotFound), ErrorKind.NotFound,
            Suggestions.Nearest(name, facts.Select(static fact => fact.Name)) is { } close
                ? $"This machine has no fact '{name}'. Did you mean '{close}'?"
                : $"This machine has no fact '{name}'. Get-HostFact (hosttools facts) lists those it has.", name);
}
