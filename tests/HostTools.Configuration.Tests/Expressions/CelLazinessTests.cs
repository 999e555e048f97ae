using HostTools.Configuration.Expressions;

namespace HostTools.Configuration.Tests.Expressions;

/// <summary>Expressions evaluate only the keys and elements they touch.</summary>
public sealed class CelLazinessTests
{
    [Theory]
    [InlineData("map.a", "a", "")]
    [InlineData("has(map.a)", "", "")]
    [InlineData("has(map.nope)", "", "")]
    [InlineData("\"a\" in map", "", "")]
    [InlineData("map.size()", "", "")]
    [InlineData("map.map(k, k)", "", "")]
    [InlineData("map.exists(k, k == \"b\")", "", "")]
    [InlineData("map.transformList(k, v, k)", "", "")]
    [InlineData("map.transformList(k, v, k == \"b\", v)", "b", "")]
    [InlineData("map.exists(k, v, k == \"b\" && v == 2)", "b", "")]
    [InlineData("map.?a", "a", "")]
    [InlineData("map.?nope.orValue(1)", "", "")]
    [InlineData("map == {\"x\": 1, \"y\": 2}", "", "")]
    [InlineData("map == {\"a\": 1, \"b\": 2}", "a b", "")]
    [InlineData("toJson(map)", "a b", "")]
    [InlineData("merge(map, {\"c\": 3}).c", "", "")]
    [InlineData("merge({\"c\": 3}, map).a", "a", "")]
    [InlineData("values(map)[1]", "b", "")]
    [InlineData("values(map).size()", "", "")]
    [InlineData("true || map.a == 1", "", "")]
    [InlineData("false && map.a == 1", "", "")]
    [InlineData("true ? 1 : map.a", "", "")]
    [InlineData("list.size()", "", "")]
    [InlineData("list[1]", "", "1")]
    [InlineData("(list + [9])[2]", "", "")]
    [InlineData("(list + [9])[0]", "", "0")]
    [InlineData("list.exists(x, true)", "", "")]
    [InlineData("list.exists(x, x == 7)", "", "0")]
    [InlineData("list.all(i, x, i < 5)", "", "")]
    [InlineData("7 in list", "", "0")]
    [InlineData("list.first()", "", "0")]
    [InlineData("list.slice(1, 2)", "", "1")]
    public void Only_what_is_touched_is_evaluated(string expression, string keys, string elements)
    {
        var map = new CountingMap(("a", 1L), ("b", 2L));
        var list = new CountingList(7L, 8L);
        var scope = new MapScope { Values = { ["map"] = map, ["list"] = list } };
        CelExpression.Parse(expression).Evaluate(scope);
        Assert.Equal(keys, string.Join(' ', map.Read));
        Assert.Equal(elements, string.Join(' ', list.Read));
    }

    [Theory]
    [InlineData("map.bad")]
    [InlineData("true || map.bad")]
    [InlineData("map.bad || true")]
    [InlineData("map.bad && false")]
    [InlineData("[1].all(x, map.bad)")]
    [InlineData("[1].exists(x, map.bad) || true")]
    [InlineData("map.?bad.orValue(1)")]
    [InlineData("map.bad == map.bad")]
    public void Failures_of_the_configuration_are_never_absorbed(string expression)
    {
        var scope = new MapScope { Values = { ["map"] = new CountingMap(("bad", new TimeoutException("cycle"))) } };
        CelExpression parsed = CelExpression.Parse(expression);
        if (expression.StartsWith("true ||", StringComparison.Ordinal))
            Assert.Equal(true, parsed.Evaluate(scope));
        else
            Assert.Throws<TimeoutException>(() => parsed.Evaluate(scope));
    }

    [Fact]
    public void A_root_is_resolved_only_when_it_is_used()
    {
        var scope = new MapScope { Values = { ["a"] = 1L } };
        Assert.Equal(1L, CelExpression.Parse("true ? a : missing").Evaluate(scope));
        CelEvaluationException failure = Assert.Throws<CelEvaluationException>(() => CelExpression.Parse("1 + missing").Evaluate(scope));
        Assert.Equal(("ExpressionUnknownName", 4, 7), (failure.Id, failure.Offset, failure.Length));
    }
}
