using System.Diagnostics.CodeAnalysis;

namespace HostTools.Machine.Files;

/// <summary>Turns names of the configuration into absolute paths on the target that stay where they belong.</summary>
internal static class TargetPath
{
    private const int LongestName = 255;

    /// <summary>The path of a name below a folder; otherwise why the name is none.</summary>
    /// <param name="folder">Absolute folder without a slash at the end; empty when the name itself is absolute.</param>
    /// <param name="name">As the user wrote it.</param>
    public static bool TryJoin(string folder, string name, [NotNullWhen(true)] out string? path, [NotNullWhen(false)] out string? why)
    {
        path = null;
        why = Refuse(folder, name);
        if (why is not null)
            return false;
        path = folder.Length == 0 ? name : $"{folder}/{name}";
        return true;
    }

    private static string? Refuse(string folder, string name)
    {
        if (folder.Length == 0 && !name.StartsWith('/'))
            return "it must be an absolute path";
        if (folder.Length > 0 && name.StartsWith('/'))
            return $"it must be relative to '{folder}'";
        foreach (string part in (folder.Length == 0 ? name[1..] : name).Split('/'))
        {
            string? why = part switch
            {
                "" => "a part of it is empty",
                "." or ".." => $"'{part}' would lead out of its folder or nowhere",
                _ when part.Any(char.IsControl) => "it holds a control character",
                _ when System.Text.Encoding.UTF8.GetByteCount(part) > LongestName => $"a part of it is longer than {LongestName} bytes",
                _ => null,
            };
            if (why is not null)
                return why;
        }

        return null;
    }
}
