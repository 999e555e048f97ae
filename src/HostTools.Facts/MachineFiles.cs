namespace HostTools.Facts;

/// <summary>Reads files of a machine below a root. Every failure to read is absence.</summary>
internal sealed class MachineFiles(string root)
{
    /// <summary>Longest file that is read; kernel tables are far below, and a fact never needs more.</summary>
    private const int MaximumBytes = 1 << 20;

    public bool Exists(string path) => Path.Exists(Full(path));

    public string? ReadText(string path) => ReadBytes(path) is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes) : null;

    public string? ReadLine(string path) =>
        ReadText(path)?.Split('\n', 2)[0].Trim('\0', ' ', '\t', '\r') is { Length: > 0 } line ? line : null;

    public byte[]? ReadBytes(string path, int maximum = MaximumBytes)
    {
        try
        {
            // Files of /proc and /sys say that they are empty, so the length cannot be trusted.
            using FileStream stream = new(Full(path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using MemoryStream bytes = new();
            byte[] buffer = new byte[Math.Min(maximum, 16384)];
            while (bytes.Length < maximum && stream.Read(buffer, 0, (int)Math.Min(buffer.Length, maximum - bytes.Length)) is var read and > 0)
                bytes.Write(buffer, 0, read);
            return bytes.ToArray();
        }
        catch (Exception failure) when (IsAbsence(failure))
        {
            return null;
        }
    }

    public IReadOnlyList<string> List(string path)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(Full(path)).Select(static entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal)];
        }
        catch (Exception failure) when (IsAbsence(failure))
        {
            return [];
        }
    }

    /// <summary>The last name of what a link says; null when it is no link.</summary>
    public string? LinkName(string path)
    {
        try
        {
            return new FileInfo(Full(path)).LinkTarget is { } target ? Path.GetFileName(target.TrimEnd('/')) : null;
        }
        catch (Exception failure) when (IsAbsence(failure))
        {
            return null;
        }
    }

    private static bool IsAbsence(Exception failure) => failure is IOException or UnauthorizedAccessException or System.Security.SecurityException;

    private string Full(string path) => Path.Combine(root, path.TrimStart('/'));
}
