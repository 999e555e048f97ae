using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Models;

namespace HostTools.Commands;

/// <summary>Lists the AI models of a store: those installed by hand and those of a configuration.</summary>
/// <remarks>
/// <para>Asks nobody but the store. Path is where the files are, whatever version is there; Views says which programs find the model.</para>
/// </remarks>
/// <example>
/// <para>What is installed.</para>
/// <code lang="pwsh">Get-AiModel -Store ./models</code>
/// <code lang="sh">hosttools model list --store ./models</code>
/// </example>
/// <example>
/// <para>The models of a machine's configuration.</para>
/// <code lang="pwsh">Get-AiModel llama* -Store ./out/var/lib/ai-models</code>
/// <code lang="sh">hosttools model list 'llama*' --store ./out/var/lib/ai-models</code>
/// </example>
[Command("Get", "AiModel", Effect = Effect.Read, Cli = "model list")]
public sealed class GetAiModel : StoreCommand, ICommand<AiModel>
{
    /// <summary>Names of models, with wildcards; all when none is given.</summary>
    [Argument(Position = 0, Pipeline = Pipeline.ValueOrProperty, Wildcards = true, Completer = typeof(AiModelCompleter))]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    public async IAsyncEnumerable<AiModel> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        await Task.Yield();
        ViewSite site = Open(context);
        foreach (ShownModel model in InstalledModels.Matching(context, site, Name))
            yield return AiModel.Of(site, model);
        if (new OfflineSwitch(site.Store).IsOn)
            context.Note($"'{site.Store.Directory}' is offline: no server is asked for its models. Set-AiModelOffline -Off (hosttools model offline --off) ends that.");
    }
}

/// <summary>Names of models in a store.</summary>
public sealed class AiModelCompleter : ICompleter
{
    /// <inheritdoc/>
    public IEnumerable<Completion> Complete(CompletionRequest request)
    {
        string? store = request.Given.TryGetValue("Store", out string? given) ? given : request.Environment.Variable("HOSTTOOLS_MODEL_STORE");
        string directory = store is { Length: > 0 } ? store : Path.Join(request.Environment.Variable("XDG_DATA_HOME") ?? Path.Join(request.Environment.Variable("HOME"), ".local", "share"), "hosttools", "models");
        return new ModelViews(ViewSite.At(directory)).All().Select(static model => Holders.NameOf(model.Holder)).Distinct().Order(StringComparer.Ordinal).Select(static name => new Completion(name));
    }
}
