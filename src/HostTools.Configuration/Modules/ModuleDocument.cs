using HostTools.Configuration.Options;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Modules;

/// <summary>A module as parsed: one file, or the <c>module:</c> of a submodule. Immutable; shared by all evaluations.</summary>
internal sealed class ModuleDocument(SourceFile file, ModuleDocument? lexicalParent)
{
    public SourceFile File { get; } = file;

    /// <summary>Tells it from all others: its file, and for one written in place where in it.</summary>
    public string Key { get; init; } = file.FullPath;

    /// <summary>The module whose text surrounds this one; its <c>let</c> entries are visible here. Null for a file.</summary>
    public ModuleDocument? LexicalParent { get; } = lexicalParent;

    public string Description { get; set; } = string.Empty;

    /// <summary>host, home or any.</summary>
    public string Class { get; set; } = "host";

    public List<ImportEntry> Imports { get; } = [];

    /// <summary>Modules that shall not count, nor what only they import; named as in <c>imports</c>.</summary>
    public List<YamlScalar> Disabled { get; } = [];

    /// <summary>Named types of this file; those of the surrounding text are found through it.</summary>
    public Dictionary<string, YamlNode> Types { get; } = new(StringComparer.Ordinal);

    public List<OptionDeclaration> Options { get; } = [];

    /// <summary>Old options that configurations may still set.</summary>
    public List<Move> Moves { get; } = [];

    /// <summary>What undeclared names may hold; null when they are errors.</summary>
    public OptionDeclaration? Freeform { get; set; }

    public YamlMapping? Let { get; set; }

    public List<Block> Blocks { get; } = [];

    public List<Check> Assertions { get; } = [];

    public List<Check> Warnings { get; } = [];

    /// <summary>The header of a host or of <c>hosttools.yaml</c>; null in modules.</summary>
    public YamlMapping? Header { get; set; }

    /// <summary>What a host's variants add to it, by name; empty in modules.</summary>
    public SortedDictionary<string, ModuleDocument> Variants { get; } = new(StringComparer.Ordinal);

    public bool TryFindType(string name, out YamlNode? node)
    {
        for (ModuleDocument? document = this; document is not null; document = document.LexicalParent)
        {
            if (document.Types.TryGetValue(name, out node))
                return true;
        }

        node = null;
        return false;
    }
}

/// <summary>One line of <c>imports</c>: a name or a <c>./path</c>, perhaps under a condition.</summary>
internal sealed record ImportEntry(YamlScalar Module, YamlScalar? When);

/// <summary>A part of <c>config</c>: assignments with what they depend on.</summary>
internal sealed record Block(ModuleDocument Module, YamlMapping Set)
{
    public ForClause? For { get; init; }

    public YamlScalar? When { get; init; }

    public YamlMapping? Let { get; init; }

    public int? Priority { get; init; }

    public int? Order { get; init; }
}

/// <summary><c>for: x in list</c>, <c>for: i, x in list</c> or <c>for: key, value in map</c>.</summary>
internal sealed record ForClause(YamlScalar Source, IReadOnlyList<string> Variables, string Expression, int ExpressionOffset);

/// <summary>An assertion (<see cref="That"/> is given) or a warning.</summary>
internal sealed record Check(ModuleDocument Module, YamlScalar? That, YamlScalar Message)
{
    public ForClause? For { get; init; }

    public YamlScalar? When { get; init; }
}
