using HostTools.Activation.Resources;

namespace HostTools.Activation;

/// <summary>How a plan is applied.</summary>
public sealed record ApplyOptions
{
    /// <summary>Longest run of one trigger before it counts as failed; default 10 minutes.</summary>
    public TimeSpan TriggerTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest wait for another program that uses the package manager; default 5 minutes.</summary>
    public TimeSpan PackageWait { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time in which somebody has to confirm, or all is taken back; null asks for no confirmation. Nothing waits where there was nothing to do.</summary>
    public TimeSpan? ConfirmWithin { get; init; }

    /// <summary>It lasts until the machine starts again, which takes it back; false for an apply that stays.</summary>
    public bool IsTest { get; init; }

    /// <summary>It does not stay by itself.</summary>
    public bool IsTemporary => IsTest || ConfirmWithin is not null;

    /// <summary>The start of the machine that a test lasts for.</summary>
    internal string? Start { get; init; }

    /// <summary>All plans that are applied at once, where one alone changes something.</summary>
    internal IReadOnlyList<Plan>? Together { get; init; }

    /// <summary>Locks that are held already.</summary>
    internal HeldLocks? Held { get; init; }
}

/// <summary>How far an apply is; raised at most once an operation, and five times a second while something is fetched.</summary>
/// <param name="Done">Operations finished.</param>
/// <param name="Total">Operations in all.</param>
/// <param name="Step">What is being done, for people: <c>Staging</c>, <c>Writing /etc/hosts</c>, <c>Undoing</c>.</param>
/// <param name="Resource">The resource being worked on; null between resources.</param>
public sealed record ApplyProgress(int Done, int Total, string Step, ResourceId? Resource = null)
{
    /// <summary>How far the step itself is, 0 to 100, where it takes long and nothing else goes on meanwhile; null where nobody says.</summary>
    public int? Percent { get; init; }
}

/// <summary>How an apply ended; it is only returned when it succeeded.</summary>
/// <param name="Generation">The generation that is current now; null when the target has none.</param>
/// <param name="Changes">What was done.</param>
/// <param name="NothingToDo">The target was as wanted: nothing was written and no generation made.</param>
public sealed record ApplyResult(Generation? Generation, IReadOnlyList<PlanChange> Changes, bool NothingToDo)
{
    /// <summary>What an earlier, interrupted apply had left and was put right first; null when there was nothing.</summary>
    public RepairResult? Repaired { get; init; }

    /// <summary>The next start of the machine does it; nothing is done yet.</summary>
    public bool IsPending { get; init; }

    /// <summary>Why a home was left out of an apply that stands otherwise: its user holds its lock. Null where it was not.</summary>
    public Platform.HostError? Failure { get; init; }

    /// <summary>Things worth knowing that did not stop the apply.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
