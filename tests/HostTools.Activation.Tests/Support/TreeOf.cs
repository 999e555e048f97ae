using System.Security.Cryptography;
using HostTools.Platform;

namespace HostTools.Activation.Tests;

/// <summary>A directory tree as lines: names, modes, owners, content and link targets.</summary>
public static class TreeOf
{
    /// <param name="folder">The tree.</param>
    /// <param name="withoutState">Leaves out the state directory, and the directories above it while they hold nothing else.</param>
    public static IReadOnlyList<string> Folder(string folder, bool withoutState)
    {
        var lines = new List<string>();
        Add(folder, string.Empty, withoutState, lines);
        return lines;
    }

    private static void Add(string folder, string below, bool withoutState, List<string> lines)
    {
        foreach (string entry in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
        {
            string path = below + "/" + Path.GetFileName(entry);
            if (withoutState && path == Target.StatePath)
                continue;
            var info = new FileInfo(entry);
            if (info.LinkTarget is { } target)
            {
                lines.Add($"{path} {OwnerOf(entry)} -> {target}");
            }
            else if (Directory.Exists(entry))
            {
                int before = lines.Count;
                Add(entry, path, withoutState, lines);
                bool isInfrastructure = withoutState && Target.StatePath.StartsWith(path + "/", StringComparison.Ordinal) && lines.Count == before;
                if (!isInfrastructure)
                    lines.Insert(before, $"{path}/ {Convert.ToString((int)File.GetUnixFileMode(entry), 8)} {OwnerOf(entry)}");
            }
            else
            {
                string hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(entry)))[..16];
                lines.Add($"{path} {Convert.ToString((int)File.GetUnixFileMode(entry), 8)} {OwnerOf(entry)} {hash}");
            }
        }
    }

    /// <summary>Numbers of owner and group.</summary>
    public static string OwnerOf(string entry) =>
        Root.At(Path.GetDirectoryName(entry)!).Stat("/" + Path.GetFileName(entry)) is { } found ? $"{found.UserId}:{found.GroupId}" : "gone";
}
