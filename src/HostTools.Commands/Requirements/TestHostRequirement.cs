using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Checks what HostTools needs of this machine, and how to get what is missing.</summary>
/// <remarks>
/// <para>One object per thing that is needed: whether it is there, what was found, what it is for, and a remedy, a command of this distribution
/// where there is one. With names of hosts also what their configurations need: the programs that run after changes, a package manager, the processor.
/// The executable exits with 1 when something needed is missing.</para>
/// <para>Nothing is changed and no program is started.</para>
/// </remarks>
/// <example>
/// <para>What is missing on this machine.</para>
/// <para lang="sh">What this machine has and lacks.</para>
/// <code lang="pwsh">Test-HostRequirement | Where-Object Status -ne Ok | Format-List</code>
/// <code lang="sh">hosttools doctor</code>
/// </example>
/// <example>
/// <para>What a host needs of the root file system in a folder.</para>
/// <code lang="pwsh">Test-HostRequirement toaster -Root ./out</code>
/// <code lang="sh">hosttools doctor toaster --root ./out</code>
/// </example>
[Command("Test", "HostRequirement", Effect = Effect.Read, Cli = "doctor")]
public sealed class TestHostRequirement : ConfigurationCommand, ICommand<HostRequirement>
{
    /// <summary>Names of hosts, with wildcards, whose needs are checked as well.</summary>
    [Argument(Position = 0, Wildcards = true, Aliases = ["HostName"], Completer = typeof(HostNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>A folder that holds a root file system, to look at instead of this machine.</summary>
    [Argument(Path = PathKind.Literal)]
    public string? Root { get; set; }

    /// <summary>Folder for generations and journal, when they shall not lie in the target itself.</summary>
    [Argument(Path = PathKind.New)]
    public string? State { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<HostRequirement> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        await Task.Yield();
        if (Root is not null)
            TargetFolder.RequireFolder(Root);
        var probe = new RequirementProbe(Root is null ? context.Environment.Machine : Platform.Root.At(Root), Root is null, context.Environment.Variable);
        var seen = new HashSet<HostRequirement>();
        foreach (HostRequirement found in MachineRequirements.Check(probe, context.Environment, State).Concat(OfHosts(context, probe, token)))
        {
            token.ThrowIfCancellationRequested();
            if (!seen.Add(found))
                continue;
            if (found.Status == RequirementStatus.Error)
                context.ExitCode = 1;
            yield return found;
        }
    }

    private List<HostRequirement> OfHosts(CommandContext context, RequirementProbe probe, CancellationToken token)
    {
        if (Name.Length == 0)
            return [];
        HostSource source = OpenTree(context);
        List<HostRequirement> found = [];
        foreach (string name in source.Expand(Name))
        {
            try
            {
                HostConfig config = source.Require(name, token);
                found.AddRange(ConfigurationRequirements.Check(probe, config, PlanMaker.Realise(context, config)));
            }
            catch (HostToolsException refused)
            {
                foreach (HostError error in refused.Errors)
                    context.Error(error);
            }
        }

        return found;
    }
}
