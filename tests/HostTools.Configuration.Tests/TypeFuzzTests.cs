using System.Globalization;
using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Modules;
using HostTools.Configuration.Options;
using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration.Tests;

/// <summary>Types and values made at random from a seed: every text is a type or an error, every value fits or is an error, and types keep their promises.</summary>
public sealed class TypeFuzzTests
{
    private static readonly int s_factor = Environment.GetEnvironmentVariable("HOSTTOOLS_DEPTH") == "full" ? 100 : 1;
    private static readonly int s_seed = int.Parse(Environment.GetEnvironmentVariable("HOSTTOOLS_SEED") ?? "1", CultureInfo.InvariantCulture);

    private static readonly string[] s_simple =
    [
        "bool", "int", "float", "number", "str", "nonEmptyStr", "singleLineStr", "lines", "commas", "envVar", "path", "port", "size", "mode", "json", "anything", "uri",
        "ip", "cidr", "hostname", "mac", "package", "semver", "cpuset", "passwdEntry", "boolByOr", "u8", "u16", "u32", "s8", "s16", "s32", "duration", "calendar",
        "int(0..9)", "int(1..)", "int(..-1)", "float(0..1)", "enum(a, b, c)", "str(/[a-z]+/)", "str(/a|(b)/)", "size(MiB)", "separated(\";\")", "str(1..3)",
    ];

    private static readonly string[] s_values =
    [
        "1", "-1", "0", "70000", "99999999999999999999", "1.5", "1e3", "0022", "true", "yes", "null", "~", "", "a", "b", "\"\"", "\"1\"", "'true'", "abc", "/a/b", "./x", "10.0.0.1", "fd00::1/64",
        "nas.example.org", "8GiB", "90s", "0644", "[]", "[1, 2]", "[a, [b]]", "{}", "{ a: 1, b: x }", "{ a: { b: c } }", "!force a", "!unset x", "[!before a, b]", "{ $if: \"true\", $then: a }",
        "${{ 1 + 1 }}", "\"${{ [1, 'a'] }}\"", "\"${{ {'a': 1} }}\"", "x ${{ 1 }}", "${{ null }}", "\"${{ 1.5 }}\"", "\"${{ 1 / 0 }}\"", "&a a", "*a", "!raw ${{ x", "\"\\u0000\"", "\"ü\\n\"", "*:0/5", "1.2.3",
    ];

    [Fact]
    public void A_type_that_is_printed_and_read_again_is_the_same()
    {
        var random = new Random(s_seed);
        for (int i = 0; i < 3_000 * s_factor; i++)
        {
            string text = RandomType(random, 4);
            OptionType type = Parse(text);
            Assert.Equal(type.Name, Parse(type.Name).Name);
            Assert.Equal(type.Description, Parse(type.Name).Description);
            Assert.False(string.IsNullOrWhiteSpace(type.Description), text);
        }
    }

    [Fact]
    public void A_broken_type_is_an_error_and_nothing_else()
    {
        const string troubling = "()<>|?,./[]{}\\\"' \n09az\0";
        var random = new Random(s_seed);
        for (int i = 0; i < 10_000 * s_factor; i++)
        {
            var text = new System.Text.StringBuilder(RandomType(random, 4));
            for (int n = random.Next(1, 4); n > 0 && text.Length > 0; n--)
            {
                int at = random.Next(text.Length);
                _ = random.Next(3) switch
                {
                    0 => text.Remove(at, Math.Min(random.Next(1, 5), text.Length - at)),
                    1 => text.Insert(at, troubling[random.Next(troubling.Length)]),
                    _ => text.Insert(at, RandomType(random, 1)),
                };
            }

            try
            {
                OptionType type = Parse(text.ToString());
                // Choices of enum lose their quotes when they are printed.
                if (text.ToString().AsSpan().IndexOfAny('"', '\'') < 0)
                    Assert.Equal(type.Name, Parse(type.Name).Name);
            }
            catch (EvaluationFailure failure)
            {
                Assert.All(failure.Errors, e => Assert.True(e.Id is "BadType" or "UnknownType", $"{text}: {e}"));
            }
        }
    }

    [Fact]
    public void A_type_nested_without_end_is_an_error()
    {
        foreach (string open in (string[])["list<", "(", "attrs<"])
            Assert.Equal("BadType", Assert.Throws<EvaluationFailure>(() => Parse(string.Concat(Enumerable.Repeat(open, 100_000)))).Errors[0].Id);
        Assert.Equal("int?", Parse("int" + new string('?', 100_000)).Name);
    }

    /// <summary>One definition gives what the type reads; giving that value again, computed, changes nothing; and a second run says the same.</summary>
    [Fact]
    public void A_value_fits_or_is_an_error_and_what_fits_still_fits()
    {
        var random = new Random(s_seed);
        using var tree = new TemporaryTree();
        int fitting = 0;
        for (int i = 0; i < 400 * s_factor; i++)
        {
            string type = RandomType(random, 3).Replace("\"", "\\\"", StringComparison.Ordinal);
            string value = s_values[random.Next(s_values.Length)];
            string text = $"options:\n  x: {{ type: \"{type}\" }}\n  y: {{ type: \"{type}\" }}\nconfig:\n  x: {value}\n  y: ${{{{ config.x }}}}\n";
            tree.Write("hosts/h/default.yaml", text);
            HostEvaluation evaluation = tree.Evaluate();
            HostEvaluation again = tree.Evaluate();
            Assert.Equal(evaluation.Errors.Select(static e => e.ToString()), again.Errors.Select(static e => e.ToString()));
            Assert.All(evaluation.Errors, e => Assert.False(string.IsNullOrWhiteSpace(e.Message) || e.Origin is null, text));
            if (evaluation.Config is not { } config)
                continue;
            fitting++;
            Assert.True(FreeEquals(config.Values["x"], again.Require().Values["x"]), text);
            Assert.True(FreeEquals(config.Values["x"], config.Values["y"]), $"{text}{Show(config.Values["x"])} and {Show(config.Values["y"])}");
        }

        Assert.InRange(fitting, 40 * s_factor, 300 * s_factor);
    }

    private static OptionType Parse(string text)
    {
        var file = new SourceFile("x.yaml", "/x.yaml", text);
        return TypeParser.Parse(new YamlScalar(file, 0, text.Length, null, text, ScalarKind.Quoted), null, new ModuleDocument(file, null));
    }

    private static string RandomType(Random random, int depth) =>
        depth == 0 ? s_simple[random.Next(s_simple.Length)] : random.Next(9) switch
        {
            0 => $"list<{RandomType(random, depth - 1)}>",
            1 => $"attrs<{RandomType(random, depth - 1)}>",
            2 => $"({RandomType(random, depth - 1)})?",
            3 => $"{RandomType(random, depth - 1)} | {RandomType(random, depth - 1)}",
            4 => $"({RandomType(random, depth - 1)})",
            5 => $"unique<{RandomType(random, depth - 1)}>",
            6 => $"nonEmptyList<{RandomType(random, depth - 1)}>",
            _ => s_simple[random.Next(s_simple.Length)],
        };

    private static bool FreeEquals(object? left, object? right) => Show(left) == Show(right);

    private static string Show(object? value) =>
        value switch
        {
            null => "null",
            string text => $"\"{text}\"",
            IReadOnlyDictionary<string, object?> map => $"{{{string.Join(", ", map.Select(static e => $"{e.Key}: {Show(e.Value)}"))}}}",
            System.Collections.IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Show))}]",
            _ => $"{value.GetType().Name} {Convert.ToString(value, CultureInfo.InvariantCulture)}",
        };
}
