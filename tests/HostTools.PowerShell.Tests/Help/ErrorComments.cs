using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using HostTools.Commands;
using HostTools.Platform;

namespace HostTools.PowerShell.Tests.Help;

/// <summary>Reads what the documentation comments say of errors: of every factory, and of the ids of expressions.</summary>
internal static class ErrorComments
{
    private static readonly Assembly[] s_rooms =
    [
        typeof(HostError).Assembly, typeof(HostTools.Configuration.HostConfig).Assembly, typeof(HostTools.Activation.Plan).Assembly,
        typeof(HostTools.Facts.HostFact).Assembly, typeof(HostTools.Machine.IFeature).Assembly, typeof(HostTools.Models.ModelErrors).Assembly,
        typeof(HostTools.Virtualization.VirtualizationErrors).Assembly, typeof(ErrorHelp).Assembly,
    ];

    public static IReadOnlyList<ErrorHelp> Read() => [.. s_rooms.SelectMany(Read).OrderBy(static help => help.Id, StringComparer.Ordinal)];

    private static IEnumerable<ErrorHelp> Read(Assembly room)
    {
        string area = room.GetName().Name!["HostTools.".Length..];
        List<XElement> comments = [.. XDocument.Load(Path.ChangeExtension(room.Location, ".xml")).Descendants("member")];
        foreach ((string id, string member) in Members(room))
        {
            XElement? comment = comments.Find(c => (string?)c.Attribute("name") is { } name && (name == member || name.StartsWith(member + "(", StringComparison.Ordinal)));
            yield return new ErrorHelp(id, area, OneLine(comment?.Element("summary")), Code(comment), OneLine(comment?.Element("remarks")));
        }
    }

    private static IEnumerable<(string Id, string Member)> Members(Assembly room)
    {
        const BindingFlags all = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        foreach (Type type in room.GetTypes().Where(static type => type.Name.EndsWith("Errors", StringComparison.Ordinal)))
        {
            foreach (MethodInfo method in type.GetMethods(all).Where(IsFactory))
                yield return (method.Name, $"M:{type.FullName}.{method.Name}");
            foreach (FieldInfo field in type.GetFields(all).Where(static field => field.IsLiteral && field.FieldType == typeof(string)))
                yield return ((string)field.GetRawConstantValue()!, $"F:{type.FullName}.{field.Name}");
        }
    }

    // One that improves another error, or is told the id, makes no error of its own.
    private static bool IsFactory(MethodInfo method) =>
        (method.ReturnType == typeof(HostError) || method.ReturnType == typeof(HostToolsException)) &&
        method.GetParameters().All(static taken => taken.ParameterType != typeof(HostError) && taken.Name != "id");

    private static string OneLine(XElement? element) => element is null ? string.Empty : Regex.Replace(element.Value, @"\s+", " ").Trim();

    private static string Code(XElement? comment)
    {
        string[] lines = (comment?.Element("example")?.Element("code")?.Value ?? string.Empty).Trim('\n', '\r').Split('\n');
        int margin = lines.Where(static line => line.Trim().Length > 0).Select(static line => line.Length - line.TrimStart().Length).DefaultIfEmpty().Min();
        return string.Join('\n', lines.Select(line => line.Length < margin ? string.Empty : line[margin..].TrimEnd())).TrimEnd();
    }
}
