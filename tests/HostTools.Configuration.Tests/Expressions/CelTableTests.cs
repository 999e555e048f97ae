using HostTools.Configuration.Expressions;
using HostTools.Configuration.Expressions.Functions;
using HostTools.Configuration.Expressions.Syntax;

namespace HostTools.Configuration.Tests.Expressions;

/// <summary>Every case of the tables in Data: values, messages and offsets, exactly.</summary>
public sealed class CelTableTests
{
    private static readonly Lazy<Dictionary<string, CelCase>> s_cases = new(static () => CelTable.Load().ToDictionary(static c => c.ToString(), StringComparer.Ordinal));

    public static TheoryData<string> Cases()
    {
        var data = new TheoryData<string>();
        foreach (string key in s_cases.Value.Keys)
            data.Add(key);
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_comes_out_as_written(string name)
    {
        CelCase one = s_cases.Value[name];
        Assert.Equal(one.Expected, CelTable.Run(one.Source));
    }

    public static TheoryData<string> Functions()
    {
        var data = new TheoryData<string>();
        foreach (string key in CelFunctions.Keys().Concat(CelMacros.Names.Select(static n => n == "bind" ? "cel.bind" : n == "has" ? n : "." + n)))
            data.Add(key);
        return data;
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Every_function_has_a_case_that_works_and_one_that_fails(string key)
    {
        List<CelCase> calls = s_cases.Value.Values.Where(c => Calls(c.Source, key)).ToList();
        Assert.Contains(calls, static c => c.Expected.StartsWith("= ", StringComparison.Ordinal));
        // These take any value but secrets, or nothing at all: there is no value they could refuse.
        if (key is not ("optional.of" or "optional.none" or "optional.ofNonZeroValue"))
            Assert.Contains(calls, static c => !c.Expected.StartsWith("= ", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_kind_of_error_has_a_case()
    {
        HashSet<string> seen = s_cases.Value.Values.SelectMany(static c => c.Expected.Split('\n')).Where(static l => l[0] != '=')
            .Select(static l => l.Split(' ')[1]).ToHashSet(StringComparer.Ordinal);
        IEnumerable<string> all = typeof(CelErrors).GetFields().Select(static f => (string)f.GetRawConstantValue()!);
        Assert.Equal(all.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
    }

    private static bool Calls(string source, string key)
    {
        for (int at = source.IndexOf(key + "(", StringComparison.Ordinal); at >= 0; at = source.IndexOf(key + "(", at + 1, StringComparison.Ordinal))
        {
            if (key[0] == '.' || at == 0 || !(char.IsAsciiLetterOrDigit(source[at - 1]) || source[at - 1] == '.'))
                return true;
        }

        return false;
    }
}
