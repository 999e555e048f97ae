namespace HostTools.Models.Scanning.Archives;

/// <summary>Judges names of members.</summary>
internal static class MemberName
{
    /// <summary>Absolute, with a drive, or with a part <c>..</c>, on any system.</summary>
    public static bool LeadsOutside(string name)
    {
        string plain = name.Replace('\\', '/');
        return plain.StartsWith('/') || (plain.Length > 1 && plain[1] == ':' && char.IsAsciiLetter(plain[0])) || plain.Split('/').Contains("..", StringComparer.Ordinal);
    }
}
