using Microsoft.CodeAnalysis;

namespace HostTools.Generators;

/// <summary>A command as the generator sees it. Compared by value, so that an unrelated edit generates nothing anew.</summary>
internal sealed record CommandModel(
    string TypeName, string FullTypeName, string Verb, string Noun, string Effect, string? DefaultSet, string OutputType, string Synopsis,
    EquatableArray<ParameterModel> Parameters, EquatableArray<Complaint> Complaints)
{
    public string ClassName => TypeName + "Cmdlet";
}

/// <summary>A parameter of a command.</summary>
/// <param name="Name">Name of the property, and of the parameter.</param>
/// <param name="Type">Type of the cmdlet's property.</param>
/// <param name="Conversion">How the value reaches the command.</param>
/// <param name="Text">Documentation in one line.</param>
internal sealed record ParameterModel(string Name, string Type, Conversion Conversion, string Text)
{
    public int Position { get; init; } = -1;

    public bool IsMandatory { get; init; }

    /// <summary>A value type that is not .NET's own.</summary>
    public bool IsForeignValue { get; init; }

    public bool FromPipeline { get; init; }

    public bool FromPipelineProperty { get; init; }

    public string? Set { get; init; }

    public string PathKind { get; init; } = "None";

    public string? Completer { get; init; }

    public bool HasWildcards { get; init; }

    public EquatableArray<string> Aliases { get; init; }
}

/// <summary>How a parameter's value reaches the command's property.</summary>
internal enum Conversion
{
    /// <summary>As it is.</summary>
    None,

    /// <summary>A switch becomes a truth value.</summary>
    Switch,

    /// <summary>A text becomes an absolute path.</summary>
    Path,

    /// <summary>Every text becomes an absolute path.</summary>
    Paths,

    /// <summary>A hashtable becomes a map of texts.</summary>
    TextMap,
}

/// <summary>Something wrong with a command class.</summary>
internal sealed record Complaint(string Id, string Message)
{
    public Diagnostic ToDiagnostic() => Diagnostic.Create(
        new DiagnosticDescriptor(Id, "Command class", "{0}", "HostTools", DiagnosticSeverity.Error, isEnabledByDefault: true), Location.None, Message);
}
