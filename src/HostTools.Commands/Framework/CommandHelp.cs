using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace HostTools.Commands.Framework;

/// <summary>Help texts of a command: the documentation comments of its class. Both faces and the help files are made from these.</summary>
/// <param name="Synopsis">What it does, in one sentence.</param>
/// <param name="Description">More, in paragraphs; may be empty.</param>
/// <param name="Parameters">Text of each parameter by property name.</param>
/// <param name="Examples">Runnable lines, in order.</param>
public sealed record CommandHelp(
    string Synopsis, IReadOnlyList<string> Description, IReadOnlyDictionary<string, string> Parameters, IReadOnlyList<HelpExample> Examples)
{
    private static readonly Lazy<XDocument> s_comments = new(Load);

    /// <summary>The help of a command.</summary>
    public static CommandHelp Of(CommandDescriptor command)
    {
        XElement? type = Member($"T:{command.Type.FullName}");
        return new CommandHelp(
            Flatten(type?.Element("summary")),
            [.. Paragraphs(type?.Element("remarks"))],
            command.Arguments.ToDictionary(
                static argument => argument.Name,
                static argument => Flatten(Member($"P:{argument.Property.DeclaringType!.FullName}.{argument.Name}")?.Element("summary"))),
            [.. ExamplesOf(type)]);
    }

    /// <summary>One line of what a type is.</summary>
    public static string Summary(Type type) => Flatten(Member($"T:{type.FullName}")?.Element("summary"));

    private static XDocument Load()
    {
        string path = Path.ChangeExtension(typeof(CommandHelp).Assembly.Location, ".xml");
        return File.Exists(path) ? XDocument.Load(path) : new XDocument();
    }

    private static XElement? Member(string id) =>
        s_comments.Value.Root?.Element("members")?.Elements("member").FirstOrDefault(member => (string?)member.Attribute("name") == id);

    private static IEnumerable<string> Paragraphs(XElement? remarks) =>
        remarks is null ? []
        : remarks.Elements("para").Any() ? remarks.Elements("para").Select(Flatten)
        : [Flatten(remarks)];

    private static IEnumerable<HelpExample> ExamplesOf(XElement? type)
    {
        foreach (XElement example in type?.Elements("example") ?? [])
        {
            string text = Flatten(example.Elements("para").FirstOrDefault(static para => para.Attribute("lang") is null));
            string shellText = Flatten(example.Elements("para").FirstOrDefault(static para => (string?)para.Attribute("lang") == "sh"));
            string Code(string language) => example.Elements("code").FirstOrDefault(code => (string?)code.Attribute("lang") == language)?.Value.Trim() ?? string.Empty;
            yield return new HelpExample(text, Code("pwsh"), Code("sh")) { ShellText = shellText.Length > 0 ? shellText : text };
        }
    }

    // One line: references become names, the layout of the source is dropped.
    private static string Flatten(XElement? element)
    {
        if (element is null)
            return string.Empty;
        var text = string.Concat(element.Nodes().Select(static node => node switch
        {
            XText plain => plain.Value,
            XElement { Name.LocalName: "see" or "seealso" } link => (string?)link.Attribute("href") ?? Short((string?)link.Attribute("cref") ?? (string?)link.Attribute("langword") ?? string.Empty),
            XElement { Name.LocalName: "paramref" or "typeparamref" } name => (string?)name.Attribute("name") ?? string.Empty,
            XElement inner => Flatten(inner),
            _ => string.Empty,
        }));
        return Regex.Replace(text, @"\s+", " ").Trim();
    }

    private static string Short(string reference) => reference[(reference.LastIndexOfAny(['.', ':']) + 1)..];
}

/// <summary>A line that can be run as it stands, in a folder that holds <c>examples/homelab</c>'s files.</summary>
/// <param name="Text">What it shows.</param>
/// <param name="PowerShell">The line for PowerShell.</param>
/// <param name="Shell">The line for other shells; empty where only PowerShell has it.</param>
public sealed record HelpExample(string Text, string PowerShell, string Shell)
{
    /// <summary>What the line for other shells shows: a comment's <c>para lang="sh"</c>, where that is not the same.</summary>
    public string ShellText { get; init; } = Text;
}
