using HostTools.Platform;

namespace HostTools.Commands.Framework;

/// <summary>A face: where output goes and who answers questions. Called from one thread only, the one that runs the command.</summary>
/// <remarks>An exception from any member stops the command, lets it clean up, and then leaves <see cref="CommandRunner"/>.</remarks>
public interface ICommandConsole
{
    /// <summary>Takes an output object.</summary>
    void Write(object value);

    /// <summary>Takes a failure that does not stop the command.</summary>
    void Error(HostError error);

    /// <summary>Takes a warning.</summary>
    void Warning(string text);

    /// <summary>Takes a sentence about what was done, for people who watch.</summary>
    void Note(string text);

    /// <summary>Takes a detail shown on request only.</summary>
    void Verbose(string text);

    /// <summary>Takes the state of long work; null says that it is over.</summary>
    void Progress(ProgressReport? report);

    /// <summary>Asks whether to do it. False when the answer is no, or when only the consequences were to be shown.</summary>
    /// <exception cref="HostToolsException">ConfirmationRequired when nobody is there to ask.</exception>
    bool Confirm(ProposedChange change);
}

/// <summary>What a person is asked about before anything happens.</summary>
/// <param name="Summary">One phrase in the imperative: <c>Apply 3 changes to /srv/out</c>.</param>
/// <param name="Lines">Every consequence, as the plan shows it.</param>
/// <param name="Impact">How much depends on the answer.</param>
public sealed record ProposedChange(string Summary, IReadOnlyList<string> Lines, Impact Impact = Impact.High)
{
    /// <summary>The same as an object, for programs that only want to look; null when the lines say all.</summary>
    public object? Subject { get; init; }
}

/// <summary>How much depends on an answer.</summary>
public enum Impact
{
    /// <summary>Asked only of people who want to be asked about everything.</summary>
    Low,

    /// <summary>Asked on request.</summary>
    Medium,

    /// <summary>Asked unless told not to.</summary>
    High,
}

/// <summary>How far long work has come.</summary>
/// <param name="Activity">What is being done: <c>Applying toaster</c>.</param>
/// <param name="Status">What it is at: a path, a name.</param>
/// <param name="Percent">0 to 100; null when nobody knows.</param>
public sealed record ProgressReport(string Activity, string Status, int? Percent = null);
