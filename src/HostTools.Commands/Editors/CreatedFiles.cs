namespace HostTools.Commands;

/// <summary>What was just added to a configuration tree.</summary>
/// <param name="Path">The tree's folder.</param>
/// <param name="Name">Name of the user or module.</param>
/// <param name="Files">Files that were written, relative to the folder; none when they were there already.</param>
/// <param name="Changed">Files that a line was added to, relative to the folder.</param>
public sealed record CreatedFiles(string Path, string Name, IReadOnlyList<string> Files, IReadOnlyList<string> Changed)
{
    /// <summary>The absolute paths of all these files, one on each line.</summary>
    public override string ToString() => string.Join(Environment.NewLine, Files.Concat(Changed).Select(file => System.IO.Path.Combine(Path, file)));
}
