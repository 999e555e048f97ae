using System.Reflection;
using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Expressions;
using HostTools.Configuration.Modules;
using HostTools.Configuration.Options;
using HostTools.Configuration.Tests.Cases;
using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration.Tests;

/// <summary>
/// Every production of the grammar, listed in <c>tests/grammar</c>, accepts what it should and refuses the rest; refusals.txt there has the
/// whole text and place of each refusal.
/// </summary>
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
        Assert.Empty(Evaluate(FileOf(name), production.Accepted).Select(static e => e.ToString()));
        Assert.Contains($"{production.Error.Split(' ')[0]} {FileOf(name)}:{production.Error.Split(' ')[1]}", Evaluate(FileOf(name), production.Refused).Select(static e => $"{e.Id} {e.Origin}"));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_production_of_types(string name)
    {
        Production production = s_types[name];
        Assert.Empty(Evaluate(Host, OptionOf(name) + production.Accepted).Select(static e => e.ToString()));
        Assert.Contains(production.Error, Evaluate(Host, OptionOf(name) + production.Refused).Select(static e => e.Id));
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

    /// <summary>What a person reads, with file, line and column; expressions stand in a block scalar. HOSTTOOLS_UPDATE_GOLDEN=1 writes the file anew.</summary>
    [Fact]
    public void Every_refusal_has_its_whole_text_and_place()
    {
        const string inBlock = "options: { x: { type: anything } }\nconfig:\n  x: |\n    of:\n    ${{ ";
        IEnumerable<(string Name, IReadOnlyList<HostError> Errors)> refusals =
        [
            .. s_modules.Select(static p => (p.Key, Evaluate(FileOf(p.Key), p.Value.Refused))),
            .. s_types.Select(static p => (p.Key, Evaluate(Host, OptionOf(p.Key) + p.Value.Refused))),
            .. s_expressions.Select(static p => (p.Key, Evaluate(Host, $"{inBlock}{p.Value.Refused} }}}}"))),
        ];
        string text = string.Concat(refusals.Select(static r => $"{r.Name}\n{string.Concat(r.Errors.Select(static e => $"  {e.Id} {e}\n"))}"));
        string path = Path.Combine(Case.RepositoryRoot(), "tests/grammar/refusals.txt");
        if (Environment.GetEnvironmentVariable("HOSTTOOLS_UPDATE_GOLDEN") == "1")
            File.WriteAllText(path, text);
        Assert.Equal(File.ReadAllText(path), text);
        Assert.DoesNotContain(refusals, static r => r.Errors.Count == 0 || r.Errors.Any(static e => e.Origin is null));
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

    private const string Host = "hosts/h/default.yaml";

    private static string FileOf(string production) =>
        production.StartsWith("tree", StringComparison.Ordinal) || production.StartsWith("parameter", StringComparison.Ordinal) ? "hosttools.yaml" : Host;

    private static string OptionOf(string production)
    {
        string type = production[(production.IndexOf('/', StringComparison.Ordinal) + 1)..].Replace("\"", "\\\"", StringComparison.Ordinal);
        return $"options: {{ x: {{ type: \"{type}\" }}, n: {{ type: attrs<int>, default: {{ a: 1 }} }} }}\nconfig:\n  x: ";
    }

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
