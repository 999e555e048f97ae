using System.Globalization;
using HostTools.Configuration.Expressions;
using HostTools.Platform;

namespace HostTools.Configuration.Tests.Cases;

/// <summary>Runs every behavioural case of <c>tests/cases</c> against the public entry point.</summary>
public sealed class CaseTests
{
    private static readonly Dictionary<string, Case> s_cases = Case.LoadAll().ToDictionary(static c => $"{c.File}#{c.Id}");

    public static TheoryData<string> Names()
    {
        var names = new TheoryData<string>();
        foreach (string name in s_cases.Keys)
            names.Add(name);
        return names;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_case_behaves_as_written(string name)
    {
        Case @case = s_cases[name];
        HostEvaluation evaluation = CaseRun.Evaluate(@case);
        string errors = string.Join('\n', evaluation.Errors.Select(Text));
        Assert.True(@case.Errors.SequenceEqual(evaluation.Errors.Select(static e => e.Id)), $"{@case}\nexpected errors: {string.Join(", ", @case.Errors)}\nfound: {errors}");
        foreach (string text in @case.Says)
            Assert.True(errors.Contains(text, StringComparison.Ordinal), $"{@case}\nmissing: {text}\nfound: {errors}");
        string warnings = string.Join('\n', evaluation.Warnings.Select(Text));
        foreach (string text in @case.Warns)
            Assert.True(warnings.Contains(text, StringComparison.Ordinal), $"{@case}\nmissing: {text}\nfound: {warnings}");
        if (@case.Warns.Count == 0)
            Assert.Empty(evaluation.Warnings);
        if (@case.Read.Count > 0)
            CheckValue(@case, evaluation.Require());
        if (@case.Lists.Count > 0)
            Assert.Equal(@case.Lists, evaluation.Require().Options.Where(static o => !o.IsInternal && o.Name != "home").Select(static o => o.Name));
        foreach (OptionExpectation expectation in @case.Options)
            expectation.Check(evaluation.Require().Options);
    }

    private static void CheckValue(Case @case, HostConfig config)
    {
        bool found = config.TryGet(out object? value, [.. @case.Read]);
        Assert.Equal(!@case.ExpectsAbsence, found);
        if (found)
            Assert.Equal(Render(@case.Expect), Render(value));
    }

    internal static string Text(HostError error) =>
        $"[{error.Id}] {error}{string.Concat(error.Related.Select(static r => $"\n  {r.Origin}: {r.Note}"))}";

    /// <summary>A text form in which 1 and 1.0 and "1" differ, and maps keep their order.</summary>
    internal static string Render(object? value) =>
        value switch
        {
            null => "null",
            string text => $"\"{text.Replace("\n", "\\n", StringComparison.Ordinal)}\"",
            bool flag => flag ? "true" : "false",
            CelRendered or Secret => Render(value.ToString()),
            Duration duration => Render(duration.ToString()),
            NumberLiteral literal => literal.Text,
            double number => number.ToString("R", CultureInfo.InvariantCulture) + "f",
            IReadOnlyDictionary<string, object?> map => $"{{{string.Join(", ", map.OrderBy(static e => e.Key, StringComparer.Ordinal).Select(static e => $"{e.Key}: {Render(e.Value)}"))}}}",
            ICelMap map => $"{{{string.Join(", ", map.Keys.Order().Select(k => $"{k}: {Render(map.TryGetValue(k, out object? v) ? v : null)}"))}}}",
            ICelList list => $"[{string.Join(", ", Enumerable.Range(0, list.Count).Select(i => Render(list[i])))}]",
            IEnumerable<object?> list => $"[{string.Join(", ", list.Select(Render))}]",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
}
