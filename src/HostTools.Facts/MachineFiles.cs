using HostTools.Platform;

namespace HostTools.Facts;

/// <summary>Reads files of a machine through its root, so that an absolute link in a root file system stays in it. Every failure to read is absence, also a path that a damaged file made and that none can be.</summary>
internal sealed class MachineFiles(Root root)
{
    /// <summary>Longest part of a file that is read; kernel tables are far below, and a fact never needs more.</summary>
    private const int MaximumBytes = 1 << 20;

    public bool Exists(string path) => root.Exists(path);

    public string? ReadText(string path, int maximum = MaximumBytes) => ReadBytes(path, maximum) is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes) : null;

    public string? ReadLine(string path) =>
        ReadText(path)?.Split('\n', 2)[0].Trim('\0', ' ', '\t', '\r') is { Length: > 0 } line ? line : null;

    /// <summary>The first bytes of a file; all of it when it is not longer than the maximum.</summary>
    public byte[]? ReadBytes(string path, int maximum = MaximumBytes) => OrAbsent(() =>
    {
        // Files of /proc and /sys say that they are empty, so the length cannot be trusted.
        using FileStream stream = root.OpenRead(path);
        Span<byte> small = stackalloc byte[1024];
        int count = 0;
        while (count < small.Length && count < maximum && stream.Read(small[count..Math.Min(small.Length, maximum)]) is var part and > 0)
            count += part;
        if (count < small.Length)
            return small[..count].ToArray();
        using MemoryStream bytes = new();
        bytes.Write(small);
        byte[] buffer = new byte[Math.Min(maximum, 16384)];
        while (bytes.Length < maximum && stream.Read(buffer, 0, (int)Math.Min(buffer.Length, maximum - bytes.Length)) is var read and > 0)
            bytes.Write(buffer, 0, read);
        return bytes.ToArray();
    });

    /// <summary>Names in a folder, in ordinal order.</summary>
    public IReadOnlyList<string> List(string path) => OrAbsent(() => root.List(path)) ?? [];

    /// <summary>The last name of what a link says; null when it is no link.</summary>
    public string? LinkName(string path) => OrAbsent(() => root.ReadLink(path)) is { } target ? RootPath.NameOf(target.TrimEnd('/')) : null;

    /// <summary>All that a link says; null when it is no link.</summary>
    public string? LinkText(string path) => OrAbsent(() => root.ReadLink(path));

    /// <summary>The first line of a file that a folder may lack.</summary>
    public string? ReadLineOf(string folder, string name) => Exists($"{folder}/{name}") ? ReadLine($"{folder}/{name}") : null;

    /// <summary>The text of a file that a folder may lack.</summary>
    public string? ReadTextOf(string folder, string name) => Exists($"{folder}/{name}") ? ReadText($"{folder}/{name}") : null;

    private static T? OrAbsent<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
