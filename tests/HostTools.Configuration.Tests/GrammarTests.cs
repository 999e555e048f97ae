using System.Reflection;
using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Expressions;
using HostTools.Configuration.Modules;
using HostTools.Configuration.Options;
using HostTools.Configuration.Tests.Cases;
using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration.Tests;

/// <summary>Every production of the grammar, listed in <c>tests/grammar</c>, accepts what it should and refuses the rest with a place.</summary>
public sealed class GrammarTests
{
    private static readonly Dictionary<string, Production> s_modules = Load("modules.yaml");
    private static readonly Dictionary<string, Production> s_types = Load("types.yaml");
    private static readonly Dictionary<string, Production> s_expressions = Load("expressions.yaml");

    public static TheoryData<string> Modules => [.. s_modules.Keys];

    public static TheoryData<string> Types => [.. s_types.Keys];

    public static TheoryData<string> Expressions => [.. s_expressions.Keys];

    [Theory]
    [MemberData(nameof(Modules))]
    public void A_production_of_modules(string name)
    {
        Production production = s_modules[name];
        string file = name.StartsWith("tree", StringComparison.Ordinal) || name.StartsWith("parameter", StringComparison.Ordinal) ? "hosttools.yaml" : "hosts/h/default.yaml";
        Assert.Empty(Evaluate(file, production.Accepted).Select(static e => e.ToString()));
        Assert.Contains($"{production.Error.Split(' ')[0]} {file}:{production.Error.Split(' ')[1]}", Evaluate(file, production.Refused).Select(static e => $"{e.Id} {e.Origin?.ToString() ?? "hosts/h/default.yaml:1:11"}"));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_production_of_types(string name)
    {
        Production production = s_types[name];
        string type = name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..].Replace("\"", "\\\"", StringComparison.Ordinal);
        string head = $"options: {{ x: {{ type: \"{type}\" }}, n: {{ type: attrs<int>, default: {{ a: 1 }} }} }}\nconfig:\n  x: ";
        Assert.Empty(Evaluate("hosts/h/default.yaml", head + production.Accepted).Select(static e => e.ToString()));
        Assert.Contains(production.Error, Evaluate("hosts/h/default.yaml", head + production.Refused).Select(static e => e.Id));
    }

    [Theory]
    [MemberData(nameof(Expressions))]
    public void A_production_of_expressions(string name)
    {
        Production production = s_expressions[name];
        var scope = new ValueScope(null, [], []);
        Assert.Equal(true, CelExpression.Parse(production.Accepted, scope.KnownNames()).Evaluate(scope));
        string found;
        try
        {
            found = $"gives {CelExpression.Parse(production.Refused, scope.KnownNames()).Evaluate(scope)}";
        }
        catch (CelException problems)
        {
            found = $"{problems.Problems[0].Id} {problems.Problems[0].Offset}";
        }
        catch (CelEvaluationException problem)
        {
            found = $"{problem.Id} {problem.Offset}";
        }

        Assert.Equal("Expression" + production.Error, found);
    }

    /// <summary>What the code knows and the list does not is missing in the list.</summary>
    [Theory]
    [InlineData("module keys", typeof(ModuleParser), "s_moduleKeys")]
    [InlineData("host keys", typeof(ModuleParser), "s_hostKeys")]
    [InlineData("tree keys", typeof(ModuleParser), "s_treeKeys")]
    [InlineData("parameter keys", typeof(Parameters), "s_keys")]
    [InlineData("option fields", typeof(OptionParser), "s_keys")]
    [InlineData("block keys", typeof(BlockParser), "s_keys")]
    [InlineData("tags", typeof(ConfigurationErrors), "s_tags")]
    [InlineData("$ keys", typeof(Wrappers), "s_specialKeys")]
    public void Every_key_of_the_code_is_listed(string section, Type type, string field)
    {
        var keys = (string[])type.GetField(field, BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;
        Assert.DoesNotContain(keys, key => !s_modules.ContainsKey($"{section}/{key}"));
    }

    [Fact]
    public void Every_type_of_the_code_is_listed() =>
        // What submodule and tagged need stands beside them: the option fields 'module' and 'options'.
        Assert.Equal(["submodule", "tagged"], BuiltInTypes.Names.Where(static name => !s_types.Keys.Any(known => known.Split('/', 2)[1].StartsWith(name, StringComparison.Ordinal))).Order());

    private static IReadOnlyList<HostError> Evaluate(string file, string text)
    {
        using var tree = new TemporaryTree((file, text + "\n"));
        return tree.Evaluate().Errors;
    }

    private static Dictionary<string, Production> Load(string name)
    {
        string path = Path.Combine(Case.RepositoryRoot(), "tests/grammar", name);
        var errors = new ErrorList();
        YamlNode? root = YamlReader.Read(new SourceFile(path, path, File.ReadAllText(path)), errors);
        if (!errors.IsEmpty)
            throw new InvalidOperationException(errors.Sorted()[0].ToString());
        return (from section in ((YamlMapping)root!).Entries
                from entry in ((YamlMapping)section.Value).Entries
                let texts = ((YamlSequence)entry.Value).Items.Select(static item => ((YamlScalar)item).Value).ToArray()
                select ($"{section.Key.Value}/{entry.Key.Value}", new Production(texts[0], texts[1], texts.Length > 2 ? texts[2] : "TypeMismatch")))
            .ToDictionary(static p => p.Item1, static p => p.Item2);
    }

    private sealed record Production(string Accepted, string Refused, string Error);
}
