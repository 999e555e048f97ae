using HostTools.Activation.Resources;

namespace HostTools.Machine.Windows;

/// <summary>A variable of the environment that Windows gives to programs: of the machine, or of the user whose home it is in.</summary>
/// <param name="Name">Its name; capitals do not matter.</param>
internal sealed record VariableResource(string Name) : Resource
{
    public const string KindName = "variable";

    public override ResourceId Id => new(KindName, Name);

    /// <summary>The whole of it; null when only entries are ours.</summary>
    public string? Text { get; init; }

    /// <summary>Entries that shall be in it, in front of those of others.</summary>
    public IReadOnlyList<string> First { get; init; } = [];

    /// <summary>Entries that shall be in it, behind those of others.</summary>
    public IReadOnlyList<string> Last { get; init; } = [];

    public bool Equals(VariableResource? other) =>
        base.Equals(other) && Name == other.Name && Text == other.Text && First.SequenceEqual(other.First, StringComparer.Ordinal) && Last.SequenceEqual(other.Last, StringComparer.Ordinal);

    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Name, Text);
}
