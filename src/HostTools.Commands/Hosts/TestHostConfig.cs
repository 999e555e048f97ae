using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Checks hosts of a configuration tree and lists everything wrong with them.</summary>
/// <remarks>
/// <para>One object per error and warning with file, line, column, id and message, so that editors and scripts can use it; none when all is
/// well. Without -Variant the variants of a host are checked as well. The executable exits with 1 when there is an error.</para>
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
            List<HostConfigDiagnostic> found = [.. Of(name, Variant, evaluation)];
            foreach (string variant in Variant is null ? evaluation.Variants : [])
                found.AddRange(Of(name, variant, source.Evaluate(name, variant, token)).Where(more => !found.Exists(known => Same(known, more))));
            foreach (HostConfigDiagnostic diagnostic in found)
                yield return diagnostic;
            if (found.Exists(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
                context.ExitCode = 1;
            else
                context.Note(Variant is null ? $"'{name}' is valid." : $"'{name}' is valid as '{Variant}'.");
        }
    }

    private static IEnumerable<HostConfigDiagnostic> Of(string host, string? variant, HostEvaluation evaluation) =>
        evaluation.Errors.Select(error => HostConfigDiagnostic.Of(host, variant, DiagnosticSeverity.Error, error))
            .Concat(evaluation.Warnings.Select(warning => HostConfigDiagnostic.Of(host, variant, DiagnosticSeverity.Warning, warning)));

    /// <summary>What is wrong with the host itself is wrong with its variants, and told once.</summary>
    private static bool Same(HostConfigDiagnostic known, HostConfigDiagnostic more) =>
        (known.Severity, known.Id, known.Message, known.File, known.Line, known.Column) == (more.Severity, more.Id, more.Message, more.File, more.Line, more.Column);
}
