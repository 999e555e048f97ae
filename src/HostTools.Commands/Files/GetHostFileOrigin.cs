using System.Runtime.CompilerServices;
using HostTools.Activation.Resources;
using HostTools.Commands.Framework;
using HostTools.Configuration;

namespace HostTools.Commands;

/// <summary>Shows the definitions behind a file that a host puts on its target.</summary>
/// <remarks>
/// <para>One object per definition: first those of the file itself, then those that their expressions read, directly or through others,
/// each with the option that reads it. What an expression reads is found from its text, so a branch that was not taken counts too.</para>
/// </remarks>
/// <example>
/// <para>Where a line of a file comes from.</para>
/// <code lang="pwsh">Get-HostFileOrigin toaster /etc/hostname</code>
/// <code lang="sh">hosttools file origin toaster /etc/hostname</code>
/// </example>
[Command("Get", "HostFileOrigin", Effect = Effect.Read, Cli = "file origin")]
public sealed class GetHostFileOrigin : ConfigurationCommand, ICommand<FileOrigin>
{
    /// <summary>Name of the host.</summary>
    [Argument(Position = 0, Mandatory = true, Aliases = ["HostName"], Completer = typeof(HostNameCompleter))]
    public string Name { get; set; } = string.Empty;

    /// <summary>Absolute paths on the target.</summary>
    [Argument(Position = 1, Mandatory = true, Completer = typeof(TargetFileCompleter))]
    public string[] File { get; set; } = [];

    /// <inheritdoc/>
    public async IAsyncEnumerable<FileOrigin> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        await Task.Yield();
        HostConfig config = OpenTree(context).Require(Name, token);
        IEnumerable<HostConfig> all = config.Meta.Users.Select(config.Home).OfType<HostConfig>().Prepend(config);
        Resource[] managed = [.. all.SelectMany(one => PlanMaker.Realise(context, one).Resources).Where(static resource => resource.Id.Key.StartsWith('/'))];
        foreach (string file in File)
        {
            string path = System.IO.Path.GetFullPath(file, "/");
            Resource[] found = [.. managed.Where(resource => resource.Id.Key == path)];
            if (found.Length == 0)
                context.Error(FileOriginErrors.FileNotManaged(config.Name, path, [.. managed.Select(static resource => resource.Id.Key)]));
            foreach (Resource resource in found)
            {
                token.ThrowIfCancellationRequested();
                foreach (DefinitionTrace trace in config.DefinitionsBehind(resource.Origins))
                    yield return new FileOrigin(path, resource.Id.Kind, trace.Option, trace.Origin, trace.Value, trace.ReadBy);
            }
        }
    }
}
