using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Evaluates hosts of a configuration tree and shows every value they end up with.</summary>
/// <remarks>
/// <para>Emits one object per host: its values as a read-only tree, with name, tree and hash. In PowerShell the values are also members of
/// the object, so that (Get-HostConfig toaster).networking.hostName reads one. An option without a value is absent.</para>
/// <para>A host with errors emits none; every error names its file, line and column.</para>
/// </remarks>
/// <example>
/// <para>One value of one host.</para>
/// <para lang="sh">All values of one host.</para>
/// <code lang="pwsh">(Get-HostConfig toaster).networking.hostName</code>
/// <code lang="sh">hosttools config show toaster</code>
/// </example>
/// <example>
/// <para>All hosts of the tree, for programs.</para>
/// <code lang="pwsh">Get-HostConfig | ForEach-Object { $_.Name }</code>
/// <code lang="sh">hosttools config show --output json</code>
/// </example>
/// <example>
/// <para>What a module would change, without changing the tree.</para>
/// <code lang="pwsh">Get-HostConfig toaster -Import system/boot | Get-HostPlan -Root ./out</code>
/// <code lang="sh">hosttools plan toaster --import system/boot --root ./out</code>
/// </example>
/// <example>
/// <para>From configuration to files in a folder.</para>
/// <code lang="pwsh">Get-HostConfig toaster | Get-HostPlan -Root ./out | Invoke-HostPlan -Confirm:$false</code>
/// </example>
[Command("Get", "HostConfig", Effect = Effect.Read, Cli = "config show")]
public sealed class GetHostConfig : ConfigurationCommand, ICommand<HostConfig>
{
    /// <summary>Names of hosts, with wildcards; all hosts of the tree when none is given.</summary>
    [Argument(Position = 0, Pipeline = Pipeline.ValueOrProperty, Wildcards = true, Aliases = ["HostName"], Completer = typeof(HostNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    public async IAsyncEnumerable<HostConfig> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        await Task.Yield();
        HostSource source = OpenTree(context);
        IReadOnlyList<string> names = source.Expand(Name);
        foreach (string name in names)
        {
            HostEvaluation evaluation = source.Evaluate(name, token);
            foreach (HostError warning in evaluation.Warnings)
                context.Warning(ErrorText.Of(names.Count > 1 ? HostErrors.OfHost(warning, name) : warning));
            foreach (HostError error in evaluation.Errors)
                context.Error(names.Count > 1 ? HostErrors.OfHost(error, name) : error);
            if (evaluation.Config is { } config)
                yield return config;
        }
    }
}
