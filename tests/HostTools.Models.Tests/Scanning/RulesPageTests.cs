using System.Text;
using HostTools.Models.Scanning;

namespace HostTools.Models.Tests.Scanning;

/// <summary>The table of docs/model-scanning.md has every rule; HOSTTOOLS_UPDATE_GOLDEN=1 writes it anew.</summary>
public sealed class RulesPageTests
{
    private const string Heading = "## Every rule\n\n";

    [Fact]
    public void The_page_has_every_rule()
    {
        string page = Page();
        string text = File.ReadAllText(page);
        string before = text[..(text.IndexOf(Heading, StringComparison.Ordinal) + Heading.Length)];
        string wanted = before + Table();
        if (Environment.GetEnvironmentVariable("HOSTTOOLS_UPDATE_GOLDEN") == "1")
            File.WriteAllText(page, wanted);
        else
            Assert.Equal(wanted, text);
    }

    private static string Table()
    {
        var table = new StringBuilder("| rule | severity | what it means | what to do |\n|---|---|---|---|\n");
        foreach (ScanRule rule in ScanRules.All)
            table.Append('|').AppendJoin('|', new[] { $"`{rule.Id}`", rule.Severity.ToString().ToLowerInvariant(), rule.Summary, rule.Fix }.Select(static cell => $" {cell.Replace("|", "\\|", StringComparison.Ordinal)} ")).Append("|\n");
        return table.ToString();
    }

    private static string Page()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Join(folder, "HostTools.sln")))
                return Path.Join(folder, "docs", "model-scanning.md");
        }

        throw new InvalidOperationException("The tests do not run inside the tree.");
    }
}
