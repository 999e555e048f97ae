using System.Text.Json;
using HostTools.Activation.Resources;

namespace HostTools.Activation;

/// <summary>A provider in terms of its own types: resources <typeparamref name="R"/> and observations <typeparamref name="S"/>.</summary>
public abstract class Provider<R, S> : IProvider
    where R : Resource
    where S : Observation
{
    /// <inheritdoc/>
    public abstract string Kind { get; }

    /// <inheritdoc/>
    public virtual string Space => Kind;

    /// <inheritdoc/>
    public virtual string PlaceOf(string key) => key;

    /// <inheritdoc/>
    public virtual int Version => 1;

    /// <inheritdoc/>
    public abstract Phase Phase { get; }

    /// <inheritdoc/>
    public abstract IReadOnlyList<IUndo> Undoes { get; }

    /// <inheritdoc/>
    public virtual bool KeepsOriginals => true;

    /// <inheritdoc/>
    public virtual bool IsKept => true;

    /// <inheritdoc/>
    public virtual IReadOnlyList<string> ComesAfter => [];

    /// <inheritdoc/>
    public virtual PlannedOwners OwnersOf(IReadOnlyList<Change> changes) => PlannedOwners.None;

    /// <inheritdoc/>
    public virtual int BatchSize => 64;

    /// <inheritdoc cref="IProvider.ObserveAsync"/>
    protected abstract Task<IReadOnlyList<S>> ObserveAsync(IReadOnlyList<Question> batch, CancellationToken token);

    /// <inheritdoc cref="IProvider.Diff"/>
    protected abstract Change? Diff(R? desired, S observed, Recorded? recorded);

    /// <inheritdoc/>
    public virtual IReadOnlyList<Change> Settle(IReadOnlyList<Change> changes) => changes;

    /// <inheritdoc/>
    public virtual IReadOnlyList<FileContent> ContentOf(Resource resource) => [];

    /// <inheritdoc/>
    public virtual IEnumerable<Finding> Preflight(IReadOnlyList<Change> changes) => [];

    /// <inheritdoc/>
    public virtual Task<IReadOnlyList<Platform.HostError>> GetReadyAsync(IReadOnlyList<Change> changes, IProgress<ApplyProgress>? progress, CancellationToken token) =>
        Task.FromResult<IReadOnlyList<Platform.HostError>>([]);

    /// <inheritdoc/>
    public abstract IReadOnlyList<Operation> Lower(Change change);

    /// <inheritdoc/>
    public virtual IReadOnlyList<Operation> Lower(IReadOnlyList<Change> changes) => [.. changes.SelectMany(Lower)];

    /// <inheritdoc cref="IProvider.Drift"/>
    protected abstract Drift? Drift(Recorded recorded, S observed);

    /// <inheritdoc cref="IProvider.StateAfter"/>
    protected abstract ResourceState StateAfter(R desired, S observed, Change? change, Recorded? recorded);

    /// <inheritdoc cref="IProvider.WriteResource"/>
    protected abstract void WriteResource(Utf8JsonWriter writer, R resource);

    /// <inheritdoc/>
    public abstract Resource ReadResource(JsonElement json, int version);

    /// <inheritdoc/>
    public abstract void WriteState(Utf8JsonWriter writer, ResourceState state);

    /// <inheritdoc/>
    public abstract ResourceState ReadState(JsonElement json, int version);

    async Task<IReadOnlyList<Observation>> IProvider.ObserveAsync(IReadOnlyList<Question> batch, CancellationToken token) =>
        await ObserveAsync(batch, token).ConfigureAwait(false);

    Change? IProvider.Diff(Resource? desired, Observation observed, Recorded? recorded) => Diff((R?)desired, (S)observed, recorded);

    Drift? IProvider.Drift(Recorded recorded, Observation observed) => Drift(recorded, (S)observed);

    ResourceState IProvider.StateAfter(Resource desired, Observation observed, Change? change, Recorded? recorded) =>
        StateAfter((R)desired, (S)observed, change, recorded);

    void IProvider.WriteResource(Utf8JsonWriter writer, Resource resource) => WriteResource(writer, (R)resource);
}
