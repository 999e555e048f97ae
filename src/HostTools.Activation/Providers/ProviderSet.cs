using System.Diagnostics.CodeAnalysis;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>The kinds of resources that can be applied to a target.</summary>
internal sealed class ProviderSet
{
    private const int StageOfPaths = 1000;

    private readonly Dictionary<string, IProvider> _byKind;
    private readonly Dictionary<string, IUndo> _undoes = new(StringComparer.Ordinal);

    public ProviderSet(Target target, IEnumerable<IProvider>? more)
    {
        IProvider[] own = [new FileProvider(target), new DirectoryProvider(target), new LinkProvider(target), new AbsentProvider(target), new TriggerProvider(target)];
        _byKind = own.Concat(more ?? []).ToDictionary(static provider => provider.Kind, StringComparer.Ordinal);
        foreach (IUndo undo in _byKind.Values.SelectMany(static provider => provider.Undoes))
            _undoes.TryAdd(undo.Kind, undo);
    }

    /// <summary>Called before providers are asked, for tests that make them fail.</summary>
    public Action<string>? Faults { get; set; }

    public bool TryFind(string kind, [NotNullWhen(true)] out IProvider? provider) => _byKind.TryGetValue(kind, out provider);

    /// <summary>The provider of a kind.</summary>
    /// <exception cref="HostToolsException">UnknownKind.</exception>
    public IProvider Of(string kind) =>
        _byKind.GetValueOrDefault(kind) ?? throw new HostToolsException(ActivationErrors.UnknownKind(kind, null));

    /// <summary>How many rounds of kinds are looked at before this one. Files come late, as they may belong to anybody; after them only what asks for them.</summary>
    public int StageOf(string kind) => Of(kind) is var provider && provider.Space == PathRules.Space
        ? StageOfPaths
        : provider.ComesAfter.Where(_byKind.ContainsKey).Select(before => StageOf(before) + 1).DefaultIfEmpty(0).Max();

    public IProvider Of(Resource resource) => Of(resource.Id.Kind);

    /// <summary>What undoes an operation of a kind.</summary>
    /// <exception cref="HostToolsException">UnknownKind.</exception>
    public IUndo UndoOf(string kind) =>
        _undoes.GetValueOrDefault(kind) ?? throw new HostToolsException(ActivationErrors.UnknownKind(kind, null));

    /// <summary>Resources that share it cannot both be wanted.</summary>
    public (string Space, string Key) PlaceOf(ResourceId id) => TryFind(id.Kind, out IProvider? provider) ? (provider.Space, provider.PlaceOf(id.Key)) : (id.Kind, id.Key);
}
