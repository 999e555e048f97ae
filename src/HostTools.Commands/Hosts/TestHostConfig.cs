using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Checks hosts of a configuration tree and lists everything wrong with them.</summary>
/// <remarks>
/// <para>One object per error and warning with file, line, column, id and message, so that editors and scripts can use it; none when all is
/// well. The executable exits with 1 when there is an error.</para>
/// </remarks>
/// <example>
/// <para>All hosts.</para>
/// <code lang="pwsh">Test-HostConfig</code>
/// <code lang="sh">hosttools config check</code>
/// </example>
/// <example>
/// <para>One host, errors only.</para>
/// <para lang="sh">One host, for programs.</para>
/// <code lang="pwsh">Test-HostConfig toaster | Where-Object Severity -eq Error</code>
/// <code lang="sh">hosttools config check toaster --output json</code>
/// </example>
[Command("Test", "HostConfig", Effect = Effect.Read, Cli = "config check")]
public sealed class TestHostConfig : ConfigurationCommand, ICommand<HostConfigDiagnostic>
{
    /// <summary>Names of hosts, with wildcards; all hosts of the tree when none is given.</summary>
    [Argument(Position = 0, Pipeline = Pipeline.ValueOrProperty, Wildcards = true, Aliases = ["HostName"], Completer = typeof(HostNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    public async IAsyncEnumerable<HostConfigDiagnostic> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        await Task.Yield();
        HostSource source = OpenTree(context);
        foreach (string name in source.Expand(Name))
        {
            HostEvaluation evaluation = source.Evaluate(name, token);
            if (evaluation.Errors.Count > 0)
                context.ExitCode = 1;
            foreach (HostError error in evaluation.Errors)
                yield return HostConfigDiagnostic.Of(name, DiagnosticSeverity.Error, error);
            foreach (HostError warning in evaluation.Warnings)
                yield return HostConfigDiagnostic.Of(name, DiagnosticSeverity.Warning, warning);
            if (evaluation.Errors.Count == 0)
                context.Note($"'{name}' is valid.");
        }
    }
}
