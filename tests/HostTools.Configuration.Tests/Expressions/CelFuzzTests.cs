using System.Globalization;
using System.Text;
using HostTools.Configuration.Expressions;

namespace HostTools.Configuration.Tests.Expressions;

/// <summary>Hostile text: nothing but the two exceptions of this room comes out, and soon. HOSTTOOLS_DEPTH=full runs far more.</summary>
public sealed class CelFuzzTests
{
    private static readonly int s_seed = int.Parse(Environment.GetEnvironmentVariable("HOSTTOOLS_SEED") ?? "1", CultureInfo.InvariantCulture);
    private static readonly int s_rounds = Environment.GetEnvironmentVariable("HOSTTOOLS_DEPTH") == "full" ? 400_000 : 6_000;

    private static readonly string[] s_words =
    [
        "config", "name", "x", "y", "1", "2u", "1.5", "\"a\"", "'", "\"\"\"", "b'\\xff'", "[", "]", "{", "}", "(", ")", ".", ".?", "[?", "?", ":", ",",
        "+", "-", "*", "/", "%", "==", "!=", "<", ">=", "in", "&&", "||", "!", " ", "\n", "//", "`a-b`", "null", "true", "size(", "has(", ".map(x,",
        ".filter(x,", ".all(x,", ".exists(k, v,", ".transformMap(k, v,", ".sortBy(x,", "cel.bind(x,", ".join(", ".split(", ".format(", ".matches(",
        "lists.range(", "math.greatest(", "optional.of(", ".orValue(", "toJson(", "toYaml(", "duration(", "timestamp(", "9223372036854775807",
        "${{", "}}", "$${{", "\\", "\u0000", "\uD83D", "é", "🐱",
    ];

    [Fact]
    public void Random_characters()
    {
        var random = new Random(s_seed);
        for (int i = 0; i < s_rounds; i++)
        {
            char[] text = new char[random.Next(40)];
            for (int c = 0; c < text.Length; c++)
                text[c] = (char)(random.Next(8) == 0 ? random.Next(65536) : random.Next(32, 127));
            Check(new string(text));
        }
    }

    [Fact]
    public void Random_words()
    {
        var random = new Random(s_seed + 1);
        var text = new StringBuilder();
        for (int i = 0; i < s_rounds; i++)
        {
            text.Clear();
            for (int w = random.Next(1, 25); w > 0; w--)
                text.Append(s_words[random.Next(s_words.Length)]);
            Check(text.ToString());
        }
    }

    [Fact]
    public void Mutated_expressions()
    {
        string[] known = CelTable.Load().Select(static c => c.Source).ToArray();
        var random = new Random(s_seed + 2);
        for (int i = 0; i < s_rounds; i++)
        {
            var text = new StringBuilder(known[random.Next(known.Length)]);
            for (int m = random.Next(1, 5); m > 0 && text.Length > 0; m--)
            {
                int at = random.Next(text.Length);
                switch (random.Next(4))
                {
                    case 0:
                        text.Remove(at, Math.Min(random.Next(1, 4), text.Length - at));
                        break;
                    case 1:
                        text.Insert(at, s_words[random.Next(s_words.Length)]);
                        break;
                    case 2:
                        text[at] = (char)random.Next(32, 127);
                        break;
                    default:
                        text.Append(known[random.Next(known.Length)]);
                        break;
                }
            }

            Check(text.ToString());
        }
    }

    [Fact]
    public void Generated_expressions_of_every_type()
    {
        var random = new Random(s_seed + 3);
        for (int i = 0; i < s_rounds; i++)
            Check(Generate(random, 6));
    }

    [Fact]
    public void Random_patterns()
    {
        string[] parts =
        [
            "a", "b", "\\d", "\\W", "\\b", "\\pL", "\\p{Greek}", "\\x{61}", "\\Q", "\\E", "(", "(?:", "(?i", "(?P<n>", "(?=", ")", "[", "[^", "[[:alpha:]", "]", "-",
            "*", "+", "?", "*?", "{2}", "{1,", "{3,9}", "}", "|", "^", "$", ".", "\\", "\\1", "&&", "é", "🐱", " ", "#",
        ];
        var random = new Random(s_seed + 4);
        CelExpression expression = CelExpression.Parse("t.matches(p)");
        var text = new StringBuilder();
        for (int i = 0; i < s_rounds / 4; i++)
        {
            text.Clear();
            for (int w = random.Next(1, 15); w > 0; w--)
                text.Append(parts[random.Next(parts.Length)]);
            var scope = new MapScope { Values = { ["t"] = "aab-bé🐱 9", ["p"] = text.ToString() } };
            try
            {
                Assert.IsType<bool>(expression.Evaluate(scope));
            }
            catch (CelEvaluationException exception)
            {
                Assert.Equal("ExpressionBadPattern", exception.Id);
            }
        }
    }

    private static string Generate(Random random, int depth)
    {
        string Next() => Generate(random, depth - 1);
        string[] leaves = ["1", "-7", "2u", "1.5", "\"text\"", "\"\"", "b\"ab\"", "null", "true", "config.list", "config.services", "config.token", "config.?nope", "duration(\"3s\")", "timestamp(5)", "[]", "{}", "int"];
        if (depth == 0)
            return leaves[random.Next(leaves.Length)];
        string[] operators = ["+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "in", "&&", "||"];
        string[] functions = ["size", "string", "int", "uint", "double", "bool", "bytes", "duration", "timestamp", "type", "toJson", "toYaml", "toToml", "toIni", "sha256", "KiB", "values", "shellQuote", "math.abs", "math.sign", "lists.range", "strings.quote", "base64.encode", "optional.ofNonZeroValue", "dirname"];
        string[] methods = ["size()", "reverse()", "sort()", "distinct()", "flatten()", "first()", "join()", "trim()", "split(\"\")", "substring(1)", "charAt(0)", "value()", "hasValue()", "getHours()", "unwrapOpt()", "systemdEscape()", "indent(2)", "padLeft(9)"];
        string[] macros = ["all(x, {0})", "exists(x, {0})", "map(x, {0})", "filter(x, {0})", "exists_one(x, {0})", "transformList(k, x, {0})", "transformMap(k, x, {0})", "transformMapEntry(k, x, {0})", "sortBy(x, {0})", "optMap(x, {0})", "optFlatMap(x, {0})"];
        return random.Next(9) switch
        {
            0 or 1 => $"({Next()} {operators[random.Next(operators.Length)]} {Next()})",
            2 => $"{functions[random.Next(functions.Length)]}({Next()})",
            3 => $"({Next()}).{methods[random.Next(methods.Length)]}",
            4 => $"({Next()}).{string.Format(System.Globalization.CultureInfo.InvariantCulture, macros[random.Next(macros.Length)], Next())}",
            5 => $"[{Next()}, {Next()}]",
            6 => $"{{\"a\": {Next()}, 2: {Next()}}}",
            7 => $"({Next()} ? {Next()} : {Next()})",
            _ => $"({Next()})[{Next()}]",
        };
    }

    private static CelBudget Budget() => new(steps: 50_000, size: 1 << 20);

    // Twice: the second evaluation must give the same, whatever the first cached.
    private static void Check(string text)
    {
        foreach (bool asTemplate in new[] { false, true })
        {
            try
            {
                MapScope scope = CelTable.Scope();
                if (asTemplate)
                {
                    CelTemplate template = CelTemplate.Parse(text, CelTable.Roots);
                    Assert.Equal(Outcome(() => template.RenderParts(scope, true, Budget()).ToString(), text), Outcome(() => template.RenderParts(scope, true, Budget()).ToString(), text));
                }
                else
                {
                    CelExpression expression = CelExpression.Parse(text, CelTable.Roots);
                    Assert.Equal(Outcome(() => expression.Evaluate(scope, Budget()), text), Outcome(() => expression.Evaluate(scope, Budget()), text));
                }
            }
            catch (CelException exception)
            {
                Assert.NotEmpty(exception.Problems);
                Assert.All(exception.Problems, p => AssertInside(p.Offset, p.Length, text));
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{exception.GetType().Name} for {text}: {exception}");
            }
        }
    }

    private static string Outcome(Func<object?> evaluate, string text)
    {
        try
        {
            return CelShow.Value(evaluate());
        }
        catch (CelEvaluationException exception)
        {
            AssertInside(exception.Offset, exception.Length, text);
            return CelShow.Failure(exception);
        }
    }

    private static void AssertInside(int offset, int length, string text) =>
        Assert.True(offset >= 0 && length >= 0 && offset + length <= text.Length + 1, $"{offset}+{length} lies outside '{text}'.");
}
