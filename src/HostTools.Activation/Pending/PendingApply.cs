namespace HostTools.Activation;

/// <summary>What the next start of the machine applies.</summary>
/// <param name="Start">The start of the machine in which it was asked for; any other one applies it.</param>
/// <param name="CreatedAt">When that was.</param>
/// <param name="User">Who asked.</param>
/// <param name="HostName">Name of the host in the configuration.</param>
/// <param name="Variant">The variant of it; null for the host itself.</param>
/// <param name="BaseGeneration">The machine's generation then; when that gives way to another one that stays, this is over.</param>
public sealed record PendingApply(string Start, DateTimeOffset CreatedAt, string User, string HostName, string? Variant, int BaseGeneration)
{
    /// <summary>Why a start did not apply it, which is not tried again; null while it waits.</summary>
    public string? Failure { get; init; }

    /// <summary>The plans, whose leases keep their content.</summary>
    internal IReadOnlyList<string> Plans { get; init; } = [];
}
