using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace HostTools.Machine.Files;

/// <summary>Turns names of the configuration into absolute paths on the target that stay where they belong.</summary>
internal static class TargetPath
{
    private const int LongestName = 255;

    private static readonly SearchValues<char> s_refused = SearchValues.Create("<>:\"|?*");

    private static readonly HashSet<string> s_devices = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(static number => new[] { $"COM{number}", $"LPT{number}" })], StringComparer.OrdinalIgnoreCase);

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

    /// <summary>The same on Windows, where an absolute name may be written <c>C:\Tools\a.txt</c>, and not every name can be one.</summary>
    public static bool TryJoinOnWindows(string folder, string name, [NotNullWhen(true)] out string? path, [NotNullWhen(false)] out string? why)
    {
        name = name.Replace('\\', '/');
        if (folder.Length == 0 && name.Length > 2 && name[1] == ':' && name[2] == '/')
        {
            (path, why) = (null, "only the drive that Windows is on can be reached; write it from 'C:\\' on");
            if (char.ToUpperInvariant(name[0]) != 'C')
                return false;
            name = name[2..];
        }

        return TryJoin(folder, name, out path, out why) && (why = RefuseOnWindows(name)) is null;
    }

    private static string? RefuseOnWindows(string name) => name.Split('/').Select(static part => part switch
    {
        _ when part.AsSpan().ContainsAny(s_refused) => "Windows has no names with <>:\"|?*",
        _ when part.EndsWith('.') || part.EndsWith(' ') => "Windows has no names that end with a dot or a space",
        _ when s_devices.Contains(part.Split('.')[0].TrimEnd()) => $"'{part}' is a device on Windows",
        _ => null,
    }).FirstOrDefault(static why => why is not null);

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
