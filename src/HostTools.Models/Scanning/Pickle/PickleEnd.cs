namespace HostTools.Models.Scanning.Pickle;

/// <summary>How the run of a pickle ended.</summary>
internal enum PickleOutcome
{
    /// <summary>At STOP.</summary>
    Stopped,

    /// <summary>At something the real machine would stop at, too.</summary>
    Broken,

    /// <summary>At one of our limits.</summary>
    Limit,
}

/// <summary>The end of a run.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Position">The first byte that was not read; for a broken one, the opcode that broke it.</param>
/// <param name="Why">What broke it; empty when nothing did.</param>
/// <param name="Opcodes">How many were executed.</param>
internal sealed record PickleEnd(PickleOutcome Outcome, long Position, string Why, long Opcodes)
{
    /// <summary>It imported something.</summary>
    public bool HasImports { get; init; }

    /// <summary>It called something that is not allowed, with arguments that it made itself.</summary>
    public bool HasForbiddenCalls { get; init; }

    /// <summary>It imported something that is not allowed.</summary>
    public bool HasForbiddenImports { get; init; }

    /// <summary>The value it left; unknown when it did not stop.</summary>
    public PickleValue Result { get; init; }
}
