using System.Collections;
using System.Xml.Linq;
using HostTools.Commands.Framework;

namespace HostTools.PowerShell.Tests.Help;

/// <summary>Writes the help file of the module from the command classes and their documentation comments.</summary>
/// <seealso href="https://learn.microsoft.com/powershell/scripting/developer/help/writing-help-for-windows-powershell-cmdlets"/>
internal static class MamlWriter
{
    private static readonly XNamespace s_msh = "http://msh";
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private static readonly (string Name, string Alias, string Text)[] s_riskParameters =
        [("WhatIf", "wi", "Show what would be changed, and change nothing."), ("Confirm", "cf", "Ask before anything is changed; -Confirm:$false does not ask.")];

    public static string Write(IEnumerable<CommandDescriptor> commands)
    {
        var items = new XElement(s_msh + "helpItems", new XAttribute("schema", "maml"), commands.OrderBy(static command => command.CmdletName, StringComparer.Ordinal).Select(Command));
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + items.ToString().ReplaceLineEndings("\n") + "\n";
    }

    private static XElement Command(CommandDescriptor command)
    {
        var help = CommandHelp.Of(command);
        List<ArgumentDescriptor> parameters = [.. command.Arguments.Where(static argument => argument.Attribute.Faces.HasFlag(Faces.PowerShell))];
        return new XElement(
            s_command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", s_maml),
            new XAttribute(XNamespace.Xmlns + "command", s_command),
            new XAttribute(XNamespace.Xmlns + "dev", s_dev),
            new XElement(
                s_command + "details",
                new XElement(s_command + "name", command.CmdletName),
                new XElement(s_command + "verb", command.Attribute.Verb),
                new XElement(s_command + "noun", command.Attribute.Noun),
                Description([help.Synopsis])),
            Description([.. help.Description, $"The same as 'hosttools {command.Attribute.Cli}'."]),
            new XElement(s_command + "syntax", Sets(parameters).Select(set => Syntax(command, help, parameters, set))),
            new XElement(s_command + "parameters", parameters.Select(argument => Parameter(argument, help, syntaxOnly: false)), RiskParameters(command, syntaxOnly: false)),
            new XElement(s_command + "inputTypes", Inputs(parameters)),
            new XElement(s_command + "returnValues", Returned(command)),
            new XElement(s_command + "examples", help.Examples.Select(Example)));
    }

    private static IEnumerable<string?> Sets(IEnumerable<ArgumentDescriptor> parameters) =>
        parameters.Select(static argument => argument.Attribute.Set).Where(static set => set is not null).Distinct().DefaultIfEmpty(null);

    private static XElement Syntax(CommandDescriptor command, CommandHelp help, IEnumerable<ArgumentDescriptor> parameters, string? set) => new(
        s_command + "syntaxItem",
        new XElement(s_maml + "name", command.CmdletName),
        parameters.Where(argument => argument.Attribute.Set is null || argument.Attribute.Set == set).OrderBy(static argument => (uint)argument.Attribute.Position)
            .Select(argument => Parameter(argument, help, syntaxOnly: true)),
        RiskParameters(command, syntaxOnly: true));

    /// <summary>PowerShell's own parameters of a command that changes something: it does not add them to help that comes from a file.</summary>
    private static IEnumerable<XElement> RiskParameters(CommandDescriptor command, bool syntaxOnly) =>
        from parameter in command.Attribute.Effect == Effect.Read ? [] : s_riskParameters
        select new XElement(
            s_command + "parameter",
            new XAttribute("required", "false"),
            new XAttribute("variableLength", "false"),
            new XAttribute("globbing", "false"),
            new XAttribute("pipelineInput", "false"),
            new XAttribute("position", "named"),
            new XAttribute("aliases", parameter.Alias),
            new XElement(s_maml + "name", parameter.Name),
            Description([parameter.Text]),
            syntaxOnly ? null : new XElement(s_command + "parameterValue", new XAttribute("required", "false"), "SwitchParameter"));

    private static XElement Parameter(ArgumentDescriptor argument, CommandHelp help, bool syntaxOnly)
    {
        ArgumentAttribute attribute = argument.Attribute;
        string type = TypeName(argument.Property.PropertyType);
        return new XElement(
            s_command + "parameter",
            new XAttribute("required", attribute.Mandatory ? "true" : "false"),
            new XAttribute("variableLength", argument.Property.PropertyType.IsArray ? "true" : "false"),
            new XAttribute("globbing", attribute.Wildcards || attribute.Path == PathKind.Existing ? "true" : "false"),
            new XAttribute("pipelineInput", attribute.Pipeline switch
            {
                Pipeline.Value => "true (ByValue)",
                Pipeline.Property => "true (ByPropertyName)",
                Pipeline.ValueOrProperty => "true (ByValue, ByPropertyName)",
                _ => "false",
            }),
            new XAttribute("position", attribute.Position >= 0 ? attribute.Position.ToString() : "named"),
            new XAttribute("aliases", attribute.Aliases.Length > 0 ? string.Join(", ", attribute.Aliases) : "none"),
            new XElement(s_maml + "name", argument.Name),
            Description([help.Parameters[argument.Name]]),
            type == "SwitchParameter" && syntaxOnly ? null : new XElement(s_command + "parameterValue", new XAttribute("required", type == "SwitchParameter" ? "false" : "true"), type),
            Values(argument.Property.PropertyType));
    }

    private static XElement? Values(Type type) => type.IsEnum
        ? new XElement(s_command + "parameterValueGroup", Enum.GetNames(type).Select(static name => new XElement(s_command + "parameterValue", new XAttribute("required", "false"), name)))
        : null;

    private static IEnumerable<XElement> Inputs(IEnumerable<ArgumentDescriptor> parameters) =>
        from argument in parameters
        where argument.Attribute.Pipeline != Pipeline.None
        select new XElement(s_command + "inputType", new XElement(s_dev + "type", new XElement(s_maml + "name", TypeName(argument.Property.PropertyType))));

    private static XElement Returned(CommandDescriptor command) =>
        new(s_command + "returnValue", new XElement(s_dev + "type", new XElement(s_maml + "name", command.Output.FullName)));

    private static XElement Example(HelpExample example, int index) => new(
        s_command + "example",
        new XElement(s_maml + "title", $"Example {index + 1}: {example.Text.TrimEnd('.')}"),
        new XElement(s_dev + "code", example.PowerShell),
        new XElement(s_dev + "remarks", new XElement(s_maml + "para", example.Text)));

    private static XElement Description(IEnumerable<string> paragraphs) =>
        new(s_maml + "description", paragraphs.Select(static paragraph => new XElement(s_maml + "para", paragraph)));

    private static string TypeName(Type type)
    {
        Type real = Nullable.GetUnderlyingType(type) ?? type;
        return real == typeof(bool) ? "SwitchParameter"
            : real == typeof(IReadOnlyDictionary<string, string>) ? nameof(IDictionary)
            : real.Name;
    }
}
