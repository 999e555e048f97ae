using System.Diagnostics;
using HostTools.Configuration.Expressions;

namespace HostTools.Configuration.Tests.Expressions;

/// <summary>No expression runs away: steps, size and depth end it with an error that nothing absorbs.</summary>
public sealed class CelBudgetTests
{
    [Theory]
    [InlineData("lists.range(100000000)", "produces too much data")]
    [InlineData("lists.range(5000).all(x, lists.range(5000).all(y, x + y >= 0))", "takes too many steps")]
    [InlineData("lists.range(5000).all(x, lists.range(5000).all(y, x + y >= 0)) || true", "takes too many steps")]
    [InlineData("lists.range(100000).exists(x, x / 0 == 1) || true", "takes too many steps")]
    [InlineData("lists.range(2000).map(x, \"0123456789\".padLeft(10000)).join()", "produces too much data")]
    [InlineData("padLeft(\"\", 9000000000, \"x\")", "produces too much data")]
    [InlineData("\"x\".replace(\"\", \"y\".padLeft(9000000)).replace(\"y\", \"zzz\").replace(\"\", \"12345678\")", "produces too much data")]
    [InlineData("cel.bind(a, \"0123456789\".padLeft(1000000), a + a + a + a + a + a + a + a)", "produces too much data")]
    [InlineData("cel.bind(a, lists.range(400000), cel.bind(b, a + a, cel.bind(c, b + b, c + c)))", "produces too much data")]
    [InlineData("\"%s\".format([lists.range(900000)])", "too much data|too many steps")]
    [InlineData("toJson(lists.range(900000))", "too much data|too many steps")]
    [InlineData("cel.bind(k, \"k\".padLeft(90000), toToml({k: {k: {k: {k: {k: {k: {k: {k: {k: {k: {k: {k: {k: {k: {k: {k: {k: {k: {k: {k: 1}}}}}}}}}}}}}}}}}}}}))", "produces too much data")]
    [InlineData("cel.bind(k, \"k\".padLeft(90000), toIni({\"s\": {k: lists.range(200)}}))", "produces too much data")]
    [InlineData("toYaml([[[[[[[[[[[[[[[[\"x\".padLeft(900000, \"\\n\")]]]]]]]]]]]]]]]])", "produces too much data")]
    [InlineData("lists.range(300000).sortBy(x, -x).sort()", "takes too many steps")]
    [InlineData("\"a\".padLeft(3000000).split(\" \")", "produces too much data")]
    public void A_runaway_ends_soon(string expression, string says)
    {
        CelExpression parsed = CelExpression.Parse(expression);
        var watch = Stopwatch.StartNew();
        CelEvaluationException failure = Assert.Throws<CelEvaluationException>(() => parsed.Evaluate(new MapScope()));
        Assert.Equal("ExpressionBudgetExceeded", failure.Id);
        Assert.Contains(says.Split('|'), part => failure.Message.Contains(part, StringComparison.Ordinal));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public void A_budget_can_be_shared_by_evaluations_in_a_row()
    {
        var budget = new CelBudget(steps: 1000);
        CelExpression parsed = CelExpression.Parse("lists.range(100).all(x, x >= 0)");
        parsed.Evaluate(new MapScope(), budget);
        Assert.InRange(budget.Steps, 1, 900);
        long left = budget.Steps;
        while (left > 0 && budget.Steps > 0)
        {
            try
            {
                parsed.Evaluate(new MapScope(), budget);
            }
            catch (CelEvaluationException failure)
            {
                Assert.Equal("ExpressionBudgetExceeded", failure.Id);
            }
        }

        Assert.Throws<CelEvaluationException>(() => parsed.Evaluate(new MapScope(), budget));
    }

    [Fact]
    public void Rendering_counts_what_the_expressions_add_and_not_the_text_around_them()
    {
        string text = string.Concat(Enumerable.Repeat("0123456789${{ 'x' }}\n", 3000));
        var budget = new CelBudget(size: 10_000);
        Assert.Equal(12 * 3000, CelTemplate.Parse(text).RenderParts(new MapScope(), lines: false, budget).Text!.Length);
        Assert.Equal(7000, budget.Size);
        CelEvaluationException failure = Assert.Throws<CelEvaluationException>(() => CelTemplate.Parse("${{ x }}").Render(
            new MapScope { Values = { ["x"] = new string('y', 20_000) } }, new CelBudget(size: 10_000)));
        Assert.Equal("ExpressionBudgetExceeded", failure.Id);
    }

    [Theory]
    [InlineData("(", ")", "1")]
    [InlineData("[", "]", "")]
    [InlineData("{1:", "}", "1")]
    [InlineData("!", "", "true")]
    [InlineData("- ", "", "(1)")]
    [InlineData("size(", ")", "1")]
    [InlineData("a[", "]", "1")]
    [InlineData("[1].map(x,", ")", "1")]
    [InlineData("true ? 1 : ", "", "1")]
    [InlineData("1 + ", "", "1")]
    [InlineData("1 < ", "", "1")]
    [InlineData("a.", "", "b")]
    [InlineData("(1+", ")", "1")]
    [InlineData("${{", "", "1")]
    public void Deep_nesting_is_refused_and_never_overflows_the_stack(string open, string close, string inner)
    {
        foreach (int depth in new[] { 1_000, 100_000 })
        {
            string text = string.Concat(Enumerable.Repeat(open, depth)) + inner + string.Concat(Enumerable.Repeat(close, depth));
            CelException failure = Assert.Throws<CelException>(() => CelExpression.Parse(text));
            Assert.NotEmpty(failure.Problems);
        }
    }

    [Fact]
    public void Long_chains_of_logic_are_flat()
    {
        string text = string.Join(" && ", Enumerable.Repeat("true", 20_000));
        Assert.Equal(true, CelExpression.Parse(text).Evaluate(new MapScope()));
    }

    [Fact]
    public void Chains_inside_brackets_add_up_to_the_depth_that_counts()
    {
        string text = "1";
        for (int i = 0; i < 100; i++)
            text = "(" + text + string.Concat(Enumerable.Repeat("+1", 100)) + ")";
        CelException failure = Assert.Throws<CelException>(() => CelExpression.Parse(text));
        Assert.Equal("ExpressionTooDeep", Assert.Single(failure.Problems).Id);
    }

    [Fact]
    public void The_deepest_expression_that_is_accepted_evaluates()
    {
        string text = new string('(', 150) + "1" + new string(')', 150) + string.Concat(Enumerable.Repeat(" + 1", 190));
        Assert.Equal(191L, CelExpression.Parse(text).Evaluate(new MapScope()));
    }

    [Theory]
    [InlineData("(1+", ")", "1")]
    [InlineData("[", "][0]", "1")]
    [InlineData("{1:", "}[1]", "1")]
    [InlineData("- ", "", "(1)")]
    [InlineData("int(", ")", "1")]
    [InlineData("true ? 1 : ", "", "1")]
    [InlineData("[1].map(x,", ")[0]", "1")]
    [InlineData("[1].all(x,", ")", "true")]
    [InlineData("true && (", ")", "true")]
    [InlineData("cel.bind(x, 1,", ")", "1")]
    [InlineData("optional.of(1).optMap(x,", ").value()", "1")]
    [InlineData("merge({'a': 1},", ")", "{}")]
    public void A_small_stack_gives_an_error_and_no_crash(string open, string close, string inner)
    {
        foreach (int depth in new[] { 60, 95, 190 })
        {
            string text = string.Concat(Enumerable.Repeat(open, depth)) + inner + string.Concat(Enumerable.Repeat(close, depth));
            string outcome = "";
            var thread = new Thread(() => outcome = CelTable.Run(text), maxStackSize: 512 * 1024);
            thread.Start();
            thread.Join();
            Assert.True(outcome.StartsWith("= ", StringComparison.Ordinal) || outcome.Contains("ExpressionTooDeep", StringComparison.Ordinal), outcome);
        }
    }

    [Fact]
    public void Data_that_nests_too_deeply_is_refused()
    {
        object? value = 1L;
        for (int i = 0; i < 100_000; i++)
            value = CelList.From([value]);
        var scope = new MapScope { Values = { ["deep"] = value } };
        foreach (string expression in new[] { "deep == deep", "toJson(deep)", "toYaml(deep)", "deep.flatten(1000000)", "\"%s\".format([deep])", "[deep, deep].distinct()" })
        {
            CelEvaluationException failure = Assert.Throws<CelEvaluationException>(() => CelExpression.Parse(expression).Evaluate(scope));
            Assert.Equal("ExpressionTooDeep", failure.Id);
        }
    }
}
