namespace HostTools.Models;

/// <summary>A thing in a tree that is hashed: what Nix would see, whatever the file system can hold.</summary>
public abstract record NarNode
{
    private protected NarNode()
    {
    }
}

/// <summary>A regular file.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Open">Opens them; called once for each hash.</param>
/// <param name="IsExecutable">Its owner may execute it; nothing else of a mode counts.</param>
public sealed record NarFile(long Size, Func<Stream> Open, bool IsExecutable = false) : NarNode;

/// <summary>A symbolic link.</summary>
/// <param name="Target">What it says.</param>
public sealed record NarLink(string Target) : NarNode;

/// <summary>A directory.</summary>
/// <param name="Entries">What is in it, by name.</param>
public sealed record NarDirectory(IReadOnlyDictionary<string, NarNode> Entries) : NarNode;
