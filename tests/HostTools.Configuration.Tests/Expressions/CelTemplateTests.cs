using HostTools.Configuration.Expressions;
using HostTools.Platform;

namespace HostTools.Configuration.Tests.Expressions;

/// <summary>Pieces of scalars, and secrets embedded in them. Values and messages stand in Data/templates.txt.</summary>
public sealed class CelTemplateTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("a${{ 1 }}b", "a|{1+8}|b")]
    [InlineData("${{ 1 }}${{ 2 }}", "{0+8}|{8+8}")]
    [InlineData("x$${{ y }}z", "x${{ y }}z")]
    [InlineData("${{ '}}' }}!", "{0+11}|!")]
    [InlineData("${{ {'a': {}} }}!", "{0+16}|!")]
    public void A_scalar_is_split_into_pieces(string text, string expected)
    {
        CelTemplate template = CelTemplate.Parse(text);
        Assert.Equal(expected, string.Join('|', template.Pieces.Select(static p => p.Expression == null ? p.Literal : $"{{{p.Offset}+{p.Length}}}")));
        Assert.Equal(expected.Contains('{', StringComparison.Ordinal) && template.Pieces.Any(static p => p.Expression != null), template.HasExpressions);
    }

    [Theory]
    [InlineData("${{ 1 }}", true)]
    [InlineData("  ${{ 1 }}\n", true)]
    [InlineData("${{ 1 }}x", false)]
    [InlineData("${{ 1 }}${{ 1 }}", false)]
    [InlineData("$${{ 1 }}", false)]
    [InlineData("x", false)]
    public void A_whole_expression_keeps_its_type(string text, bool isWhole)
    {
        CelTemplate template = CelTemplate.Parse(text);
        Assert.Equal(isWhole, template.IsWhole);
        Assert.Equal(isWhole ? typeof(long) : typeof(string), template.Evaluate(new MapScope())!.GetType());
    }

    [Fact]
    public void Secrets_are_parts_of_the_text()
    {
        CelTemplate template = CelTemplate.Parse("user=${{ 'ann' }}\ntoken=${{ secret('t') }}\n");
        CelRendered rendered = template.RenderParts(new MapScope(), lines: true);
        Assert.True(rendered.HasSecrets);
        Assert.Null(rendered.Text);
        Assert.Equal(["user=ann\ntoken=", new Secret("t"), "\n"], rendered.Parts);
        Assert.Equal("user=ann\ntoken=(secret 't')\n", rendered.ToString());
    }

    [Fact]
    public void Secrets_keep_the_indentation_of_their_lines()
    {
        CelTemplate template = CelTemplate.Parse("a:\n  ${{ [secret('x'), 'y'] }}\nend");
        Assert.Equal(["a:\n  ", new Secret("x"), "\n  y\nend"], template.RenderParts(new MapScope(), lines: true).Parts);
    }

    [Fact]
    public void A_text_without_secrets_is_one_part()
    {
        CelRendered rendered = CelTemplate.Parse("a${{ 1 }}b").RenderParts(new MapScope(), lines: false);
        Assert.Equal("a1b", rendered.Text);
        Assert.Equal("a1b", Assert.Single(rendered.Parts));
    }

    [Fact]
    public void A_template_can_be_rendered_by_several_threads()
    {
        CelTemplate template = CelTemplate.Parse("${{ lists.range(20).map(x, string(x)).filter(s, s.matches(p)).join(',') }}|");
        string[] texts = new string[64];
        Parallel.For(0, texts.Length, i =>
        {
            var scope = new MapScope { Values = { ["p"] = i % 2 == 0 ? "^1" : "9$" } };
            texts[i] = template.Render(scope);
        });
        for (int i = 0; i < texts.Length; i++)
            Assert.Equal(i % 2 == 0 ? "1,10,11,12,13,14,15,16,17,18,19|" : "9,19|", texts[i]);
    }
}
