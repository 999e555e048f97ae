namespace HostTools.Configuration.Yaml;

/// <summary>A node of a YAML document with its place. Immutable but for what is compiled from it once.</summary>
internal abstract class YamlNode(SourceFile file, int start, int end, string? tag, int flags = 0)
{
    private const int FlagBits = 3;

    // Files are small enough; there are many nodes.
    private readonly int _endAndFlags = (end << FlagBits) | flags;

    public SourceFile File { get; } = file;

    /// <summary>Index of the node's first character, its tag and anchor excluded where it is a scalar.</summary>
    public int Start { get; } = start;

    public int End => _endAndFlags >> FlagBits;

    /// <summary>The tag as written, for example <c>!force</c>; null when there is none.</summary>
    public string? Tag { get; } = tag;

    public Place Place => new(File, Start);

    protected int Flags => _endAndFlags & ((1 << FlagBits) - 1);
}

internal enum ScalarKind
{
    Plain,
    Quoted,
    Block,
}

internal sealed class YamlScalar(SourceFile file, int start, int end, string? tag, string value, ScalarKind kind)
    : YamlNode(file, start, end, tag, (int)kind | (tag != "!raw" && value.Contains("${{", StringComparison.Ordinal) ? WithExpression : 0))
{
    private const int WithExpression = 4;

    public string Value { get; } = value;

    public ScalarKind Kind => (ScalarKind)(Flags & ~WithExpression);

    public bool IsPlain => Kind == ScalarKind.Plain;

    /// <summary>YAML's null: <c>null</c>, <c>~</c> or nothing, not quoted.</summary>
    public bool IsNull => IsPlain && Value is ("" or "~" or "null");

    public bool HasExpression => (Flags & WithExpression) != 0;

    /// <summary>What the evaluator compiled this text to; a race compiles twice and keeps either.</summary>
    public object? Compiled { get; set; }
}

internal sealed record YamlEntry(YamlScalar Key, YamlNode Value);

internal sealed class YamlMapping(SourceFile file, int start, int end, string? tag, YamlEntry[] entries)
    : YamlNode(file, start, end, tag)
{
    public YamlEntry[] Entries { get; } = entries;

    public YamlNode? this[string key]
    {
        get
        {
            foreach (YamlEntry entry in Entries)
            {
                if (entry.Key.Value == key)
                    return entry.Value;
            }

            return null;
        }
    }
}

internal sealed class YamlSequence(SourceFile file, int start, int end, string? tag, YamlNode[] items)
    : YamlNode(file, start, end, tag)
{
    public YamlNode[] Items { get; } = items;
}
