using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Models;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Hash of a model's files.</summary>
/// <param name="Path">What was hashed.</param>
/// <param name="Hash">The hash, as it is written in a configuration.</param>
public sealed record AiModelHash(string Path, string Hash);

/// <summary>Hashes a file or directory as Nix does, for the option hash of a model.</summary>
/// <remarks>
/// <para>The same files have the same hash on every system, wherever they lie. It is what nix hash path says.</para>
/// </remarks>
/// <example>
/// <para>Of a model that is installed.</para>
/// <code lang="pwsh">Install-AiModel mock:test-org/test-model -Store ./models -CacheDir ./hub -PassThru | Get-AiModelHash</code>
/// <code lang="sh">hosttools model install mock:test-org/test-model --store ./models --cache-dir ./hub &amp;&amp; hosttools model hash ./models/models/test-model</code>
/// </example>
[Command("Get", "AiModelHash", Effect = Effect.Read, Cli = "model hash")]
public sealed class GetAiModelHash : ICommand<AiModelHash>
{
    /// <summary>File or directory; a link to one stands for it.</summary>
    [Argument(Position = 0, Mandatory = true, Pipeline = Pipeline.Property, Path = PathKind.Literal)]
    public string Path { get; set; } = string.Empty;

    /// <summary>How it is written: sri, base32 or base64; sri when not given.</summary>
    [Argument]
    public HashFormat? Format { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<AiModelHash> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        await Task.Yield();
        using IDisposable slow = context.WhenSlow("Hashing", Path);
        string real = new FileInfo(Path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path;
        ContentHash hash;
        try
        {
            hash = NarHash.Of(NarTree.OfPath(real), token);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new HostToolsException(AiModelErrors.NotHashed(Path, cause));
        }

        yield return new AiModelHash(Path, hash.ToString(Format ?? HashFormat.Sri));
    }
}
