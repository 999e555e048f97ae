using System.Globalization;
using HostTools.Platform;

namespace HostTools.Facts;

/// <summary>Huge pages of one size.</summary>
/// <param name="Size">Of one page.</param>
/// <param name="Count">Pages that are set aside.</param>
/// <param name="Free">Pages of these that nobody uses.</param>
public sealed record HugePages(ByteSize Size, long Count, long Free)
{
    /// <summary>Number and size in one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count} of {Size.Bytes >> 10} KiB, {Free} free");
}

/// <summary>Reads huge pages.</summary>
internal static class HugePageReader
{
    public const string Folder = "/sys/kernel/mm/hugepages";
    private const string Prefix = "hugepages-";

    public static IReadOnlyList<HugePages> Read(MachineFiles files, string folder) =>
    [
        .. files.List(folder).Select(name => One(files, folder, name)).OfType<HugePages>().OrderBy(static pages => pages.Size.Bytes),
    ];

    private static HugePages? One(MachineFiles files, string folder, string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith("kB", StringComparison.Ordinal) &&
        Number(name[Prefix.Length..^2]) is (long size and <= long.MaxValue >> 10) &&
        Number(files.ReadLine($"{folder}/{name}/nr_hugepages")) is { } count
            ? new HugePages(new ByteSize(size << 10), count, Number(files.ReadLine($"{folder}/{name}/free_hugepages")) ?? 0)
            : null;

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
}
