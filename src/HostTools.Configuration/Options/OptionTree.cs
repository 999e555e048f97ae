using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Options;

/// <summary>A place in the tree of options: a group of others, or an option.</summary>
internal abstract class OptionTreeNode(OptionGroup? parent, string name)
{
    public OptionGroup? Parent { get; } = parent;

    public string Name { get; } = name;

    /// <summary>Path as shown: names that are no identifiers are quoted.</summary>
    public string PathText => Parent is null or { Parent: null, Name: "" } ? OptionPath.Quote(Name) : $"{Parent.PathText}.{OptionPath.Quote(Name)}";
}

/// <summary>A group; the root has an empty name.</summary>
internal sealed class OptionGroup(OptionGroup? parent, string name) : OptionTreeNode(parent, name)
{
    private readonly Dictionary<string, OptionTreeNode> _byName = new(StringComparer.Ordinal);
    private OptionTreeNode[]? _children;

    /// <summary>In ordinal order of their names.</summary>
    public OptionTreeNode[] Children => _children ??= Ordered();

    /// <summary>A declaration that made this group, for messages.</summary>
    public OptionDeclaration? First { get; set; }

    public OptionTreeNode? Find(string name) => _byName.GetValueOrDefault(name);

    public void Add(OptionTreeNode child)
    {
        _byName.Add(child.Name, child);
        _children = null;
    }

    private OptionTreeNode[] Ordered()
    {
        OptionTreeNode[] children = [.. _byName.Values];
        Array.Sort(children, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return children;
    }
}

/// <summary>An option: its declarations made one.</summary>
internal sealed class OptionLeaf(OptionGroup parent, string name, int index, OptionDeclaration first) : OptionTreeNode(parent, name)
{
    /// <summary>Position in the option set, for arrays that run parallel to it.</summary>
    public int Index { get; } = index;

    public OptionType Type { get; set; } = first.Type;

    /// <summary>Mostly one.</summary>
    public OptionDeclaration[] Declarations { get; private set; } = [first];

    public void Add(OptionDeclaration declaration) => Declarations = [.. Declarations, declaration];

    public OptionDeclaration? WithDefault { get; set; } = first.Default is null ? null : first;

    public OptionDeclaration? WithApply { get; set; } = first.Apply is null ? null : first;

    public bool ReadOnly { get; set; } = first.ReadOnly;

    public bool Internal { get; set; } = first.Internal;

    public string Description { get; set; } = first.Description;

    public Place Place => Declarations[0].Place;

    /// <summary>What documentation says of the default.</summary>
    public string? DefaultText => Array.Find(Declarations, static d => d.DefaultText is not null)?.DefaultText;

    public YamlNode? Example => Array.Find(Declarations, static d => d.Example is not null)?.Example;

    /// <summary>What documentation calls the keys of the map.</summary>
    public string Placeholder => Array.Find(Declarations, static d => d.Placeholder is not null)?.Placeholder ?? "name";

    /// <summary>The value of a default that depends on nothing, read once for all instances and evaluations; null when the default must be evaluated.</summary>
    public ConstantDefault? Constant { get; set; }
}

/// <summary>A default's value that is the same everywhere.</summary>
internal sealed record ConstantDefault(object? Value);

/// <summary>Paths of options as people write them.</summary>
internal static class OptionPath
{
    public static string Quote(string name)
    {
        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not '_' and not '-')
                return $"\"{name}\"";
        }

        return name.Length == 0 ? "\"\"" : name;
    }

    public static string Join(IEnumerable<string> names) => string.Join('.', names.Select(Quote));
}
