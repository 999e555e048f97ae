namespace HostTools.Activation;

/// <summary>Where an interrupted apply is taken.</summary>
public enum RepairDirection
{
    /// <summary>To the generation before it; always possible.</summary>
    Back,

    /// <summary>To the generation it was making; possible once all content had been staged.</summary>
    Forward,
}

/// <summary>An apply that was interrupted and has not been put right yet.</summary>
/// <param name="Id">Name of the transaction, 32 hexadecimal digits.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="User">Who asked for it.</param>
/// <param name="BaseGeneration">Generation before it; 0 when there was none.</param>
/// <param name="NewGeneration">Generation it was making.</param>
/// <param name="Operations">Operations that had begun.</param>
/// <param name="CanGoForward">All its content had been staged, so it can also be finished.</param>
public sealed record OpenTransaction(
    string Id, DateTimeOffset StartedAt, string User, int BaseGeneration, int NewGeneration, int Operations, bool CanGoForward)
{
    /// <summary>It is part of an apply of several targets that is decided: it can only be finished.</summary>
    public bool Stays { get; init; }
}

/// <summary>What a repair did.</summary>
/// <param name="Transaction">The interrupted apply.</param>
/// <param name="Direction">Where it was taken.</param>
/// <param name="Generation">Generation that is current now; 0 when there is none.</param>
/// <param name="Notes">What could only be attempted, for example commands that failed when run again; empty when all is exact.</param>
public sealed record RepairResult(OpenTransaction Transaction, RepairDirection Direction, int Generation, IReadOnlyList<string> Notes);
