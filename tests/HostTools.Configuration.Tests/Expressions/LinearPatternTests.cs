using System.Diagnostics;
using System.Text.RegularExpressions;
using HostTools.Configuration.Expressions.Functions;

namespace HostTools.Configuration.Tests.Expressions;

public sealed class LinearPatternTests
{
    [Theory]
    [InlineData("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?", "nas-1", "-nas", "a", "")]
    [InlineData(@"[]*+?]+x[^]]", "]*x?", "x]", "+xa")]
    [InlineData(@"\d{4}-\d\d", "2026-11", "2026-1", "x2026-11")]
    [InlineData("(a|aa)+b?", "aaab", "b", "aaaab")]
    [InlineData("(?:a?){3}b*", "aab", "aaaa", "")]
    public void Both_engines_agree(string pattern, params string[] texts)
    {
        string whole = $"^(?:{pattern})$";
        var linear = new LinearPattern(whole);
        var reference = new Regex(whole, RegexOptions.NonBacktracking);
        Assert.All(texts, text => Assert.Equal(reference.IsMatch(text), linear.IsMatch(text)));
    }

    [Theory]
    [InlineData("(a+)+b")]
    [InlineData("(a|a)*b")]
    [InlineData("a*a*a*a*a*a*b")]
    [InlineData("([a]|[]a])*b")]
    [InlineData("a+a+a+b")]
    public void No_pattern_is_slow(string pattern)
    {
        var linear = new LinearPattern(pattern);
        long started = Stopwatch.GetTimestamp();
        Assert.False(linear.IsMatch(new string('a', 250)));
        Assert.False(linear.IsMatch(new string('a', 100_000)));
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("(?=a)b")]
    [InlineData(@"(a)\1")]
    [InlineData("(?>a)")]
    [InlineData("a{20000}")]
    [InlineData("((a{100}){100}){100}")]
    public void What_cannot_be_linear_is_refused_at_once(string pattern) =>
        Assert.Throws<NotSupportedException>(() => new LinearPattern(pattern));
}
