using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;

namespace HostTools.Commands;

/// <summary>Explains an error by its id: what it means, what causes it and what helps.</summary>
/// <remarks>
/// <para>The id stands in brackets before the message of hosttools, in the output of Test-HostConfig, and is the beginning of an error
/// record's FullyQualifiedErrorId. Without an id all errors are listed.</para>
/// </remarks>
/// <example>
/// <para>One error.</para>
/// <code lang="pwsh">Get-HostErrorHelp UnknownOption</code>
/// <code lang="sh">hosttools explain UnknownOption</code>
/// </example>
/// <example>
/// <para>All errors about types.</para>
/// <code lang="pwsh">Get-HostErrorHelp *Type*</code>
/// <code lang="sh">hosttools explain '*Type*'</code>
/// </example>
[Command("Get", "HostErrorHelp", Effect = Effect.Read, Cli = "explain")]
public sealed class GetHostErrorHelp : ICommand<ErrorHelp>
{
    /// <summary>Ids of errors, with wildcards; all when none is given.</summary>
    [Argument(Position = 0, Pipeline = Pipeline.ValueOrProperty, Wildcards = true, Completer = typeof(ErrorIdCompleter))]
    public string[] Id { get; set; } = [];

    /// <inheritdoc/>
    public async IAsyncEnumerable<ErrorHelp> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        await Task.Yield();
        foreach (string id in Id.DefaultIfEmpty("*"))
        {
            // An id may be taken from an error record, where the cmdlet's name stands behind it.
            var pattern = new NamePattern(id.Split(',')[0]);
            ErrorHelp[] found = [.. ErrorHelp.All.Where(help => pattern.IsMatch(help.Id))];
            if (found.Length == 0 && !pattern.HasWildcards)
                context.Error(ErrorHelpErrors.UnknownErrorId(id));
            foreach (ErrorHelp help in found)
                yield return help;
        }
    }
}

/// <summary>Ids of errors.</summary>
public sealed class ErrorIdCompleter : ICompleter
{
    /// <inheritdoc/>
    public IEnumerable<Completion> Complete(CompletionRequest request) => ErrorHelp.All.Select(static help => new Completion(help.Id, help.Meaning));
}
