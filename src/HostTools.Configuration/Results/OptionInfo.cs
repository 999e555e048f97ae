using HostTools.Platform;

namespace HostTools.Configuration;

/// <summary>One option of a host: what it is, what it is set to, and how that came about.</summary>
/// <param name="Name">Dotted path; names that are no identifiers are quoted.</param>
/// <param name="Type">The type as written in modules, for example <c>list&lt;str&gt;</c>.</param>
public sealed record OptionInfo(string Name, string Type)
{
    /// <summary>Path as names.</summary>
    public required IReadOnlyList<string> Path { get; init; }

    /// <summary>What the option means.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>A value as an example, as written in the module; null when there is none.</summary>
    public string? Example { get; init; }

    /// <summary>The final value; null when there is none (see <see cref="IsDefined"/>).</summary>
    public object? Value { get; init; }

    /// <summary>The default as written in the module, or what the module says of it; null when there is none.</summary>
    public string? Default { get; init; }

    /// <summary>Whether there is a value, from a definition or a default.</summary>
    public bool IsDefined { get; init; }

    /// <summary>Where modules declare it.</summary>
    public IReadOnlyList<Origin> Declarations { get; init; } = [];

    /// <summary>Every definition, the winning ones first, then by priority and place.</summary>
    public IReadOnlyList<DefinitionInfo> Definitions { get; init; } = [];

    /// <summary>Shown in documentation only on request.</summary>
    public bool IsInternal { get; init; }

    /// <summary>It says what may be set for any entry of a map or list: <c>users.&lt;name&gt;.shell</c>, <c>rules.*.port</c>. It has no value.</summary>
    public bool IsPlaceholder { get; init; }
}

/// <summary>One definition of an option.</summary>
/// <param name="Origin">Where it was written.</param>
/// <param name="Value">What it defines, as text.</param>
/// <param name="Priority">Lowest wins: 1500 option default, 1000 default, 100 plain, 50 force.</param>
/// <param name="Order">500 before, 1000 plain, 1500 after.</param>
/// <param name="Won">Whether it takes part in the value.</param>
/// <param name="Reason">Why it won or lost, in words.</param>
public sealed record DefinitionInfo(Origin Origin, string Value, int Priority, int Order, bool Won, string Reason);
