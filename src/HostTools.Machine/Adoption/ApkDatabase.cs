using HostTools.Platform;

namespace HostTools.Machine.Adoption;

/// <summary>Alpine's packages.</summary>
internal static class Apk
{
    private const long LargestDatabase = 64 << 20;

    public static PackageDatabase Read(Root root)
    {
        if (RootFiles.Text(root, "/lib/apk/db/installed", LargestDatabase) is not { } installed)
            return new PackageDatabase("apk") { Unknown = "'/lib/apk/db/installed' cannot be read" };
        // The list of what somebody asked for; a name may have a version or a repository behind it, and a '!' before it forbids it.
        string[] world = [.. (RootFiles.Text(root, "/etc/apk/world") ?? string.Empty).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Where(static word => word[0] != '!').Select(static word => word.Split(['=', '<', '>', '~', '@'], 2)[0])];
        return new PackageDatabase("apk") { Manual = [.. world.Distinct().Order(StringComparer.Ordinal)], Files = FilesIn(installed) };
    }

    /// <summary>Lines with a letter: F is a directory, R a file in it, Z the SHA-1 sum of that.</summary>
    private static Dictionary<string, string> FilesIn(string text)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        (string folder, string? file) = (string.Empty, null);
        foreach (string line in text.Split('\n').Where(static line => line.Length > 2 && line[1] == ':'))
        {
            switch (line[0])
            {
                case 'F':
                    (folder, file) = (line[2..], null);
                    break;
                case 'R' when folder == "etc" || folder.StartsWith("etc/", StringComparison.Ordinal):
                    file = $"/{folder}/{line[2..]}";
                    files.TryAdd(file, string.Empty);
                    break;
                case 'Z' when file is not null && line.StartsWith("Z:Q1", StringComparison.Ordinal):
                    files[file] = Sum(line[4..]);
                    break;
                default:
                    break;
            }
        }

        return files;
    }

    private static string Sum(string base64)
    {
        Span<byte> bytes = stackalloc byte[64];
        return Convert.TryFromBase64String(base64, bytes, out int length) ? Convert.ToHexStringLower(bytes[..length]) : string.Empty;
    }
}
