namespace HostTools.Configuration.Yaml;

/// <summary>One string for equal short texts: keys, types and values repeat all over a tree.</summary>
internal static class TextPool
{
    private const int MaxLength = 32;
    private const int Size = 2048;

    [ThreadStatic]
    private static string?[]? t_recent;

    public static string Get(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaxLength)
            return text.ToString();
        string?[] recent = t_recent ??= new string?[Size];
        uint hash = (uint)text.Length;
        foreach (char c in text)
            hash = (hash * 31) + c;
        ref string? slot = ref recent[(hash ^ (hash >> 15)) % Size];
        return slot is not null && text.SequenceEqual(slot) ? slot : slot = text.ToString();
    }
}
