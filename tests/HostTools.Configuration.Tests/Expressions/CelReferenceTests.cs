using HostTools.Configuration.Expressions;

namespace HostTools.Configuration.Tests.Expressions;

/// <summary>What an expression reads is known without evaluating it.</summary>
public sealed class CelReferenceTests
{
    private static readonly HashSet<string> s_roots = new(StringComparer.Ordinal) { "config", "meta", "self", "name", "cfg" };

    // A reference is written path@offset+length, with ? for a test of presence and ! for the number of tested segments.
    [Theory]
    [InlineData("config.a.b", "config.a.b@0+10")]
    [InlineData("1 + config.a * meta.b", "config.a@4+8 meta.b@15+6")]
    [InlineData("config.services.`ai-models`.enable", "config.services.`ai-models`.enable@0+34")]
    [InlineData("config.services['ai-models'].enable", "config.services.`ai-models`.enable@0+35")]
    [InlineData("config['a b!']", "config[\"a b!\"]@0+14")]
    [InlineData("config.vms[name].cpu", "config.vms@0+10 name@11+4")]
    [InlineData("config.list[0].x", "config.list@0+11")]
    [InlineData("config.list[config.index].x", "config.list@0+11 config.index@12+12")]
    [InlineData("has(config.a.b)", "config.a.b@4+10?")]
    [InlineData("config.?a.b", "config.a.b@0+11?")]
    [InlineData("config.a.?b.orValue(meta.c)", "config.a.b@0+11? meta.c@20+6")]
    [InlineData("config.a[?'b']", "config.a.b@0+14?")]
    [InlineData("config.vms.map(n, n)", "config.vms@0+10")]
    [InlineData("config.vms.transformList(n, vm, vm.enable, vm.cpu + self.x)", "config.vms@0+10 self.x@52+6")]
    [InlineData("[1].map(config, config.a)", "")]
    [InlineData("[1].map(config, .config.a)", "config.a@16+9")]
    [InlineData("[1].map(x, [x].map(y, cfg.a + y + x))", "cfg.a@22+5")]
    [InlineData("cel.bind(c, config.a, c.b)", "config.a@12+8")]
    [InlineData("config.a.size()", "config.a@0+8")]
    [InlineData("size(config.a)", "config.a@5+8")]
    [InlineData("(config.a).b", "config.a.b@1+11")]
    [InlineData("type(1) == int", "")]
    [InlineData("math.greatest(config.a, 1)", "config.a@14+8")]
    [InlineData("has(config.a) && config.a.b", "config.a@4+8? config.a.b@17+10!1")]
    [InlineData("config.a.b && has(config.a)", "config.a.b@0+10 config.a@18+8?")]
    [InlineData("!has(config.a) || config.a.b", "config.a@5+8? config.a.b@18+10!1")]
    [InlineData("has(config.a) || config.a.b", "config.a@4+8? config.a.b@17+10")]
    [InlineData("has(config.a.b) && config.a.b.c && config.a.c", "config.a.b@4+10? config.a.b.c@19+12!2 config.a.c@35+10")]
    [InlineData("has(config.a) ? config.a.b : config.a.c", "config.a@4+8? config.a.b@16+10!1 config.a.c@29+10")]
    [InlineData("!has(config.a) ? 1 : config.a.c", "config.a@5+8? config.a.c@21+10!1")]
    [InlineData("[1].map(x, has(x.a) && config.a.b)", "config.a.b@23+10")]
    public void Paths_are_found(string expression, string expected)
    {
        CelExpression parsed = CelExpression.Parse(expression, s_roots);
        IEnumerable<string> found = parsed.References.Select(static r =>
            $"{r}@{r.Offset}+{r.Length}{(r.IsPresenceTest ? "?" : "")}{(r.TestedSegments > 0 ? $"!{r.TestedSegments}" : "")}");
        Assert.Equal(expected, string.Join(' ', found));
    }

    [Fact]
    public void Roots_are_told_apart()
    {
        CelExpression parsed = CelExpression.Parse("meta.a == params.b && [1].exists(x, x == 1)");
        Assert.Equal(["meta", "params"], parsed.Roots.Order());
        Assert.True(parsed.UsesOnly(new HashSet<string> { "meta", "params", "config" }));
        Assert.False(parsed.UsesOnly(new HashSet<string> { "meta" }));
    }

    [Fact]
    public void References_in_a_template_count_from_the_start_of_the_scalar()
    {
        CelTemplate template = CelTemplate.Parse("a ${{ config.x }} b ${{ meta.y }}", s_roots);
        Assert.Equal(
            ["config.x@6", "meta.y@24"],
            template.Pieces.Where(static p => p.Expression != null).SelectMany(static p => p.Expression!.References).Select(static r => $"{r}@{r.Offset}"));
    }
}
