using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Models;

namespace HostTools.Commands;

/// <summary>Whether servers are asked for the models of a store.</summary>
/// <param name="Store">Directory of the store.</param>
/// <param name="IsOffline">No server is asked.</param>
public sealed record AiModelNetwork(string Store, bool IsOffline);

/// <summary>Keeps servers from being asked for the models of a store, until -Off (--off) ends that.</summary>
/// <remarks>
/// <para>Installing, updating and applying take what is in the store, and say so where something is missing. Get-AiModel (hosttools model list) shows that
/// a store is offline. It is a setting of the store, so it holds for everybody who uses that store, also after a restart.</para>
/// <para>network.offline of a configuration does the same for its models. HF_HUB_OFFLINE is for the programs that use models, and changes nothing here.</para>
/// </remarks>
/// <example>
/// <para>Before a journey, and after it.</para>
/// <code lang="pwsh">Set-AiModelOffline -Store ./models; Get-AiModel -Store ./models; Set-AiModelOffline -Off -Store ./models</code>
/// <code lang="sh">hosttools model offline --store ./models; hosttools model list --store ./models; hosttools model offline --off --store ./models</code>
/// </example>
[Command("Set", "AiModelOffline", Effect = Effect.Change, Cli = "model offline")]
public sealed class SetAiModelOffline : StoreCommand, ICommand<AiModelNetwork>
{
    /// <summary>Ask servers again.</summary>
    [Argument]
    public bool Off { get; set; }

    /// <summary>Emit how it is now.</summary>
    [Argument]
    public bool PassThru { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<AiModelNetwork> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        ViewSite site = Open(context);
        var offline = new OfflineSwitch(site.Store);
        string words = Off ? $"Servers are asked for the models of '{site.Store.Directory}'" : $"No server is asked for the models of '{site.Store.Directory}'";
        if (offline.IsOn == Off)
        {
            if (!await context.ConfirmAsync(new ProposedChange(Off ? $"Ask servers for the models of {site.Store.Directory}" : $"Ask no server for the models of {site.Store.Directory}", [], Impact.Low)).ConfigureAwait(false))
                yield break;
            offline.Turn(!Off);
        }

        context.Note($"{words}.");
        if (PassThru)
            yield return new AiModelNetwork(site.Store.Directory, offline.IsOn);
    }
}
