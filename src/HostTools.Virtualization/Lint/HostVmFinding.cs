using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Something about a machine's definition, or about how a host is set up for machines, that is wrong or could be better.</summary>
/// <param name="Name">The machine; empty for the host itself.</param>
/// <param name="Rule"><c>VM001</c> and so on; what each means never changes.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Place">Where: an element's path in the definition, or a file of the host.</param>
/// <param name="Message">What was seen, and why it matters.</param>
/// <param name="Fix">What helps.</param>
public sealed record HostVmFinding(string Name, string Rule, VmSeverity Severity, string Place, string Message, string Fix)
{
    /// <summary>The same place as a line of a file; null where there is no file.</summary>
    public Origin? Origin { get; init; }

    /// <summary>What, where, and what helps.</summary>
    public IReadOnlyList<string> ToLines() =>
    [
        $"{(Origin is { } at ? $"{at}: " : string.Empty)}{(Name.Length > 0 ? $"{Name} " : string.Empty)}{Rule} {Severity.ToString().ToLowerInvariant()}, {Place}: {Message}",
        $"    {Fix}",
    ];

    /// <summary>All of it in lines.</summary>
    public override string ToString() => string.Join('\n', ToLines());
}

/// <summary>How bad a finding is.</summary>
public enum VmSeverity
{
    /// <summary>The machine does not start, or not as it says.</summary>
    Error,

    /// <summary>It works badly, or does harm later.</summary>
    Warning,

    /// <summary>Good to know.</summary>
    Information,
}
