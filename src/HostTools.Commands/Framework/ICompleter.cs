namespace HostTools.Commands.Framework;

/// <summary>Proposes values of a parameter while a person types: within 200 ms, without network, without evaluating a host.</summary>
public interface ICompleter
{
    /// <summary>Every value that may be meant; the face filters by what was typed. May throw: the face then proposes nothing.</summary>
    IEnumerable<Completion> Complete(CompletionRequest request);
}

/// <summary>A proposed value.</summary>
/// <param name="Value">What is inserted.</param>
/// <param name="Description">What the menu shows beside it; null for nothing.</param>
public sealed record Completion(string Value, string? Description = null);

/// <summary>What was typed so far.</summary>
/// <param name="Word">The beginning of the value.</param>
/// <param name="Environment">The process around it.</param>
/// <param name="Given">The other parameters by property name, as text; paths are absolute.</param>
public sealed record CompletionRequest(string Word, CommandEnvironment Environment, IReadOnlyDictionary<string, string> Given);
