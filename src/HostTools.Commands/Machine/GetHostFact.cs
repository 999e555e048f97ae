using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Facts;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Shows what a machine is: distribution, processor, disks, network, boot, devices.</summary>
/// <remarks>
/// <para>One object per fact, with its name, its value and the file it was read from. What a
/// machine does not have is absent; a fact whose file cannot be read or makes no sense has no value and says why it is unknown.</para>
/// <para>Nothing is changed and no program is started.</para>
/// </remarks>
/// <example>
/// <para>All facts of this machine.</para>
/// <code lang="pwsh">Get-HostFact</code>
/// <code lang="sh">hosttools facts</code>
/// </example>
/// <example>
/// <para>The processor only.</para>
/// <code lang="pwsh">Get-HostFact cpu.*</code>
/// <code lang="sh">hosttools facts 'cpu.*'</code>
/// </example>
/// <example>
/// <para>Disks and file systems of a root file system in a folder, as far as it tells.</para>
/// <code lang="pwsh">Get-HostFact disk.*, filesystem.* -Root ./out</code>
/// <code lang="sh">hosttools facts 'disk.*' 'filesystem.*' --root ./out</code>
/// </example>
/// <example>
/// <para>Devices that no driver holds.</para>
/// <para lang="sh">Devices, for programs.</para>
/// <code lang="pwsh">Get-HostFact pci.* | Where-Object { -not $_.Value.Driver }</code>
/// <code lang="sh">hosttools facts 'pci.*' --output json</code>
/// </example>
[Command("Get", "HostFact", Effect = Effect.Read, Cli = "facts")]
public sealed class GetHostFact : ICommand<HostFact>
{
    /// <summary>Names of facts, with wildcards; all when none is given.</summary>
    [Argument(Position = 0, Pipeline = Pipeline.ValueOrProperty, Wildcards = true, Completer = typeof(FactNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>A folder that holds a root file system, to read instead of this machine.</summary>
    [Argument(Path = PathKind.Literal)]
    public string? Root { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<HostFact> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        await Task.Yield();
        if (Root is not null)
            TargetFolder.RequireFolder(Root);
        IReadOnlyList<HostFact> facts = TargetFacts.Read(Root is null ? context.Environment.Machine : Platform.Root.At(Root)).Facts;
        foreach (string name in Name.DefaultIfEmpty("*"))
        {
            var pattern = new NamePattern(name);
            bool found = false;
            foreach (HostFact fact in facts)
            {
                token.ThrowIfCancellationRequested();
                if (!pattern.IsMatch(fact.Name))
                    continue;
                found = true;
                yield return fact;
            }

            if (!found && !pattern.HasWildcards)
                context.Error(FactErrors.FactNotFound(name, facts));
        }
    }
}

/// <summary>Names of this machine's facts.</summary>
public sealed class FactNameCompleter : ICompleter
{
    /// <inheritdoc/>
    public IEnumerable<Completion> Complete(CompletionRequest request) =>
        TargetFacts.Read(request.Given.TryGetValue("Root", out string? root) ? Root.At(root) : request.Environment.Machine).Facts
            .Select(static fact => new Completion(fact.Name, fact.Value?.ToString() ?? fact.Unknown));
}
