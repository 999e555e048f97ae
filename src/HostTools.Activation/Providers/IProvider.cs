using System.Text.Json;
using HostTools.Activation.Resources;

namespace HostTools.Activation;

/// <summary>Knows one kind of resource on one kind of target. Made by deriving from <see cref="Provider{R, S}"/>.</summary>
public interface IProvider
{
    /// <summary>Kind of resources it is for: file, link, user, …</summary>
    string Kind { get; }

    /// <summary>Kinds of one space share their keys: a path is either a file or a link.</summary>
    string Space => Kind;

    /// <summary>One form of all keys that mean the same thing: Windows does not tell capitals from small letters.</summary>
    string PlaceOf(string key) => key;

    /// <summary>Version of the written form of its resources; it reads this one and all before it.</summary>
    int Version { get; }

    /// <summary>When its operations run.</summary>
    Phase Phase { get; }

    /// <summary>Undoes what the operations of this kind did, from their records alone.</summary>
    IReadOnlyList<IUndo> Undoes { get; }

    /// <summary>Whether what was there before it was ours is remembered, so that it can come back.</summary>
    bool KeepsOriginals => true;

    /// <summary>Wishes of this kind mean something on this target; otherwise they are left out of its plans and generations.</summary>
    bool IsKept => true;

    /// <summary>Kinds that are observed and compared first, because this kind asks what they make.</summary>
    IReadOnlyList<string> ComesAfter => [];

    /// <summary>How many resources are looked at in one call at most; several calls run at once.</summary>
    int BatchSize => 64;

    /// <summary>Looks at many resources. Writes nothing; thread-safe. Absent and unobservable are answers, not failures.</summary>
    Task<IReadOnlyList<Observation>> ObserveAsync(IReadOnlyList<Question> batch, CancellationToken token);

    /// <summary>Compares wish, target and record. Pure. Null when all is as wanted and recorded so.</summary>
    /// <param name="desired">The wish; null when it is no longer declared.</param>
    /// <param name="observed">What <see cref="ObserveAsync"/> answered.</param>
    /// <param name="recorded">What the current generation says; null when it is new.</param>
    Change? Diff(Resource? desired, Observation observed, Recorded? recorded);

    /// <summary>Adjusts changes of one space that bear on each other, with a look at the target. Writes nothing.</summary>
    IReadOnlyList<Change> Settle(IReadOnlyList<Change> changes) => changes;

    /// <summary>Users and groups that settled changes of this kind make.</summary>
    PlannedOwners OwnersOf(IReadOnlyList<Change> changes) => PlannedOwners.None;

    /// <summary>Looks for what would make the changes fail, without writing: rights, space, rooms taken.</summary>
    /// <param name="changes">All changes of the space.</param>
    IEnumerable<Finding> Preflight(IReadOnlyList<Change> changes);

    /// <summary>Gets what the changes need and no store of generations keeps: secrets, bytes of models. Nothing was written yet.</summary>
    /// <param name="changes">All changes of the kind.</param>
    /// <param name="progress">Told how far it is where that takes long; null tells nobody.</param>
    /// <param name="token">Stops.</param>
    /// <returns>Why that is not possible, or is not what was planned.</returns>
    Task<IReadOnlyList<Platform.HostError>> GetReadyAsync(IReadOnlyList<Change> changes, IProgress<ApplyProgress>? progress, CancellationToken token) =>
        Task.FromResult<IReadOnlyList<Platform.HostError>>([]);

    /// <summary>The operations that bring a change about, from the change alone. Pure.</summary>
    IReadOnlyList<Operation> Lower(Change change);

    /// <summary>The operations of several changes that do not depend on each other, for kinds that do many at once. Pure.</summary>
    IReadOnlyList<Operation> Lower(IReadOnlyList<Change> changes) => [.. changes.SelectMany(Lower)];

    /// <summary>What a resource recorded with this state should look like on the target now; null when it matches.</summary>
    Drift? Drift(Recorded recorded, Observation observed);

    /// <summary>State a resource has once the plan is applied: recorded in the manifest. Pure.</summary>
    ResourceState StateAfter(Resource desired, Observation observed, Change? change, Recorded? recorded);

    /// <summary>Content that has to be in the store while a generation with the resource is kept.</summary>
    IReadOnlyList<FileContent> ContentOf(Resource resource) => [];

    /// <summary>Writes the members of a resource into an object that is open.</summary>
    void WriteResource(Utf8JsonWriter writer, Resource resource);

    /// <summary>Reads what <see cref="WriteResource"/> wrote.</summary>
    /// <exception cref="FormatException">It is malformed.</exception>
    Resource ReadResource(JsonElement json, int version);

    /// <summary>Writes the members of a state into an object that is open.</summary>
    void WriteState(Utf8JsonWriter writer, ResourceState state);

    /// <summary>Reads what <see cref="WriteState"/> wrote.</summary>
    /// <exception cref="FormatException">It is malformed.</exception>
    ResourceState ReadState(JsonElement json, int version);
}
