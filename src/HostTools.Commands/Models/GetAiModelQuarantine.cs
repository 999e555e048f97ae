using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Models;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>A file of a model that is kept away from programs.</summary>
/// <param name="File">Path in the model, or what it was fetched as.</param>
/// <param name="Source">Model it came with, in one line; empty when its bytes were already wrong when they came.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Since">When it was put there.</param>
/// <param name="Path">Where it is; only the owner of the store may read it.</param>
public sealed record QuarantinedAiFile(string File, string Source, string Reason, ByteSize Size, DateTimeOffset Since, string Path);

/// <summary>Lists files of AI models that were refused, with the reason.</summary>
/// <remarks>
/// <para>Their bytes were not what they should be, or validation found something in them. Nothing is ever linked to them. A model that is validated in another way takes them back without fetching them again. Clear-AiModelStore
/// (hosttools model clean) removes those that are there for a week.</para>
/// </remarks>
/// <example>
/// <para>What was refused, and why.</para>
/// <code lang="pwsh">Get-AiModelQuarantine -Store ./models</code>
/// <code lang="sh">hosttools model quarantine --store ./models</code>
/// </example>
[Command("Get", "AiModelQuarantine", Effect = Effect.Read, Cli = "model quarantine")]
public sealed class GetAiModelQuarantine : StoreCommand, ICommand<QuarantinedAiFile>
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<QuarantinedAiFile> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        await Task.Yield();
        ModelStore store = Open(context).Store;
        foreach (QuarantinedFile file in new StoreQuarantine(store).List())
            yield return new QuarantinedAiFile(file.File, file.Source, file.Reason, file.Size, file.Since, System.IO.Path.Join(store.Directory, "quarantine", file.Sha256.Hex));
    }
}
