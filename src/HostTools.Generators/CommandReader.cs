using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace HostTools.Generators;

/// <summary>Reads command classes out of a referenced assembly.</summary>
internal static class CommandReader
{
    private const string Framework = "HostTools.Commands.Framework.";

    public static ImmutableArray<CommandModel> ReadAll(IAssemblySymbol? assembly, CommentIndex comments, CancellationToken token)
    {
        if (assembly is null)
            return [];
        var commands = ImmutableArray.CreateBuilder<CommandModel>();
        foreach (INamedTypeSymbol type in TypesOf(assembly.GlobalNamespace))
        {
            token.ThrowIfCancellationRequested();
            if (FindAttribute(type, "CommandAttribute") is { } attribute)
                commands.Add(Read(type, attribute, comments));
        }

        return commands.ToImmutable();
    }

    private static CommandModel Read(INamedTypeSymbol type, AttributeData attribute, CommentIndex comments)
    {
        var complaints = new List<Complaint>();
        var parameters = new List<ParameterModel>();
        foreach (IPropertySymbol property in PropertiesOf(type))
        {
            if (FindAttribute(property, "ArgumentAttribute") is { } argument && IsForPowerShell(argument))
                parameters.Add(ReadParameter(property, argument, comments, complaints));
        }

        string verb = (string)attribute.ConstructorArguments[0].Value!;
        string noun = (string)attribute.ConstructorArguments[1].Value!;
        string? output = type.AllInterfaces
            .FirstOrDefault(static contract => contract.Name == "ICommand" && contract.TypeArguments.Length == 1)?
            .TypeArguments[0].ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        if (output is null)
            complaints.Add(new Complaint("HT0001", $"'{type.Name}' has a Command attribute, so it must implement ICommand<T>."));
        if (type.Name != verb + noun)
            complaints.Add(new Complaint("HT0002", $"The class of '{verb}-{noun}' must be named '{verb}{noun}', not '{type.Name}'."));
        if (parameters.Select(static parameter => parameter.Set).Where(static set => set is not null).Distinct().Count() > 2)
            complaints.Add(new Complaint("HT0003", $"'{type.Name}' has more than two parameter sets. Make it two commands, or let one parameter take both."));
        return new CommandModel(
            type.Name, type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), verb, noun, NamedEnum(attribute, "Effect") ?? "Read",
            Named<string>(attribute, "DefaultSet"), output ?? "object", comments.SummaryOf("T:" + type.ToDisplayString()),
            new EquatableArray<ParameterModel>([.. parameters]), new EquatableArray<Complaint>([.. complaints]));
    }

    // Parameters that several commands share are declared in a base class.
    private static IEnumerable<IPropertySymbol> PropertiesOf(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? level = type; level is not null; level = level.BaseType)
        {
            foreach (IPropertySymbol property in level.GetMembers().OfType<IPropertySymbol>())
                yield return property;
        }
    }

    private static ParameterModel ReadParameter(IPropertySymbol property, AttributeData argument, CommentIndex comments, List<Complaint> complaints)
    {
        string path = NamedEnum(argument, "Path") ?? "None";
        if (IsTimeSpan(property.Type))
            complaints.Add(new Complaint("HT0004", $"'{property.ContainingType.Name}.{property.Name}' is a TimeSpan, to which PowerShell binds 60s as microseconds. Use Duration."));
        (string type, Conversion conversion) = Map(property.Type, path != "None");
        string pipeline = NamedEnum(argument, "Pipeline") ?? "None";
        return new ParameterModel(property.Name, type, conversion, comments.SummaryOf($"P:{property.ContainingType.ToDisplayString()}.{property.Name}"))
        {
            Position = NamedValue(argument, "Position") is int position ? position : -1,
            IsForeignValue = property.Type.IsValueType && IsForeign(property.Type),
            IsMandatory = NamedValue(argument, "Mandatory") is true,
            FromPipeline = pipeline is "Value" or "ValueOrProperty",
            FromPipelineProperty = pipeline is "Property" or "ValueOrProperty",
            Set = Named<string>(argument, "Set"),
            PathKind = path,
            Completer = Named<INamedTypeSymbol>(argument, "Completer")?.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            HasWildcards = NamedValue(argument, "Wildcards") is true || path == "Existing",
            Aliases = new EquatableArray<string>(Strings(argument, "Aliases")),
        };
    }

    private static (string Type, Conversion Conversion) Map(ITypeSymbol type, bool isPath)
    {
        string name = type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        return type switch
        {
            { SpecialType: SpecialType.System_Boolean } => ("SwitchParameter", Conversion.Switch),
            IArrayTypeSymbol when isPath => (name + "?", Conversion.Paths),
            _ when isPath => (name + "?", Conversion.Path),
            INamedTypeSymbol { Name: "IReadOnlyDictionary" } => ("global::System.Collections.IDictionary?", Conversion.TextMap),
            { IsValueType: true } => (name, Conversion.None),
            _ => (name + "?", Conversion.None),
        };
    }

    private static bool IsTimeSpan(ITypeSymbol type) =>
        type.Name == "TimeSpan" || (type is INamedTypeSymbol { Name: "Nullable" } nullable && nullable.TypeArguments[0].Name == "TimeSpan");

    private static bool IsForeign(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? IsForeign(nullable.TypeArguments[0]) : type.SpecialType == SpecialType.None;

    private static bool IsForPowerShell(AttributeData argument) => NamedEnum(argument, "Faces") is not "Cli";

    private static IEnumerable<INamedTypeSymbol> TypesOf(INamespaceSymbol scope)
    {
        foreach (INamespaceOrTypeSymbol member in scope.GetMembers().OrderBy(static member => member.Name, System.StringComparer.Ordinal))
        {
            if (member is INamedTypeSymbol { DeclaredAccessibility: Accessibility.Public } type)
                yield return type;
            foreach (INamedTypeSymbol inner in member is INamespaceSymbol inside ? TypesOf(inside) : [])
                yield return inner;
        }
    }

    private static AttributeData? FindAttribute(ISymbol symbol, string name) =>
        symbol.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.ToDisplayString() == Framework + name);

    private static object? NamedValue(AttributeData attribute, string name) => Find(attribute, name) is { Kind: not TypedConstantKind.Array } constant ? constant.Value : null;

    private static T? Named<T>(AttributeData attribute, string name)
        where T : class => NamedValue(attribute, name) as T;

    private static ImmutableArray<string> Strings(AttributeData attribute, string name) =>
        Find(attribute, name) is { Kind: TypedConstantKind.Array } constant ? [.. constant.Values.Select(static value => (string)value.Value!)] : [];

    private static string? NamedEnum(AttributeData attribute, string name)
    {
        if (Find(attribute, name) is not { Kind: TypedConstantKind.Enum } constant)
            return null;
        return constant.Type!.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => Equals(field.ConstantValue, constant.Value))?.Name;
    }

    private static TypedConstant? Find(AttributeData attribute, string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == name)
                return argument.Value;
        }

        return null;
    }
}
