using HostTools.Platform;

namespace HostTools.Machine.Adoption;

/// <summary>Reads of a root that may be damaged: what cannot be read is absent.</summary>
internal static class RootFiles
{
    public static string? Text(Root root, string path, long limit = 4 << 20) => Bytes(root, path, limit) is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes) : null;

    public static byte[]? Bytes(Root root, string path, long limit = 4 << 20)
    {
        try
        {
            return root.TryReadAllBytes(path, limit);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    public static FileStatus? Stat(Root root, string path)
    {
        try
        {
            return root.Stat(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    public static string? Link(Root root, string path)
    {
        try
        {
            return root.ReadLink(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    public static IReadOnlyList<string> List(Root root, string path) => TryList(root, path) ?? [];

    /// <summary>Null when nobody may look into the directory.</summary>
    public static IReadOnlyList<string>? TryList(Root root, string path)
    {
        try
        {
            return root.List(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
