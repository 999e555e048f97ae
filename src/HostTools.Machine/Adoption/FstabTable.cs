using HostTools.Platform;

namespace HostTools.Machine.Adoption;

/// <summary>A line of /etc/fstab.</summary>
/// <param name="Device">What is mounted.</param>
/// <param name="Path">Where; <c>none</c> for swap space.</param>
/// <param name="Type">Kind of file system.</param>
/// <param name="Options">Options, without <c>defaults</c>.</param>
internal sealed record FstabLine(string Device, string Path, string Type, IReadOnlyList<string> Options);

/// <summary>Reads /etc/fstab.</summary>
internal static class FstabTable
{
    public static IReadOnlyList<FstabLine> Read(Root root) => Parse(RootFiles.Text(root, "/etc/fstab") ?? string.Empty);

    public static IReadOnlyList<FstabLine> Parse(string text)
    {
        List<FstabLine> lines = [];
        foreach (string line in text.Split('\n'))
        {
            string[] fields = line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length >= 3 && fields[0][0] != '#')
            {
                lines.Add(new FstabLine(
                    Plain(fields[0]), Plain(fields[1]), fields[2],
                    [.. (fields.Length > 3 ? fields[3] : string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries).Where(static option => option != "defaults").Select(Plain)]));
            }
        }

        return lines;
    }

    private static string Plain(string field) =>
        field.Replace("\\040", " ", StringComparison.Ordinal).Replace("\\011", "\t", StringComparison.Ordinal).Replace("\\134", "\\", StringComparison.Ordinal);
}
