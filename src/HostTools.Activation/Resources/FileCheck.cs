namespace HostTools.Activation.Resources;

/// <summary>A program that says whether new content of a file is sound, before it is written.</summary>
/// <param name="Command">Program and arguments; <see cref="FilePlaceholder"/> stands for a file that holds the content.</param>
public sealed record FileCheck(IReadOnlyList<string> Command)
{
    /// <summary>Where the name of the file with the new content goes.</summary>
    public const string FilePlaceholder = "{file}";

    /// <inheritdoc/>
    public bool Equals(FileCheck? other) => other is not null && Command.SequenceEqual(other.Command);

    /// <inheritdoc/>
    public override int GetHashCode() => Command.Count;
}
