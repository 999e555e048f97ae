using System.Xml.Linq;
using HostTools.Platform;

namespace HostTools.Configuration.Tests.Errors;

/// <summary>The example in the documentation of an error causes it: the text of a host's file.</summary>
public sealed class ErrorExampleTests
{
    private static readonly Dictionary<string, string> s_examples = Read();

    public static TheoryData<string> Ids => [.. s_examples.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_example_causes_its_error(string id)
    {
        using var tree = new TemporaryTree(("hosts/h/default.yaml", s_examples[id]));
        HostEvaluation evaluation = tree.Evaluate();
        Assert.True(
            evaluation.Errors.Concat(evaluation.Warnings).Any(e => e.Id == id || e.Id == "Expression" + id),
            $"{s_examples[id]}\ngives {string.Join(", ", evaluation.Errors.Concat(evaluation.Warnings).Select(static (HostError e) => $"{e.Id}: {e}"))}");
    }

    [Fact]
    public void Most_errors_have_an_example_that_runs() => Assert.True(s_examples.Count > 70, $"{s_examples.Count} examples.");

    private static Dictionary<string, string> Read()
    {
        var examples = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (XElement member in XDocument.Load(Path.ChangeExtension(typeof(HostConfig).Assembly.Location, ".xml")).Descendants("member"))
        {
            string name = ((string)member.Attribute("name")!).Split('(')[0];
            if (name.Contains("Errors.", StringComparison.Ordinal) && member.Element("example")?.Element("code") is { } code && (string?)code.Attribute("lang") == "yaml")
                examples[name[(name.LastIndexOf('.') + 1)..]] = Unindent(code.Value);
        }

        return examples;
    }

    private static string Unindent(string code)
    {
        string[] lines = code.Trim('\n', '\r').Split('\n');
        int margin = lines.Where(static line => line.Trim().Length > 0).Min(static line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length < margin ? string.Empty : line[margin..])).TrimEnd() + "\n";
    }
}
