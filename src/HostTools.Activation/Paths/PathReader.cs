using System.Security.Cryptography;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Looks at a path on the target.</summary>
internal static class PathReader
{
    /// <summary>How a path is, its content hashed.</summary>
    /// <exception cref="RootIOException">It cannot be looked at.</exception>
    public static PathState Read(Root root, string path)
    {
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
            FileEntryType.File => WithContent(root, path, state),
            FileEntryType.Link => state with { LinkTarget = root.ReadLink(path) },
            _ => state,
        };
    }

    private static PathState WithContent(Root root, string path, PathState state)
    {
        using FileStream stream = root.OpenRead(path);
        try
        {
            string hash = Convert.ToHexStringLower(SHA256.HashData(stream));
            return state with { ContentHash = hash, Size = stream.Position };
        }
        catch (IOException cause) when (cause is not RootIOException)
        {
            throw new RootIOException($"Reading '{root.Describe(path)}' failed: {cause.Message}", RootFailure.Other, path);
        }
    }
}
