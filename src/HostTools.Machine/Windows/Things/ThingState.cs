using System.Text.Json;
using HostTools.Activation;
using HostTools.Activation.Resources;

namespace HostTools.Machine.Windows;

/// <summary>How something is that Windows keeps under a name.</summary>
internal abstract record ThingState : ResourceState
{
    /// <summary>For plans: one line, or several.</summary>
    public abstract string InWords { get; }
}

/// <summary>A state that can be kept, and compared in the parts that matter.</summary>
internal interface IThingState<S>
    where S : ThingState, IThingState<S>
{
    /// <summary>Nothing is there.</summary>
    static abstract S Absent { get; }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">It is malformed.</exception>
    static abstract S Read(JsonElement json);

    /// <summary>Writes members into an object that is open.</summary>
    void Write(Utf8JsonWriter writer);

    /// <summary>This state with only the parts that another one speaks of.</summary>
    S Like(S other) => (S)this;

    /// <summary>What Windows shows is what this state says, also where it says it in words of its own.</summary>
    bool IsMetBy(S now) => ((S)this).Hash == now.Hash;
}

/// <summary>What was seen of a thing.</summary>
internal sealed record ThingObservation(ResourceId Id, ThingState Thing) : Observation(Id, Thing)
{
    /// <summary>No Windows is there to ask: the target is a folder, or a machine of another system.</summary>
    public bool IsUnasked { get; init; }
}
