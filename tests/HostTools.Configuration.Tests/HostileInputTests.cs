using System.Diagnostics;
using System.Globalization;
using System.Text;
using HostTools.Configuration.Tests.Cases;
using HostTools.Platform;

namespace HostTools.Configuration.Tests;

/// <summary>Bad input ends in errors with places: no crash, no hang. The full depth runs a hundred times as many mutations.</summary>
public sealed class HostileInputTests
{
    private static readonly bool s_full = Environment.GetEnvironmentVariable("HOSTTOOLS_DEPTH") == "full";
    private static readonly string s_troubling = "{}[]:,!&*#|>'\"%@`$?-\n\t \0\u2028\u0085";
    private static readonly int s_seed = int.Parse(Environment.GetEnvironmentVariable("HOSTTOOLS_SEED") ?? "1", CultureInfo.InvariantCulture);

    [Fact]
    public void Mutated_configurations_never_crash()
    {
        string[] texts = [.. Case.LoadAll().SelectMany(static c => c.Files.Values).Distinct()];
        var random = new Random(s_seed);
        int count = s_full ? 60_000 : 600;
        using var tree = new TemporaryTree();
        for (int i = 0; i < count; i++)
        {
            string text = Mutate(texts[random.Next(texts.Length)], texts[random.Next(texts.Length)], random);
            tree.Write("hosts/h/default.yaml", text);
            long started = Stopwatch.GetTimestamp();
            HostEvaluation evaluation = tree.Evaluate();
            Assert.True(evaluation.Config is not null || evaluation.Errors.Count > 0, text);
            Assert.All(evaluation.Errors, e => Assert.False(string.IsNullOrWhiteSpace(e.Message), text));
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(20), text);
        }
    }

    /// <summary>Whole trees of the cases, with modules, users and parameters, of which one file is damaged or gone, or stands for another.</summary>
    [Fact]
    public void Damaged_trees_never_crash()
    {
        Case[] cases = [.. Case.LoadAll().Where(static c => c.Files.Count > 1)];
        string[] texts = [.. cases.SelectMany(static c => c.Files.Values).Distinct()];
        var random = new Random(s_seed);
        for (int i = s_full ? 30_000 : 300; i > 0; i--)
        {
            Case @case = cases[random.Next(cases.Length)];
            string victim = @case.Files.Keys.ElementAt(random.Next(@case.Files.Count));
            var files = new Dictionary<string, string>(@case.Files);
            if (random.Next(8) == 0)
                files.Remove(victim);
            else
                files[victim] = random.Next(6) == 0 ? texts[random.Next(texts.Length)] : Mutate(files[victim], texts[random.Next(texts.Length)], random);
            string what = $"{@case}\n{string.Join('\n', files.Select(static f => $"--- {f.Key}\n{f.Value}"))}";
            long started = Stopwatch.GetTimestamp();
            HostEvaluation evaluation = CaseRun.Evaluate(@case with { Files = files });
            Assert.True(evaluation.Config is not null || evaluation.Errors.Count > 0, what);
            Assert.All(evaluation.Errors, e => Assert.False(string.IsNullOrWhiteSpace(e.Message), what));
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(20), what);
        }
    }

    [Fact]
    public void Aliases_that_multiply_are_stopped()
    {
        var bomb = new StringBuilder("config:\n  a: &a [x, x, x, x, x, x, x, x, x]\n");
        for (char c = 'b'; c <= 'k'; c++)
            bomb.Append(CultureInfo.InvariantCulture, $"  {c}: &{c} [{string.Join(", ", Enumerable.Repeat($"*{(char)(c - 1)}", 9))}]\n");
        using var tree = new TemporaryTree(("hosts/h/default.yaml", bomb.ToString()));
        HostError error = Assert.Single(tree.Evaluate().Errors);
        Assert.Equal("AliasesTooLarge", error.Id);
        Assert.Equal("hosts/h/default.yaml:7:14: The aliases of this file expand to more than 200000 nodes. Write out what aliases of aliases repeat, or generate the list with an expression.", error.ToString());
    }

    [Theory]
    [InlineData("[", "]", 141)]
    [InlineData("{a: ", "}", 519)]
    public void Deep_nesting_is_stopped(string open, string close, int column)
    {
        string deep = string.Concat(Enumerable.Repeat(open, 5000)) + "1" + string.Concat(Enumerable.Repeat(close, 5000));
        using var tree = new TemporaryTree(("hosts/h/default.yaml", $"config: {{ x: {deep} }}\n"));
        HostError error = Assert.Single(tree.Evaluate().Errors);
        Assert.Equal("YamlTooDeep", error.Id);
        Assert.Equal($"hosts/h/default.yaml:1:{column}: This is nested more than 128 levels deep. Close the brackets before it, or move a part of it to an option of its own.", error.ToString());
    }

    [Fact]
    public void Types_that_define_each_other_are_stopped()
    {
        using var tree = new TemporaryTree(("hosts/h/default.yaml", "types: { a: list<b>, b: list<a> }\noptions: { x: { type: a } }\n"));
        Assert.Equal("TypeTooDeep", Assert.Single(tree.Evaluate().Errors).Id);
    }

    [Fact]
    public void Modules_that_import_each_other_count_once()
    {
        using var tree = new TemporaryTree(
            ("modules/a.yaml", "imports: [b]\noptions: { x: { type: list<int> } }\nconfig: { x: [1] }\n"),
            ("modules/b.yaml", "imports: [a]\nconfig: { x: [2] }\n"),
            ("hosts/h/default.yaml", "imports: [a]\n"));
        Assert.Equal(new object?[] { 2L, 1L }, tree.Evaluate().Require().Values["x"]);
    }

    [Fact]
    public void An_expression_that_never_ends_runs_out_of_its_budget()
    {
        const string squared = "lists.range(3000).map(a, lists.range(3000).map(b, a * b)).size()";
        using var tree = new TemporaryTree(("hosts/h/default.yaml", $"options: {{ x: {{ type: int, default: \"${{{{ {squared} }}}}\" }} }}\n"));
        HostError error = Assert.Single(tree.Evaluate().Errors);
        Assert.Equal("ExpressionBudgetExceeded", error.Id);
        Assert.Equal("hosts/h/default.yaml:1:67: The expression takes too many steps. Let it go over fewer elements, or compute less in each.", error.ToString());
    }

    [Fact]
    public void A_chain_of_options_that_is_too_long_is_stopped()
    {
        const int length = 12_000;
        var text = new StringBuilder("options:\n");
        for (int i = 0; i < length; i++)
            text.Append(CultureInfo.InvariantCulture, $"  o{i}: {{ type: int, default: {(i == length - 1 ? "1" : $"\"${{{{ config.o{i + 1} }}}}\"")} }}\n");
        using var tree = new TemporaryTree(("hosts/h/default.yaml", text.ToString()));
        HostError error = Assert.Single(tree.Evaluate().Errors);
        Assert.Equal("EvaluationTooDeep", error.Id);
        Assert.Matches(@"^hosts/h/default.yaml:\d+:\d+: 'o\d+' stands at the end of a chain of options that read one another, too long to follow. Shorten the chain.$", error.ToString());
    }

    private static string Mutate(string text, string other, Random random)
    {
        var result = new StringBuilder(text);
        for (int n = random.Next(1, 6); n > 0 && result.Length > 0; n--)
        {
            int at = random.Next(result.Length);
            switch (random.Next(6))
            {
                case 0:
                    result.Remove(at, Math.Min(random.Next(1, 8), result.Length - at));
                    break;
                case 1:
                    result.Insert(at, s_troubling[random.Next(s_troubling.Length)]);
                    break;
                case 2:
                    result[at] = (char)random.Next(32, 127);
                    break;
                case 3:
                    int start = random.Next(other.Length);
                    result.Insert(at, other.AsSpan(start, Math.Min(random.Next(1, 40), other.Length - start)));
                    break;
                case 4:
                    result.Insert(at, "${{ config.x }}");
                    break;
                default:
                    result.Length = at + 1;
                    break;
            }
        }

        return result.ToString();
    }
}
