using System.Globalization;
using HostTools.Platform;

namespace HostTools.Facts;

/// <summary>Reads <c>/proc/meminfo</c>.</summary>
internal static class MemoryTable
{
    /// <summary>The size of a row such as <c>MemTotal:  16308012 kB</c>; null when there is none, or it is no size.</summary>
    public static ByteSize? Find(string text, string name)
    {
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (!line.StartsWith(name, StringComparison.Ordinal) || line.Length == name.Length || line[name.Length] != ':')
                continue;
            ReadOnlySpan<char> size = line[(name.Length + 1)..].Trim();
            // The kernel's kB are KiB.
            return size.EndsWith("kB", StringComparison.Ordinal) &&
                long.TryParse(size[..^2].TrimEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out long kibibytes) &&
                kibibytes <= long.MaxValue >> 10
                    ? new ByteSize(kibibytes << 10)
                    : null;
        }

        return null;
    }
}
