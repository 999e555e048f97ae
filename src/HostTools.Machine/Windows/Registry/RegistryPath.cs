namespace HostTools.Machine.Windows;

/// <summary>Names of keys, such as <c>HKLM\Software\Example</c>. Pure.</summary>
internal static class RegistryPath
{
    /// <summary>Stands between a key and the name of a value: no key holds two backslashes in a row.</summary>
    private const string Separator = @"\\";

    private const int LongestKey = 255;
    private const int LongestName = 16383;

    private static readonly Dictionary<string, string> s_roots = new(StringComparer.OrdinalIgnoreCase)
    {
        ["HKLM"] = "HKLM", ["HKEY_LOCAL_MACHINE"] = "HKLM",
        ["HKCU"] = "HKCU", ["HKEY_CURRENT_USER"] = "HKCU",
        ["HKU"] = "HKU", ["HKEY_USERS"] = "HKU",
        ["HKCR"] = "HKCR", ["HKEY_CLASSES_ROOT"] = "HKCR",
        ["HKCC"] = "HKCC", ["HKEY_CURRENT_CONFIG"] = "HKCC",
    };

    /// <summary>The key with the short name of its root, or why it is none. Also that of PowerShell's drives, <c>HKLM:\Software</c>.</summary>
    public static (string? Key, string? Why) Parse(string text)
    {
        string[] parts = text.Split('\\');
        if (!s_roots.TryGetValue(parts[0].TrimEnd(':'), out string? root))
            return (null, $"it begins with '{parts[0]}', and the roots are HKLM, HKCU, HKU, HKCR and HKCC");
        if (parts.Length < 2)
            return (null, "a root has no values of its own to declare");
        foreach (string part in parts[1..])
        {
            if (part.Length == 0)
                return (null, "a part of it is empty; in single quotes one backslash is enough");
            if (part.Length > LongestKey)
                return (null, "a part of it is longer than 255 characters");
            if (part.Any(char.IsControl))
                return (null, "it holds a control character");
        }

        return (string.Join('\\', [root, .. parts[1..]]), null);
    }

    /// <summary>The key is one, in the form that resources use.</summary>
    public static bool IsCanonical(string key) => Parse(key).Key == key;

    /// <summary>A value can have the name.</summary>
    public static bool IsName(string name) => name.Length <= LongestName && !name.Contains('\0', StringComparison.Ordinal);

    /// <summary>Key of the resource of a value.</summary>
    public static string Join(string key, string name) => key + Separator + name;

    /// <summary>Key and name of such a resource.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static (string Key, string Name) Split(string id)
    {
        int at = id.IndexOf(Separator, StringComparison.Ordinal);
        return at > 0 && IsCanonical(id[..at]) && IsName(id[(at + Separator.Length)..])
            ? (id[..at], id[(at + Separator.Length)..])
            : throw new FormatException($"has '{id}' where a value of the registry is expected");
    }

    /// <summary>The keys above, nearest first, without the root.</summary>
    public static IEnumerable<string> Above(string key)
    {
        for (string? parent = ParentOf(key); parent is not null; parent = ParentOf(parent))
            yield return parent;
    }

    private static string? ParentOf(string key) => key.LastIndexOf('\\') is > 0 and var slash && key[..slash].Contains('\\', StringComparison.Ordinal) ? key[..slash] : null;
}
