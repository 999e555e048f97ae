using HostTools.Activation;
using HostTools.Activation.Resources;

namespace HostTools.Machine.Units;

/// <summary>A unit that systemd shall run by its new definition; its files are resources of their own.</summary>
/// <param name="Name">Its name with suffix; <c>foo@.service</c> stands for all instances.</param>
internal sealed record UnitResource(string Name) : Resource
{
    /// <summary>Its kind.</summary>
    public const string KindName = "unit";

    /// <inheritdoc/>
    public override ResourceId Id => new(KindName, Name);

    /// <summary>Folder of its files.</summary>
    public required string Folder { get; init; }

    /// <summary>Text of the whole unit; null when it is only added to, or masked.</summary>
    public string? Text { get; init; }

    /// <summary>Text of our drop-in; null when there is none.</summary>
    public string? DropIn { get; init; }

    /// <summary>Systemd makes the unit from a line of /etc/fstab; there is no file of ours.</summary>
    public bool IsOfFstab { get; init; }

    /// <summary>Nothing can start it.</summary>
    public bool IsMasked { get; init; }

    /// <summary>Units that shall start it, by a link of ours.</summary>
    public IReadOnlyList<string> WantedBy { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(UnitResource? other) =>
        base.Equals(other) && Name == other.Name && Folder == other.Folder && Text == other.Text && DropIn == other.DropIn && IsMasked == other.IsMasked && IsOfFstab == other.IsOfFstab &&
        WantedBy.SequenceEqual(other.WantedBy, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Name, Text, DropIn);
}

/// <summary>What is done to a unit, by the names of its instances. In a record it says nothing: how units run is systemd's to tell.</summary>
internal sealed record UnitState : ResourceState
{
    /// <summary>Nothing is done.</summary>
    public static UnitState Nothing { get; } = new();

    /// <summary>What is done to each unit.</summary>
    public IReadOnlyList<(UnitVerb Verb, string Unit)> Actions { get; init; } = [];

    public override bool IsAbsent => false;

    public override string Hash => string.Join('\n', Actions.Select(static action => $"{action.Verb} {action.Unit}"));

    public bool Equals(UnitState? other) => other is not null && Hash == other.Hash;

    public override int GetHashCode() => Hash.GetHashCode(StringComparison.Ordinal);
}
