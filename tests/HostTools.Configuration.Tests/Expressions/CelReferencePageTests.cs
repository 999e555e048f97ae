using System.Text.RegularExpressions;
using HostTools.Configuration.Expressions.Functions;
using HostTools.Configuration.Expressions.Syntax;
using HostTools.Configuration.Tests.Cases;

namespace HostTools.Configuration.Tests.Expressions;

/// <summary>docs/expressions.md: every example is run, and every function has one.</summary>
public sealed partial class CelReferencePageTests
{
    private static string Page => File.ReadAllText(Path.Combine(Case.RepositoryRoot(), "docs", "expressions.md"));

    public static TheoryData<string, string> Examples()
    {
        var data = new TheoryData<string, string>();
        foreach (Match row in Row().Matches(Page))
            data.Add(row.Groups["expression"].Value.Replace("\\|", "|", StringComparison.Ordinal), row.Groups["result"].Value);
        return data;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_gives_the_result_it_shows(string expression, string result) =>
        Assert.Equal("= " + result, CelTable.Run(expression));

    [Fact]
    public void Every_function_and_macro_has_an_example()
    {
        string expressions = string.Join('\n', Row().Matches(Page).Select(static row => row.Groups["expression"].Value));
        IEnumerable<string> names = CelFunctions.Keys().Select(static key => key.TrimStart('.')).Concat(CelMacros.Names);
        Assert.Empty(names.Where(name => !expressions.Contains(name + "(", StringComparison.Ordinal)).Distinct());
    }

    [GeneratedRegex(@"^\| (?<fence>`+)(?<expression>.+?)\k<fence> \| `(?<result>.+)` \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
