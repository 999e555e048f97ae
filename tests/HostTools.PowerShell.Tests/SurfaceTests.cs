using System.Management.Automation;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using HostTools.Commands.Framework;

namespace HostTools.PowerShell.Tests;

/// <summary>The cmdlets as users see them, read from the compiled assembly.</summary>
public sealed partial class SurfaceTests
{
    [Fact]
    public void The_surface_is_the_approved_one()
    {
        var surface = new StringBuilder();
        foreach (Type type in CmdletHost.Cmdlets)
            Describe(type, surface);
        Repository.Approve("tests/HostTools.PowerShell.Tests/golden/surface.txt", surface.ToString());
    }

    [Fact]
    public void Every_command_is_a_cmdlet_and_a_verb_of_the_executable_and_nothing_else_is()
    {
        Assert.Equal(
            CommandCatalog.All.Select(static command => command.CmdletName).Order(StringComparer.Ordinal),
            CmdletHost.Cmdlets.Select(CmdletHost.NameOf).Order(StringComparer.Ordinal));
        Assert.Equal(
            CommandCatalog.All.SelectMany(static command => command.CliSpellings).Select(static words => string.Join(' ', words)).Distinct().Count(),
            CommandCatalog.All.Sum(static command => command.CliSpellings.Count()));
    }

    [Fact]
    public void The_manifest_exports_exactly_the_cmdlets()
    {
        string manifest = File.ReadAllText(Path.Combine(Repository.Root, "HostTools.psd1"));
        string list = CmdletsToExport().Match(manifest).Groups[1].Value;
        Assert.Equal(
            CmdletHost.Cmdlets.Select(CmdletHost.NameOf).Order(StringComparer.Ordinal),
            QuotedName().Matches(list).Select(static match => match.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Both_faces_have_the_same_parameters_but_for_objects_and_exit_codes()
    {
        foreach (CommandDescriptor command in CommandCatalog.All)
        {
            foreach (ArgumentDescriptor argument in command.Arguments.Where(static argument => argument.Attribute.Faces != Faces.Both))
            {
                bool isObject = argument.Attribute.Faces == Faces.PowerShell && argument.Property.PropertyType is { IsClass: true, Namespace: { } space } && space.StartsWith("HostTools.", StringComparison.Ordinal);
                Assert.True(isObject || argument is { Attribute.Faces: Faces.Cli, Name: "ExitCode" }, $"{command.CmdletName} -{argument.Name}");
            }
        }
    }

    [Fact]
    public void What_changes_something_can_be_looked_at_first_and_what_reads_cannot()
    {
        foreach (CommandDescriptor command in CommandCatalog.All)
        {
            CmdletAttribute cmdlet = CmdletHost.Cmdlets.Single(type => CmdletHost.NameOf(type) == command.CmdletName).GetCustomAttribute<CmdletAttribute>()!;
            Assert.Equal(command.Attribute.Effect != Effect.Read, cmdlet.SupportsShouldProcess);
            Assert.Equal(command.Attribute.Effect == Effect.Destroy, cmdlet.ConfirmImpact == ConfirmImpact.High);
        }
    }

    [Fact]
    public void Positions_are_few_and_never_shared_within_a_set()
    {
        foreach (CommandDescriptor command in CommandCatalog.All)
        {
            int[] positions = [.. command.Arguments.Select(static argument => argument.Attribute.Position).Where(static position => position >= 0)];
            Assert.Equal(Enumerable.Range(0, positions.Length), positions.Order());
            Assert.True(positions.Length <= 2, command.CmdletName);
        }
    }

    private static void Describe(Type type, StringBuilder surface)
    {
        CmdletAttribute cmdlet = type.GetCustomAttribute<CmdletAttribute>()!;
        CommandDescriptor command = CommandCatalog.All.Single(known => known.CmdletName == CmdletHost.NameOf(type));
        surface.Append(CmdletHost.NameOf(type)).Append(" (").Append(command.Attribute.Effect).Append(") -> ").Append(type.GetCustomAttribute<OutputTypeAttribute>()!.Type[0].FullName).Append('\n');
        surface.Append("  hosttools ").AppendJoin(", hosttools ", command.CliSpellings.Select(static words => string.Join(' ', words))).Append('\n');
        if (cmdlet.DefaultParameterSetName is { } set)
            surface.Append("  default set ").Append(set).Append('\n');
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            surface.Append("  -").Append(property.Name).Append(' ').AppendJoin(", ", Traits(property)).Append('\n');
        surface.Append('\n');
    }

    private static IEnumerable<string> Traits(PropertyInfo property)
    {
        ParameterAttribute parameter = property.GetCustomAttribute<ParameterAttribute>()!;
        yield return TypeName(property.PropertyType);
        if (parameter.Mandatory)
            yield return "mandatory";
        if (parameter.Position >= 0)
            yield return $"position {parameter.Position}";
        if (parameter.ValueFromPipeline)
            yield return "from the pipeline";
        if (parameter.ValueFromPipelineByPropertyName)
            yield return "from a property";
        if (parameter.ParameterSetName is { } set)
            yield return $"set {set}";
        if (property.GetCustomAttribute<AliasAttribute>() is { } alias)
            yield return $"alias {string.Join(' ', alias.AliasNames)}";
        if (property.GetCustomAttribute<SupportsWildcardsAttribute>() is not null)
            yield return "wildcards";
        if (property.GetCustomAttribute<ArgumentCompleterAttribute>() is { } completer)
            yield return $"completed by {completer.Type.GetGenericArguments()[0].Name}";
    }

    private static string TypeName(Type type) => Nullable.GetUnderlyingType(type) is { } inner ? inner.Name + "?" : type.Name;

    [GeneratedRegex(@"CmdletsToExport\s*=\s*@\(([^)]*)\)")]
    private static partial Regex CmdletsToExport();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex QuotedName();
}
