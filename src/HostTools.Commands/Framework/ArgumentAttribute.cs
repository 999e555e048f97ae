namespace HostTools.Commands.Framework;

/// <summary>Makes a property of a command a parameter: <c>-Name</c> of the cmdlet, an argument or <c>--name</c> of the executable.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ArgumentAttribute : Attribute
{
    /// <summary>Position among the arguments, from 0; a parameter without one is always named.</summary>
    public int Position { get; init; } = -1;

    /// <summary>Whether the command cannot run without it.</summary>
    public bool Mandatory { get; init; }

    /// <summary>How the pipeline may fill it.</summary>
    public Pipeline Pipeline { get; init; }

    /// <summary>The parameter set it belongs to; none means all.</summary>
    public string? Set { get; init; }

    /// <summary>What the text means in the file system; the face turns it into an absolute path.</summary>
    public PathKind Path { get; init; }

    /// <summary>Proposes values; a class with a parameterless constructor that implements <see cref="ICompleter"/>.</summary>
    public Type? Completer { get; init; }

    /// <summary>Further names in PowerShell.</summary>
    public string[] Aliases { get; init; } = [];

    /// <summary>Name in the executable without the dashes, where it is not the property's in kebab case.</summary>
    public string? Cli { get; init; }

    /// <summary>Whether <c>*</c> and <c>?</c> stand for other names.</summary>
    public bool Wildcards { get; init; }

    /// <summary>Which faces show it.</summary>
    public Faces Faces { get; init; } = Faces.Both;
}

/// <summary>How the pipeline may fill a parameter.</summary>
public enum Pipeline
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>With the object itself.</summary>
    Value,

    /// <summary>With the object's property of the same name.</summary>
    Property,

    /// <summary>With the object itself when the type fits, else with its property.</summary>
    ValueOrProperty,
}

/// <summary>What a text means in the file system.</summary>
public enum PathKind
{
    /// <summary>It is no path.</summary>
    None,

    /// <summary>Something that exists; wildcards are resolved and must give exactly one.</summary>
    Existing,

    /// <summary>Something that exists, taken literally.</summary>
    Literal,

    /// <summary>Something that need not exist yet.</summary>
    New,
}

/// <summary>The faces of a command.</summary>
[Flags]
public enum Faces
{
    /// <summary>The cmdlet.</summary>
    PowerShell = 1,

    /// <summary>The executable.</summary>
    Cli = 2,

    /// <summary>Both.</summary>
    Both = PowerShell | Cli,
}
