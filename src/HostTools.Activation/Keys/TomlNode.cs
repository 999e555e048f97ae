namespace HostTools.Activation.Keys;

/// <summary>How a table came into being: it decides how a key gets into it.</summary>
internal enum TomlForm
{
    /// <summary>A value of a key.</summary>
    Value,

    /// <summary>The outermost table.</summary>
    Root,

    /// <summary>Named by a heading of its own.</summary>
    Heading,

    /// <summary>Only headings of tables in it name it.</summary>
    Implied,

    /// <summary>Keys with dots name it.</summary>
    Dotted,

    /// <summary>In braces.</summary>
    Inline,

    /// <summary>A list of tables with a heading each.</summary>
    Tables,
}

/// <summary>A value or table.</summary>
internal sealed class TomlNode(int start, TomlForm form) : KeyNode(start)
{
    public TomlForm Form { get; set; } = form;

    /// <summary>Its last key's place, or its own where it is a value.</summary>
    public TomlItem? Item { get; set; }

    /// <summary>Where a line after its heading begins; negative without a heading.</summary>
    public int NextLine { get; set; } = -1;

    /// <summary>How many keys of the path to it the heading above names; the others are written with dots.</summary>
    public int Depth { get; set; }

    /// <summary>Tables of a list of tables.</summary>
    public List<TomlNode> Elements { get; } = [];
}

/// <summary>A heading, or a key with its value.</summary>
/// <param name="Path">All keys that lead to it.</param>
/// <param name="Start">Its first character.</param>
/// <param name="End">The character after it.</param>
/// <param name="IsHeading">It is a heading.</param>
internal sealed record TomlItem(IReadOnlyList<string> Path, int Start, int End, bool IsHeading);
