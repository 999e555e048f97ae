namespace HostTools.Models;

/// <summary>Where and how one sort of program wants to find a model. What it comes to depends on the snapshot alone.</summary>
/// <param name="Folder">Absolute path of the directory that such programs are told, in the file system of the target.</param>
public abstract record ViewWish(string Folder)
{
    /// <summary>Word for the sort.</summary>
    public abstract string Kind { get; }

    /// <summary>The one name in the folder that says which version programs get, and what says so; null where each version has a name of its own.</summary>
    /// <param name="source">Where the model comes from.</param>
    /// <param name="version">Its version.</param>
    internal virtual (string Path, string Value)? NameOf(ModelSource source, string version) => null;

    /// <summary>What of the model is below the folder, in an order in which readers never see half of it: what is asked for first comes last.</summary>
    /// <param name="snapshot">The model.</param>
    /// <param name="store">Has its bytes.</param>
    /// <exception cref="HostTools.Platform.HostToolsException">ViewNotPossible.</exception>
    public abstract IReadOnlyList<ViewEntry> EntriesOf(ModelSnapshot snapshot, ModelStore store);
}
