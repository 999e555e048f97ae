using System.Buffers.Binary;
using System.Text;
using HostTools.Platform;

namespace HostTools.Machine.Boot;

/// <summary>The texts in a unified kernel image: a program for the firmware with kernel, RAM disk and parameters as sections.</summary>
/// <seealso href="https://uapi-group.org/specifications/specs/unified_kernel_image/"/>
internal sealed record UnifiedKernel(string? Title, string? Version, string? Parameters)
{
    private const int LargestHeader = 4096;
    private const int LargestText = 64 << 10;
    private const int MostSections = 96;
    private const int SectionSize = 40;

    /// <summary>Reads one; null when the file is no such image.</summary>
    public static UnifiedKernel? Read(Root root, string path)
    {
        try
        {
            using FileStream file = root.OpenRead(path);
            return Read(file);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    internal static UnifiedKernel? Read(Stream file)
    {
        byte[] header = Bytes(file, 0, LargestHeader);
        if (header.Length < 0x40 || header[0] != 'M' || header[1] != 'Z')
            return null;
        uint start = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(0x3C));
        if (start > header.Length - 24 || !header.AsSpan((int)start, 4).SequenceEqual("PE\0\0"u8))
            return null;
        int count = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan((int)start + 6)), (ushort)MostSections);
        int table = (int)start + 24 + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan((int)start + 20));
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int at = table; at + SectionSize <= header.Length && at < table + (count * SectionSize); at += SectionSize)
        {
            string name = Encoding.ASCII.GetString(header, at, 8).TrimEnd('\0');
            if (name is ".osrel" or ".cmdline" or ".uname")
                texts.TryAdd(name, Section(file, header.AsSpan(at, SectionSize)));
        }

        return texts.TryGetValue(".osrel", out string? release) ? Of(release, texts) : null;
    }

    private static UnifiedKernel Of(string release, Dictionary<string, string> texts)
    {
        Dictionary<string, string> values = release.Split('\n').Select(static line => line.Split('=', 2)).Where(static parts => parts.Length == 2)
            .GroupBy(static parts => parts[0].Trim(), StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => group.Last()[1].Trim().Trim('"', '\''), StringComparer.Ordinal);
        string? title = values.GetValueOrDefault("PRETTY_NAME") ?? values.GetValueOrDefault("NAME") ?? values.GetValueOrDefault("ID");
        string? version = texts.GetValueOrDefault(".uname") ?? values.GetValueOrDefault("IMAGE_VERSION") ?? values.GetValueOrDefault("VERSION") ?? values.GetValueOrDefault("VERSION_ID");
        return new UnifiedKernel(title, version, texts.GetValueOrDefault(".cmdline"));
    }

    private static string Section(Stream file, ReadOnlySpan<byte> section)
    {
        uint size = Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(section[8..]), BinaryPrimitives.ReadUInt32LittleEndian(section[16..]));
        return Encoding.UTF8.GetString(Bytes(file, BinaryPrimitives.ReadUInt32LittleEndian(section[20..]), (int)Math.Min(size, LargestText))).Trim('\0', '\n', '\r', ' ');
    }

    private static byte[] Bytes(Stream file, long from, int count)
    {
        if (from > file.Length)
            return [];
        file.Position = from;
        byte[] bytes = new byte[Math.Min(count, file.Length - from)];
        return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }
}
