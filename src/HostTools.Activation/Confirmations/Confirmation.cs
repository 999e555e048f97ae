namespace HostTools.Activation;

/// <summary>An apply that is taken back at a moment, unless somebody confirms it before.</summary>
/// <param name="Until">When it is taken back; the end of time where the next start does that.</param>
/// <param name="User">Who asked for it.</param>
/// <param name="Targets">What it changed: a machine, a home, or a machine and homes together.</param>
public sealed record Confirmation(DateTimeOffset Until, string User, IReadOnlyList<UnconfirmedTarget> Targets)
{
    /// <summary>The start of the machine that it lasts for: the next one takes it back. Null where a moment does.</summary>
    public string? Start { get; init; }

    /// <summary>It was applied to be tried, until the machine starts again.</summary>
    public bool IsTest => Start is not null;
}

/// <summary>A target that goes back when an apply is not confirmed.</summary>
/// <param name="User">Whose home it is; null for the machine.</param>
/// <param name="Directory">The home inside the machine's root; null for the machine.</param>
/// <param name="Generation">The generation that waits to be confirmed.</param>
/// <param name="CreatedAt">When that was made: an apply that was undone may have left its number to another.</param>
/// <param name="BaseGeneration">The generation it goes back to; 0 for none, where everything that was declared goes.</param>
public sealed record UnconfirmedTarget(string? User, string? Directory, int Generation, DateTimeOffset CreatedAt, int BaseGeneration)
{
    internal static UnconfirmedTarget Of(Target target, Generation made, int baseGeneration) =>
        new(target.Identity.User, target.Identity.Home, made.Number, made.CreatedAt, baseGeneration);
}
