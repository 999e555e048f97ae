using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using HostTools.Commands.Framework;

namespace HostTools.PowerShell;

/// <summary>Lets a command's completer answer PowerShell. Never throws, never takes long: a key was pressed.</summary>
/// <typeparam name="T">An <see cref="ICompleter"/>; a constraint would be read at import.</typeparam>
public sealed class CommandCompleter<T> : IArgumentCompleter
    where T : class, new()
{
    /// <summary>Completers answer in a few milliseconds; this is for a file system that hangs, not for them.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            string location = CompletionLocation.Current();
            string word = (wordToComplete ?? string.Empty).Trim('\'', '"');
            var request = new CompletionRequest(
                word, new CommandEnvironment { CurrentDirectory = location }, CompletionLocation.Texts(fakeBoundParameters, location));
            Task<List<Completion>> work = Task.Run(() => ((ICompleter)(object)new T()).Complete(request).Where(found => Matches(found.Value, word)).ToList());
            return work.Wait(s_limit) ? [.. work.Result.Select(CompletionResults.Of)] : [];
        }
        catch (Exception)
        {
            // Whatever is wrong will be said when the command runs; a completion that fails proposes nothing.
            return [];
        }
    }

    private static bool Matches(string value, string word) => value.StartsWith(word, StringComparison.OrdinalIgnoreCase);
}
