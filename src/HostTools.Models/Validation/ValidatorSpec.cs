using HostTools.Platform;

namespace HostTools.Models.Validation;

/// <summary>A validator as somebody asked for it.</summary>
/// <param name="Name">One of <see cref="ValidatorCatalog"/>, or the name of a command of one's own.</param>
public sealed record ValidatorSpec(string Name)
{
    /// <summary>What it is told: a size, files, kinds, keys; empty where it needs nothing.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>A command of one's own, run by the system's shell; null for the built-in validators.</summary>
    public string? Command { get; init; }

    /// <summary>One sentence for reports; null where it says nothing.</summary>
    public string? Description { get; init; }

    /// <summary>What its failure does; null is what the preset or the global setting says.</summary>
    public FailureAction? OnFailure { get; init; }

    /// <summary>Longest run; null is what the preset or the global setting says.</summary>
    public Duration? Timeout { get; init; }

    /// <summary>Reads the short form: <c>no-pickle</c>, <c>max-size:10G</c>, <c>required-files:config.json,tokenizer.json</c>.</summary>
    /// <exception cref="HostToolsException">ValidatorUnknown or ValidatorMalformed.</exception>
    public static ValidatorSpec Parse(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string name = (colon < 0 ? text : text[..colon]).Trim();
        string[] arguments = colon < 0 ? [] : text[(colon + 1)..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var spec = new ValidatorSpec(name) { Arguments = arguments };
        ValidatorCatalog.Check(spec);
        return spec with { Name = ValidatorCatalog.Find(name)!.Name };
    }
}
