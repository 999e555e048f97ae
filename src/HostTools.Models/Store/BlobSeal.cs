using HostTools.Platform;

namespace HostTools.Models;

/// <summary>
/// Every blob has one time of change, whenever it was made. Whoever writes to it gives it another, so one look at a file tells whether its bytes
/// can still be those of its name.
/// </summary>
internal static class BlobSeal
{
    private static readonly DateTime s_time = new(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Nobody wrote to it since it was put there.</summary>
    public static bool IsOn(FileStatus status) => status.ModifiedAt.UtcDateTime == s_time;

    /// <summary>Puts it on a file whose bytes are right.</summary>
    public static void Put(FileStream file)
    {
        file.Flush();
        File.SetLastWriteTimeUtc(file.SafeFileHandle, s_time);
    }
}
