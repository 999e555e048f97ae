using HostTools.Platform;

namespace HostTools.Activation.Resources;

/// <summary>Desired state with an identity. Immutable; features render configuration to these, the plan compares them with the target.</summary>
public abstract record Resource
{
    /// <summary>Kind and canonical key; two resources with one id are an error that names both origins.</summary>
    public abstract ResourceId Id { get; }

    /// <summary>Places in the configuration that asked for it, best first; empty when it came from a manifest.</summary>
    public IReadOnlyList<Origin> Origins { get; init; } = [];

    /// <summary>Whom it belongs to: the machine, or the home of a user.</summary>
    public Scope Scope { get; init; } = Scope.Machine;

    /// <summary>Resources that must be in place first, beyond the implied ones (parent directory, owner, package).</summary>
    public IReadOnlyList<ResourceId> After { get; init; } = [];

    /// <summary>Names of triggers to run once after this resource changed.</summary>
    public IReadOnlyList<string> Triggers { get; init; } = [];

    /// <summary>What a mistake in it could take away from people, such as <c>who may log in</c>; null when nothing of the sort.</summary>
    public string? Risk { get; init; }

    /// <summary>State it had in a generation that is brought back: settles what the wish leaves open. Null for a wish from a configuration.</summary>
    public ResourceState? Pinned { get; internal init; }

    /// <summary>The same wish where state tells of it that did not come from this machine: it names no program that would run here, and no file that would be read.</summary>
    public virtual Resource FromElsewhere() => this;

    /// <summary>Same wish: everything but the places it was written at.</summary>
    public virtual bool Equals(Resource? other) =>
        other is not null && EqualityContract == other.EqualityContract && Scope == other.Scope && Risk == other.Risk &&
        After.SequenceEqual(other.After) && Triggers.SequenceEqual(other.Triggers);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(EqualityContract, Scope, After.Count, Triggers.Count);
}

/// <summary>Identity of a resource, written <c>file:/etc/hosts</c>.</summary>
/// <param name="Kind">Lower-case word: file, directory, link, trigger, …</param>
/// <param name="Key">Canonical key within the kind; for what lies in a file system the absolute path on the target.</param>
public readonly record struct ResourceId(string Kind, string Key) : IComparable<ResourceId>
{
    /// <summary>Ordinal by key, then by kind: the order of plans and of ties.</summary>
    public int CompareTo(ResourceId other) =>
        string.CompareOrdinal(Key, other.Key) is not 0 and var byKey ? byKey : string.CompareOrdinal(Kind, other.Kind);

    /// <inheritdoc/>
    public override string ToString() => $"{Kind}:{Key}";
}

/// <summary>The machine (<see cref="User"/> is null) or the home of a user.</summary>
public readonly record struct Scope(string? User)
{
    /// <summary>The whole machine.</summary>
    public static Scope Machine => default;

    /// <summary>The home of one user.</summary>
    public static Scope Home(string user) => new(user);
}
