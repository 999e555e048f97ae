using System.Security.Cryptography;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Looks at a path on the target.</summary>
internal static class PathReader
{
    /// <summary>How a path of a target is, its content hashed.</summary>
    /// <param name="target">The target.</param>
    /// <param name="path">The path.</param>
    /// <param name="isPrivate">The content may hold secrets.</param>
    /// <exception cref="RootIOException">It cannot be looked at.</exception>
    public static PathState Read(Target target, string path, bool isPrivate)
    {
        Root root = target.Root;
        if (root.Stat(path) is not { } status)
            return PathState.Absent;
        var state = new PathState(PathState.TypeOf(status.Type))
        {
            Mode = status.Type is FileEntryType.Link || OperatingSystem.IsWindows() ? -1 : status.Mode,
            UserId = status.UserId,
            GroupId = status.GroupId,
        };
        return status.Type switch
        {
            FileEntryType.File => WithContent(root, path, state, isPrivate ? target.Key : null),
            FileEntryType.Link => state with { LinkTarget = root.ReadLink(path) },
            _ => state,
        };
    }

    private static PathState WithContent(Root root, string path, PathState state, SecretKey? key)
    {
        using FileStream stream = root.OpenRead(path);
        try
        {
            string hash = key?.HashOf(stream) ?? Convert.ToHexStringLower(SHA256.HashData(stream));
            return state with { IsPrivate = key is not null, ContentHash = hash, Size = stream.Position, Attributes = ExtendedAttributes.Of(stream.SafeFileHandle) };
        }
        catch (IOException cause) when (cause is not RootIOException)
        {
            throw new RootIOException($"Reading '{root.Describe(path)}' failed: {cause.Message}", RootFailure.Other, path);
        }
    }
}
