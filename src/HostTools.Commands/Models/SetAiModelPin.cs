using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Models;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>A version of a model whose bytes stay in the store.</summary>
/// <param name="Source">Where it comes from, in one line.</param>
/// <param name="Version">Commit, digest or whatever never changes.</param>
/// <param name="Size">Bytes of its files.</param>
/// <param name="Pinned">It stays; no when it was just let go.</param>
public sealed record AiModelPin(string Source, string Version, ByteSize Size, bool Pinned);

/// <summary>Keeps the bytes of AI models in the store, or lets them go.</summary>
/// <remarks>
/// <para>What is pinned is the version that is installed now, also when it is removed or another takes its place. Clear-AiModelStore (hosttools model clean) never takes it, and installing it again needs no
/// network. Without names, what is pinned is listed.</para>
/// </remarks>
/// <example>
/// <para>A model that may be removed and comes back without a network.</para>
/// <code lang="pwsh">Install-AiModel mock:test-org/test-model -Store ./models -CacheDir ./hub; Set-AiModelPin test-model -Store ./models</code>
/// <code lang="sh">hosttools model install mock:test-org/test-model --store ./models --cache-dir ./hub; hosttools model pin test-model --store ./models</code>
/// </example>
/// <example>
/// <para>Let go of everything.</para>
/// <code lang="pwsh">Set-AiModelPin * -Remove -Store ./models</code>
/// <code lang="sh">hosttools model pin '*' --remove --store ./models</code>
/// </example>
[Command("Set", "AiModelPin", Effect = Effect.Change, Cli = "model pin")]
public sealed class SetAiModelPin : StoreCommand, ICommand<AiModelPin>
{
    /// <summary>Names of models, with wildcards; with -Remove also sources of what is pinned, as they are listed.</summary>
    [Argument(Position = 0, Pipeline = Pipeline.ValueOrProperty, Wildcards = true, Completer = typeof(AiModelCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Let them go.</summary>
    [Argument]
    public bool Remove { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<AiModelPin> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        ViewSite site = Open(context);
        var pins = new StorePins(site.Store);
        Dictionary<string, LockedModel> known = new SnapshotRecords(site.Store).All().ToDictionary(static record => record.Id, static record => record.Content, StringComparer.Ordinal);
        string[] chosen = Name.Length == 0 ? [.. pins.All.Order(StringComparer.Ordinal)] : [.. Chosen(context, site, pins, known).Distinct()];
        bool isChange = Name.Length > 0 && chosen.Any(id => pins.All.Contains(id) == Remove);
        if (isChange && !await context.ConfirmAsync(new ProposedChange($"{(Remove ? "Let go of" : "Pin")} {PlanApplier.Count(chosen.Length, "model")} in {site.Store.Directory}", [.. chosen.Select(id => $"{(Remove ? '-' : '+')} {known.GetValueOrDefault(id)?.Source ?? id}")], Impact.Low)).ConfigureAwait(false))
            yield break;
        foreach (string id in chosen)
        {
            if (Name.Length > 0 && Remove)
                pins.Remove(id);
            else if (Name.Length > 0)
                pins.Add(id);
            LockedModel? model = known.GetValueOrDefault(id);
            yield return new AiModelPin(model?.Source ?? id, model?.Version ?? string.Empty, new ByteSize(model?.Files.Sum(static file => file.Size) ?? 0), Name.Length == 0 || !Remove);
        }
    }

    /// <summary>Snapshots by the names of installed models; what is pinned and not installed is known by its source.</summary>
    private IEnumerable<string> Chosen(CommandContext context, ViewSite site, StorePins pins, Dictionary<string, LockedModel> known)
    {
        string[] pinned = Remove ? [.. pins.All.Where(id => Name.Any(name => new NamePattern(name).IsMatch(known.GetValueOrDefault(id)?.Source ?? id)))] : [];
        string[] names = [.. Name.Where(name => pinned.Length == 0 || !pinned.Any(id => new NamePattern(name).IsMatch(known.GetValueOrDefault(id)?.Source ?? id)))];
        return pinned.Concat(names.Length == 0 ? [] : InstalledModels.Matching(context, site, names).Select(static model => SnapshotRecords.IdOf(model.Snapshot.Source, model.Snapshot.Version)));
    }
}
